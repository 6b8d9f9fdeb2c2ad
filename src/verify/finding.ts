import type { Side } from '../contract/index.ts'
import type { Rule } from './rules.ts'
import type { TraceStep } from './trace.ts'

/** One thing that happened on the way to a finding. */
export interface TraceEvent {
  /** Where; null for the network. */
  readonly side: Side | null
  /** The event that the machine was told, or `cut` where the network broke the stream. */
  readonly event: string
  /** The messages that it said then, in order, as a report words them: `Say`, `Fault TIMEOUT`. */
  readonly said: readonly string[]
}

/** A rule that was broken, and the shortest conversation that leads there. */
export interface Finding {
  readonly rule: Rule
  /** The part of contract or machines that it is about. Those of a rule that are about the same are one finding. */
  readonly about: string
  /** The violation, in one sentence. */
  readonly text: string
  /** The sentences of others with the same cause. */
  readonly also: readonly string[]
  readonly way: readonly TraceEvent[]
  /** The index in `way` from which on it happens again and again; null where nothing repeats. */
  readonly repeatsFrom: number | null
  /** The same conversation, to be stepped through; it begins before the first thing that happened. */
  readonly moments: readonly TraceStep[]
}
