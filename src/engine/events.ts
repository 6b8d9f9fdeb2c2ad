import { is, isObject } from '../arguments.ts'
import type { Endpoint } from '../transport/connection.ts'
import type { ConnectFault, TlsFaultCode } from '../transport/index.ts'
import type { Stranger, StrangerToRaw } from '../transport/stranger.ts'
import type { DenialReason, FaultCode } from './codes.ts'
import type { Ending, Loss, Who } from './ending.ts'
import type { Failing } from './error-text.ts'

/** The bytes and messages that a connection carried in all. */
export interface Totals {
  readonly receivedBytes: number
  readonly sentBytes: number
  /** Conversation messages. */
  readonly heard: number
  readonly said: number
  /** Of those that were said, the last one that the other side acknowledged. */
  readonly acknowledged: number
}

/**
 * An event of one connection, for a log. No secret is ever in it, and no text of a conversation but what the error
 * of a handler quotes.
 */
export type PeerEvent =
  /** A chunk came; `id` is the last conversation message heard, 0 before the first. */
  | { readonly event: 'received'; readonly bytes: number; readonly id: number }
  /** A turn's frames went out with one write; `id` is the last conversation message said, 0 before the first, and
   * `re` the one that it answers, 0 for none. */
  | { readonly event: 'sent'; readonly bytes: number; readonly id: number; readonly re: number }
  /**
   * A frame of the other side was judged, or one of ours was said; with level `trace` only. `type` is its message, or
   * the number where the contract has none, `bytes` its length with the header, as the header tells it, and `state` the
   * contract's state in which it was said.
   */
  | {
      readonly event: 'frame'
      readonly direction: 'in' | 'out'
      readonly type: string
      readonly id: number
      readonly re: number
      readonly bytes: number
      readonly state: string
    }
  /** The conversation came from one state of the contract to another; with level `debug` or `trace` only. */
  | { readonly event: 'state'; readonly from: string; readonly to: string }
  /** Reading was paused because replies or handlers wait, or goes on; with level `debug` or `trace` only. */
  | { readonly event: 'reading'; readonly paused: boolean }
  /** We refused something: the code that is on the wire, unless the wire can carry no more. */
  | {
      readonly event: 'refused'
      readonly code: FaultCode | Loss
      readonly detail: string
      readonly offending: number
      /** The other side does not speak this protocol, but most likely that. */
      readonly looksLike?: Stranger
    }
  /** A proof was not accepted. `name` is the account that it was for; absent at a client, and where a token is unknown. */
  | {
      readonly event: 'denied'
      readonly name?: string
      readonly reason: DenialReason
      readonly attemptsLeft: number
      readonly retryAfterMs: number
    }
  /**
   * Somebody offered a token of the account `name` (absent where that cannot be known) long after it had died, as a thief does; the session of this id (as
   * `sessions list` gives it) was revoked.
   */
  | { readonly event: 'replayed'; readonly name?: string; readonly revoked: string }
  /**
   * A conversation goes on that began in the session `conversation`, over a connection that broke off; so many messages of this side
   * are said again.
   */
  | { readonly event: 'continued'; readonly conversation: string; readonly repeated: number }
  /**
   * More was said than is kept until it is acknowledged, so many messages: from now on this conversation cannot go on over another
   * connection.
   */
  | { readonly event: 'outgrown'; readonly unacknowledged: number }
  /** A session of the account that talks here (`name`) was ended by it; `revoked` is its id, as `sessions list` gives it. */
  | { readonly event: 'revoked'; readonly name: string; readonly revoked: string }
  | { readonly event: 'identified'; readonly name: string; readonly known: boolean }
  | {
      readonly event: 'granted'
      readonly name: string
      readonly how: 'register' | 'login' | 'resume'
      readonly expiresAtMs: number
    }
  | { readonly event: 'ready' }
  /** Something of our own failed: a handler, a store. `stack` says where, of what was thrown; it has many lines. */
  | ({ readonly event: 'failed' } & Failing)
  | ({
      readonly event: 'disconnected'
      readonly how: Ending['how']
      readonly by: Who | 'nobody'
      readonly code: Ending['code']
      readonly detail: string
      readonly looksLike?: Stranger
    } & Totals)

/** An event of a server, for a log. */
export type ServerEvent =
  | { readonly event: 'starting'; readonly mode: string }
  /** Somebody else listens on that port. */
  | { readonly event: 'taken'; readonly host: string; readonly port: number }
  | { readonly event: 'listening'; readonly host: string; readonly port: number; readonly mode: string }
  | { readonly event: 'stopping'; readonly sessions: number }
  | { readonly event: 'stopped' }
  /** A process of a server that has several has ended by itself, and another takes its place; `how` is its exit code or its signal. */
  | { readonly event: 'workerEnded'; readonly worker: number; readonly pid: number; readonly how: string }
  | ({ readonly event: 'failed' } & Failing)
  /**
   * Connections of a source that came and went within so many milliseconds, without a proof and without a line of their own;
   * `codes` says how often which code ended them. `source` is an IPv4 address, a /64 of IPv6, a Unix socket's user, or `others` for all beyond 1,024.
   */
  | {
      readonly event: 'unproven'
      readonly source: string
      readonly connections: number
      readonly withinMs: number
      readonly codes: Readonly<Record<string, number>>
    }
  /** Another certificate is shown over TLS from now on. */
  | { readonly event: 'renewed' }
  /** Settings were read again: those that hold from now on, and those that hold when it is started again. */
  | { readonly event: 'reloaded'; readonly taken: readonly string[]; readonly restart: readonly string[] }
  /** A TLS handshake failed; `reason` is the code of the library, empty where there is none. */
  | {
      readonly event: 'handshakeFailed'
      readonly remote: Endpoint
      readonly code: TlsFaultCode
      readonly reason: string
    }
  /** Connections above the limit were closed without a word, so many since this was told last: once a minute at most. */
  | { readonly event: 'dropped'; readonly connections: number }
  | ({ readonly session: string; readonly remote: Endpoint } & (
      | PeerEvent
      | { readonly event: 'connected' }
      /** A stranger, most likely this one, has come to a server in mode raw, and hears its own bytes. */
      | { readonly event: 'recognised'; readonly looksLike: StrangerToRaw }
    ))

/** An event of a client, for a log or a person. */
export type ClientEvent =
  | PeerEvent
  | { readonly event: 'connected'; readonly remote: Endpoint }
  | {
      readonly event: 'welcome'
      readonly version: number
      readonly server: string
      readonly session: string
      readonly heartbeatMs: number
      /** Whether the server was built from the same contract. */
      readonly sameContract: boolean
    }
  | {
      readonly event: 'greeting'
      readonly name: string
      readonly known: boolean
      readonly lastSeenMs: number
    }
  /** Another connection is made after so long. `failed` is why the last try made none; without it, one broke off. */
  | { readonly event: 'reconnecting'; readonly withinMs: number; readonly failed?: ConnectFault }

/** Where events go. */
export interface Log<E> {
  /** Whether `received` and `sent` are wanted: they cost at every chunk. */
  readonly data: boolean
  /**
   * How much more is wanted: with `debug` also `state` and `reading`, with `trace` also each `frame`; neither unless
   * given. Looked at once for each connection.
   */
  readonly level?: 'debug' | 'trace' | undefined
  /**
   * Whether a server tells of connections without a proof, beyond a few of each source, by one `unproven` event for each source
   * and 10 s, as a file wants it that strangers shall not fill. What was left out of a connection is told when something is
   * proven on it. Unless given each event is told.
   */
  readonly countsUnproven?: boolean
  /** Takes an event, in the moment in which it happens. */
  write(event: E): void
}

/** Checks a log that was given. */
export const aLog = is('a log, an object with write', (value) => isObject(value) && 'write' in value)

/** The event of a connection that is gone, and what it carried. */
export const disconnected = (ending: Ending, totals: Totals): PeerEvent => {
  const { how, code, detail, looksLike } = ending
  return {
    event: 'disconnected',
    how,
    by: ending.how === 'lost' ? 'nobody' : ending.by,
    code,
    detail,
    ...(looksLike === undefined ? {} : { looksLike }),
    ...totals,
  }
}
