import type { KnownFaultCode } from './codes.ts'
import type { HandlingEnd } from './handling.ts'

/** The connection that a conversation stands on. */
export interface MessagingEnd extends HandlingEnd {
  /** The id of the oldest message that is kept for whoever iterates, or 0. */
  readonly oldestKept: number
  /** The other side broke the contract, or handlers of both sides wait for each other. */
  refuse(code: KnownFaultCode, offending?: number, detail?: string): void
  /** The deadline of converse has passed. */
  silent(): void
  /** Called when the cause of paused reading may have changed. */
  updateBackpressure(): void
}
