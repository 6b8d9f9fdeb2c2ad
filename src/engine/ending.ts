import type { Stranger } from '../transport/stranger.ts'
import type { ByeReason, FaultCode } from './codes.ts'
import { mayGoOn as mayGoOnAfter } from './may-go-on.ts'

/** Why the transport ended it, without a word of either side. */
export type Loss =
  /** The stream ended without a Bye. */
  | 'BROKEN'
  /** The other side, or something between, reset the connection. */
  | 'RESET'
  /** Nothing that we wrote was taken for 10 s, or more waited to be taken than is kept. */
  | 'STALLED'

/** How a conversation ended. `by` says which side chose it; nobody chose a loss. */
export type Ending = {
  readonly detail: string
  /** The other side did not speak this protocol, but most likely that. */
  readonly looksLike?: Stranger
} & (
  | { readonly how: 'bye'; readonly code: ByeReason; readonly by: Who }
  | {
      readonly how: 'fault'
      readonly code: FaultCode
      readonly by: Who
      /** How long to wait before the next try. */
      readonly retryAfterMs: number
      /** The number of the message that it answers; 0 is none. */
      readonly offending: number
    }
  | { readonly how: 'lost'; readonly code: Loss }
)

/** Whether a conversation that ended so may go on over another connection. */
export const mayGoOn: (ending: Ending) => boolean = mayGoOnAfter

/** The side that did something, as this side sees it. */
export type Who = 'us' | 'them'

/** How a play ended. */
export type PlayEnding =
  /** The contract's end was reached. */
  | { readonly how: 'done' }
  /** This side refused what it heard: by a message where the machine has one for it. `code` is that of the engine. */
  | { readonly how: 'refused'; readonly code: string; readonly detail: string }
  /** The connection broke off, or the other side took nothing any more. */
  | { readonly how: 'lost'; readonly detail: string }
  /** Something of this side's own failed; `stack` says where, as far as that is known. */
  | { readonly how: 'failed'; readonly detail: string; readonly stack?: string }
