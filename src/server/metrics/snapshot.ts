import type { TlsFaultCode } from '../../transport/index.ts'

/** Counts by a code or another word of a fixed list; `OTHER` is what a later version may say. */
export type CountsBy<Word extends string = string> = Readonly<Record<Word, number>>

/** Values counted in buckets: seconds, bytes or messages. */
export interface HistogramSnapshot {
  /** The upper bound of each bucket, rising; one more bucket holds all above. */
  readonly bounds: readonly number[]
  /** How many fell into each bucket: one more than there are bounds. */
  readonly counts: readonly number[]
  /** The sum of all values. */
  readonly sum: number
  readonly count: number
}

/** The queues of all conversations, looked at once a second. */
export interface QueueHistograms {
  /** Bytes that its client has not taken yet. */
  readonly bytes: HistogramSnapshot
  /** Its client's messages that wait for a handler. */
  readonly messages: HistogramSnapshot
}

/** How late the event loop was, in seconds, since this was read last. */
export interface EventLoopDelay {
  readonly mean: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/**
 * Figures of what a server does and has done, at one moment. Numbers of what happened count from its start and never go back. No name,
 * address or text of anybody is in it.
 */
export interface ServerMetrics {
  readonly protocol: string
  readonly mode: string
  /** Connections by the state of the contract that they are in; states without any are 0. */
  readonly sessions: CountsBy
  /** Conversations that have begun and are not over, those that wait for a connection included. */
  readonly conversations: number
  /** Conversations whose connection broke off, kept for whoever goes on with them. */
  readonly held: number
  /** Bytes that those keep. */
  readonly heldBytes: number
  readonly connections: {
    /** Connections that became sessions, refused ones included. */
    readonly accepted: number
    /** Those closed without a word, since there was no room even for a refusal. */
    readonly dropped: number
    readonly failedHandshakes: CountsBy<TlsFaultCode>
    /** Those that are over, by the code that ended them. */
    readonly ended: CountsBy
  }
  readonly proofs: {
    readonly granted: CountsBy<'register' | 'login' | 'resume'>
    readonly denied: CountsBy
    /** Tokens that were offered long after they had died. */
    readonly replayed: number
    /** How long checks took, by what was said; null unless the option `latencies` or `meter` was given. */
    readonly seconds: Readonly<Record<'register' | 'login' | 'resume', HistogramSnapshot>> | null
  }
  /** Conversations that went on over another connection. */
  readonly continued: number
  /** Conversations that a client came back for, and that could not go on. */
  readonly notContinued: number
  /** Held conversations that nobody went on with in time, or that were revoked. */
  readonly givenUp: number
  /** Refusals of this side, by code. */
  readonly refusals: CountsBy
  /** Conversation messages that were heard and said, of all conversations. */
  readonly messages: {
    readonly heard: number
    readonly said: number /** Heard, and not handed to a handler yet. */
    readonly waiting: number
  }
  /** Bytes of frames, without those of TLS. */
  readonly bytes: {
    readonly received: number
    readonly sent: number /** Handed over, and not taken by the system yet. */
    readonly waiting: number
  }
  /** Passwords that are checked, and that wait for it. */
  readonly passwords: { readonly running: number; readonly waiting: number }
  /** Faults of the store and of hashing, by code. */
  readonly storeFaults: CountsBy
  /** Something of this side's own that failed: a handler, a hook, the store behind a conversation. */
  readonly failures: number
  /** How long handlers took; null unless the option `latencies` or `meter` was given. Streams are not in it. */
  readonly handlers: HistogramSnapshot | null
  /** null unless the option `latencies` or `meter` was given. */
  readonly queues: QueueHistograms | null
  /** null unless the option `latencies` or `meter` was given. */
  readonly eventLoop: EventLoopDelay | null
  /** Whether it says Bye to everybody, and takes nobody. */
  readonly draining: boolean
  /** The fault that the store could not be read for, as far as that is known; null: it can be. Looked at in mode auth, every 2 s. */
  readonly storeFault: string | null
}
