import { MAX_ID } from './sequence.ts'

/** Bounds on what one side of one conversation keeps and lets wait. Bytes are those of bodies or frames. */
export interface Limits {
  /** The write buffer up to which originals are sent. */
  readonly originalsUpToBytes: number
  /** The same for replies: a share of the buffer that originals never use. */
  readonly repliesUpToBytes: number
  /** Replies not yet written, above which handlers of further originals wait. */
  readonly repliesPendingBytes: number
  /** The write buffer above which the other side is given up. */
  readonly maxQueuedBytes: number
  /** Sends of the program that wait for room, of each kind. */
  readonly maxWaitingSends: number
  /** Handlers that run at the same time, and the bytes of their messages. */
  readonly maxRunning: number
  readonly maxRunningBytes: number
  /** Originals that were sent and not acknowledged. */
  readonly windowMessages: number
  readonly windowBytes: number
  /** Messages kept for the program, above which reading pauses: more than a window, and replies beside it. */
  readonly maxKeptMessages: number
  readonly maxKeptBytes: number
  /** An Ack goes out at the latest after so much was taken. */
  readonly ackAfterMessages: number
  readonly ackAfterBytes: number
  /** Streams of answers that one side gives at the same time. */
  readonly maxStreams: number
  /** Answers of one stream that the other side has not taken, beside the window of the contract. */
  readonly streamBytes: number
  /** Pongs not yet written, above which reading pauses. */
  readonly maxPongs: number
  /** Messages said and not acknowledged, above which the conversation cannot go on over another connection. */
  readonly maxUnacknowledgedMessages: number
  readonly maxUnacknowledgedBytes: number
}

const KIB = 1024

/** The limits of a contract whose largest body has so many bytes. */
export const limitsFor = (largestBodyBytes: number): Limits => {
  const highWaterBytes = Math.max(64 * KIB, largestBodyBytes)
  const windowBytes = 4 * highWaterBytes
  return checked({
    originalsUpToBytes: highWaterBytes,
    repliesUpToBytes: 2 * highWaterBytes,
    repliesPendingBytes: highWaterBytes,
    maxQueuedBytes: 4 * highWaterBytes,
    maxWaitingSends: 1024,
    maxRunning: 64,
    maxRunningBytes: 4 * highWaterBytes,
    windowMessages: 1024,
    windowBytes,
    maxKeptMessages: 2 * 1024,
    maxKeptBytes: 2 * windowBytes,
    ackAfterMessages: 64,
    ackAfterBytes: windowBytes / 4,
    maxStreams: 1024,
    streamBytes: windowBytes,
    maxPongs: 4096,
    maxUnacknowledgedMessages: 4 * 1024,
    maxUnacknowledgedBytes: Math.max(1024 * KIB, 2 * windowBytes),
  })
}

/** Flow control rests on these relations: docs/decisions/0013. */
const checked = (limits: Limits): Limits => {
  const holds =
    limits.repliesUpToBytes > limits.originalsUpToBytes &&
    limits.maxQueuedBytes > limits.repliesUpToBytes &&
    limits.maxKeptBytes > limits.windowBytes &&
    limits.maxKeptMessages > limits.windowMessages &&
    limits.maxUnacknowledgedMessages > limits.maxKeptMessages &&
    limits.maxUnacknowledgedBytes >= limits.maxKeptBytes &&
    limits.ackAfterBytes * 2 < limits.windowBytes &&
    limits.ackAfterMessages * 2 < limits.windowMessages &&
    limits.windowMessages < MAX_ID
  if (!holds) throw new Error('The limits of a conversation contradict each other.')
  return limits
}
