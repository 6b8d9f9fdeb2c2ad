import { aText, objectOf } from '../arguments.ts'
import type { ConnectFault, ListenFault } from '../transport/index.ts'
import type { AbortReason, DenialReason } from './codes.ts'
import type { Ending } from './ending.ts'

/** The reason that a promise of the library rejects with, by `code`. */
export type Failure =
  /** The message breaks the contract; nothing was said. `path` names the field. */
  | { readonly code: 'MALFORMED_MESSAGE'; readonly path: string }
  /** The contract does not let this side say that message in `state`, but `maySay` there; nothing was said. */
  | { readonly code: 'NOT_NOW'; readonly state: string; readonly maySay: readonly string[] }
  /**
   * The version that both sides speak has no such message, field or arm (`path`), which came `since` a later one; nothing
   * was said.
   */
  | {
      readonly code: 'TOO_NEW'
      readonly path: string
      readonly since: number
      readonly version: number
    }
  /** There is no conversation in which this could be said, or it ended before. */
  | { readonly code: 'ENDED'; readonly ending: Ending | null }
  /** No answer came in time. */
  | { readonly code: 'NO_ANSWER'; readonly withinMs: number }
  /** The other side gives no answer, or no more of a stream, though the conversation goes on. */
  | { readonly code: 'UNANSWERED'; readonly reason: AbortReason }
  /** The caller wants no answer any more: its signal aborted, or it left a stream. */
  | { readonly code: 'ABORTED' }
  /** More waits to be said than is kept: wait for each promise of `say`. */
  | { readonly code: 'TOO_MANY_WAITING' }
  /** No proof was accepted. */
  | {
      readonly code: 'DENIED'
      readonly reason: DenialReason
      readonly retryAfterMs: number
      readonly attemptsLeft: number
    }
  /** The server asked for a name or a proof, and none was given. */
  | { readonly code: 'WITHHELD' }
  /** The conversation stands on no proof, so there is no account whose sessions could be told. */
  | { readonly code: 'NO_ACCOUNT' }
  /** The server cannot look at its sessions, or change them, at the moment. */
  | { readonly code: 'UNAVAILABLE' }
  /** A proof would have crossed a channel that others can read. */
  | { readonly code: 'INSECURE_CHANNEL' }
  /**
   * The server that was here had another key (`known`), or had one, and this one proves none; nothing secret was sent.
   * `fingerprint` is that of the key that it has proven, if any.
   */
  | { readonly code: 'UNKNOWN_SERVER'; readonly fingerprint: string | null; readonly known: string | null }
  /** The connection could not be made. */
  | { readonly code: 'CANNOT_CONNECT'; readonly fault: ConnectFault }
  /** More sessions are wanted than descriptors are left for: of `limit` this process needs `spare` itself. */
  | { readonly code: 'TOO_MANY_SESSIONS'; readonly limit: number; readonly spare: number }
  /** The certificate and its key cannot be used for TLS; `reason` is the code of the library. */
  | { readonly code: 'BAD_CERTIFICATE'; readonly reason: string }
  /** Passwords could not be hashed: the library for it cannot be loaded. */
  | { readonly code: 'CANNOT_HASH' }
  /** The contract was generated for another base than the library's; `base` is null where it has none. */
  | { readonly code: 'OTHER_BASE'; readonly protocol: string; readonly base: string | null }
  /** The server could not listen. */
  | { readonly code: 'CANNOT_LISTEN'; readonly fault: ListenFault }

const aFailure = objectOf({ code: aText })

/** An error with a stable code. Its message is one sentence with the remedy. */
export class ColloquyError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, message: string) {
    aFailure('failure', failure)
    aText('message', message)
    super(message)
    this.name = 'ColloquyError'
    this.failure = failure
  }

  get code(): Failure['code'] {
    return this.failure.code
  }
}
