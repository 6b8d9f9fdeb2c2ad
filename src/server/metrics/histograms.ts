import type { Sample } from './families.ts'
import type { HistogramSnapshot, ServerMetrics } from './snapshot.ts'

/** A distribution, with what tells it apart from others of its family. */
export interface LabelledHistogram {
  readonly labels: Sample['labels']
  readonly histogram: HistogramSnapshot
}

/** One thing whose distribution is measured, under the name that it has for Prometheus. */
export interface HistogramFamily {
  readonly name: string
  readonly help: string
  /** As OpenTelemetry writes it (UCUM). */
  readonly unit: string
  readonly bounds: readonly number[]
  readonly read: (metrics: ServerMetrics) => readonly LabelledHistogram[]
}

/** From what a handler takes that only looks something up, to what nobody waits for. */
const SECONDS: readonly number[] = [
  0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
  10,
]

const KIB = 1_024
/** 0 apart: nothing waits. */
const BYTES: readonly number[] = [
  0,
  KIB,
  4 * KIB,
  16 * KIB,
  64 * KIB,
  256 * KIB,
  1_024 * KIB,
  4_096 * KIB,
  16_384 * KIB,
]
const MESSAGES: readonly number[] = [0, 1, 4, 16, 64, 256, 1_024]

const only = (histogram: HistogramSnapshot | null | undefined): readonly LabelledHistogram[] =>
  histogram == null ? [] : [{ labels: {}, histogram }]

export const HANDLER_SECONDS: HistogramFamily = {
  name: 'colloquy_handler_seconds',
  help: 'How long handlers took, streams left out.',
  unit: 's',
  bounds: SECONDS,
  read: ({ handlers }) => only(handlers),
}

export const PROOF_SECONDS: HistogramFamily = {
  name: 'colloquy_proof_seconds',
  help: 'How long proofs took to be checked, from when they came, by kind.',
  unit: 's',
  bounds: SECONDS,
  read: ({ proofs }) =>
    Object.entries(proofs.seconds ?? {}).map(([how, histogram]) => ({ labels: { how }, histogram })),
}

export const SESSION_WAITING_BYTES: HistogramFamily = {
  name: 'colloquy_session_waiting_bytes',
  help: 'Bytes that a client has not taken yet: each conversation counts once a second.',
  unit: 'By',
  bounds: BYTES,
  read: ({ queues }) => only(queues?.bytes),
}

export const SESSION_WAITING_MESSAGES: HistogramFamily = {
  name: 'colloquy_session_waiting_messages',
  help: 'Messages of a client that wait for a handler: each conversation counts once a second.',
  unit: '{message}',
  bounds: MESSAGES,
  read: ({ queues }) => only(queues?.messages),
}

/** Every distribution that is measured. */
export const histogramFamilies: readonly HistogramFamily[] = [
  HANDLER_SECONDS,
  PROOF_SECONDS,
  SESSION_WAITING_BYTES,
  SESSION_WAITING_MESSAGES,
]
