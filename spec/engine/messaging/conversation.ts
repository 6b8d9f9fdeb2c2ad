import { type AnyMessage, Writer } from '../../../src/codec/index.ts'
import { type Limits, limitsFor } from '../../../src/engine/limits.ts'
import { Messaging } from '../../../src/engine/messaging.ts'
import type { MessagingEnd } from '../../../src/engine/messaging-end.ts'
import type { KeptFrame } from '../../../src/engine/outbox.ts'
import type { AnyMessageContext } from '../../../src/engine/peer.ts'
import { compile } from '../../../src/engine/runtime.ts'
import { SequenceNumbers } from '../../../src/engine/sequence.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'
import { exchange } from '../../support/exchange/index.ts'

const runtime = compile(exchange)
export const converse = runtime.states.findIndex(({ name }) => name === 'converse')
const none = new Uint8Array(0)
export const note = { type: 'Note', number: 1, body: none }
export const question = { type: 'Question', number: 1, body: none }
export const answer = { type: 'Answer', number: 1, body: none }
export const count = { type: 'Count', number: 1, upTo: 2, bytes: 0 }
export const counted = { type: 'Counted', number: 1, body: none }
export const total = { type: 'Total', number: 1 }

export type Handler = (message: AnyMessage, peer: AnyMessageContext) => unknown

/** Waits until all promises that can be settled now are. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A conversation over an end that notes what it is told, with as little room as a test likes. */
export const open = (
  handlers: Readonly<Record<string, Handler>> = {},
  room: Partial<Limits> = {},
  { keepsSaid = false, heartbeatMs = 3_600_000 } = {},
) => {
  const clock = new SimulatedClock()
  const sequence = new SequenceNumbers()
  const said: string[] = []
  /** The engine's own that count as replies. */
  const ownReplies: string[] = []
  const told: string[] = []
  const writer = new Writer()
  const buffer = {
    queuedBytes: 0,
    replyBytes: 0,
    isAwaited: false,
    frame: (message: AnyMessage, _number: number, id: number, re: number, reply: boolean) => {
      writer.reset()
      if (!runtime.encodeBody(writer, message)) return writer.fault
      // The engine's own have no ids in their headers.
      const { id: about = '', reason = '' } = message as { id?: number; reason?: string }
      const own = `${message.type} ${about} ${reason}`.trimEnd()
      if (id === 0 && reply) ownReplies.push(own)
      said.push(id === 0 ? own : `${message.type} ${id} ${re}${reply ? ' reply' : ''}`)
      return null
    },
    again: ({ id }: KeptFrame) => void said.push(`again ${id}`),
  }
  const end = {
    runtime,
    clock,
    limits: { ...limitsFor(65_536), ...room },
    sequence,
    writeBuffer: buffer,
    says: runtime.says.server,
    state: converse,
    ending: null,
    keepsSaid,
    isAway: false,
    version: 1,
    isEarlier: false,
    handlers,
    name: null,
    remote: { address: '', port: 0 },
    counts: { said: 0, heard: 0, acknowledged: 0 },
    oldestKept: 0,
    saidTurn: () => {},
    exhausted: () => void told.push('exhausted'),
    bye: () => void told.push('bye'),
    keep: ({ type }: AnyMessage, id: number, re: number) => void told.push(`keep ${type} ${id} ${re}`),
    failed: (error: unknown) => void told.push(`failed ${(error as Error).message}`),
    answerFailed: (type: string, error: unknown) =>
      void told.push(`no answer to ${type}: ${(error as Error).message}`),
    refuse: (code: string) => void told.push(`refuse ${code}`),
    outgrown: (unacknowledged: number) => void told.push(`outgrown ${unacknowledged}`),
    silent: () => void told.push('silent'),
    updateBackpressure: () => void told.push('backpressure'),
  }
  const messaging = new Messaging(end as unknown as MessagingEnd, 's', heartbeatMs)
  const hear = (message: AnyMessage, re = 0, bytes = 1): void => {
    const index = runtime.indexOf[runtime.numbers[message.type] ?? 0] ?? -1
    messaging.hear(message, index, sequence.heard + 1, re, bytes)
  }
  const failures = (): readonly string[] => told.filter((each) => each !== 'backpressure')
  return { clock, sequence, said, ownReplies, told, buffer, messaging, hear, failures, end }
}

/** A promise, and the way to settle it. */
export const deferred = () => {
  const way = { resolve: (_?: unknown): void => {}, reject: (_: unknown): void => {} }
  const promise = new Promise((resolve, reject) => Object.assign(way, { resolve, reject }))
  return { promise, ...way, settle: way }
}
