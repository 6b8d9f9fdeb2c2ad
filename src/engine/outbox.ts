import { HEADER_BYTES, uint16At, uint32At } from '../transport/framing/decoder.ts'
import type { Limits } from './limits.ts'

/** One frame that is said again. */
export interface KeptFrame {
  readonly number: number
  readonly id: number
  readonly re: number
  readonly bytes: Buffer
}

const MIN_BYTES = 8 * 1024
/** Larger ones are let go of. */
const MAX_POOLED_BYTES = 64 * 1024
const MAX_POOLED = 64
const pool: Buffer[] = []

/** Shared by all that keep nothing: never written to. */
const NONE: number[] = []

/** Acknowledged writes whose ends are forgotten at once. */
const MAX_FORGOTTEN = 256

/**
 * The frames that this side has said and the other has not acknowledged, so that they can be said again over another
 * connection. Kept as they were written, one behind the other, with one copy for each write, however many messages it holds.
 */
export class Outbox {
  private readonly limits: Limits
  /** From a pool for as long as something is kept. */
  private buffer: Buffer | null = null
  /** The place there of all that is kept. */
  private start = 0
  private end = 0
  /** Of each write: its last message, and all bytes up to its end since the conversation began. */
  private lastIds = NONE
  private ends = NONE
  /** The first write that is not acknowledged. */
  private head = 0
  /** All bytes that were kept and let go of. */
  private letGo = 0
  private lastId: number
  private acknowledgedId: number

  /** Nothing up to the id `said` is kept: it was acknowledged before. */
  constructor(limits: Limits, said: number) {
    this.limits = limits
    this.lastId = said
    this.acknowledgedId = said
  }

  /** Of what is kept. */
  get bytes(): number {
    return this.end - this.start
  }

  /** Whether more waits to be acknowledged than is kept. */
  get isFull(): boolean {
    const { maxUnacknowledgedMessages, maxUnacknowledgedBytes } = this.limits
    return (
      this.bytes > maxUnacknowledgedBytes || this.lastId - this.acknowledgedId > maxUnacknowledgedMessages
    )
  }

  /** Keeps a copy of what was written, which goes up to the message with this id. */
  add(source: Uint8Array, bytes: number, lastId: number): void {
    if (lastId <= this.lastId) return
    this.lastId = lastId
    const buffer = this.roomFor(bytes)
    buffer.set(source.length === bytes ? source : source.subarray(0, bytes), this.end)
    this.end += bytes
    if (this.lastIds === NONE) {
      this.lastIds = []
      this.ends = []
    }
    this.lastIds.push(lastId)
    this.ends.push(this.letGo + this.bytes)
  }

  /** The other side has everything up to this id. */
  acknowledge(id: number): void {
    if (id > this.acknowledgedId) this.acknowledgedId = id
    const { lastIds, ends } = this
    let { head } = this
    while (head < lastIds.length && (lastIds[head] as number) <= id) head += 1
    if (head === this.head) return
    const upTo = ends[head - 1] as number
    this.start += upTo - this.letGo
    this.letGo = upTo
    this.head = head
    if (head === lastIds.length) this.empty()
    else if (head >= MAX_FORGOTTEN) {
      this.lastIds = lastIds.slice(head)
      this.ends = ends.slice(head)
      this.head = 0
    }
  }

  /** The messages above this id, in order. */
  after(id: number): readonly KeptFrame[] {
    if (this.buffer === null) return []
    // A copy, since what is kept may move.
    return [...framesOf(Buffer.from(this.buffer.subarray(this.start, this.end)))].filter(isNext(id))
  }

  /** Nothing is kept any more. */
  empty(): void {
    const { buffer } = this
    this.buffer = null
    this.start = this.end = this.head = 0
    this.lastIds = this.ends = NONE
    if (buffer !== null && pool.length < MAX_POOLED && buffer.length <= MAX_POOLED_BYTES) pool.push(buffer)
  }

  private roomFor(bytes: number): Buffer {
    const { buffer, start, end } = this
    if (buffer !== null && end + bytes <= buffer.length) return buffer
    const kept = end - start
    this.start = 0
    this.end = kept
    if (buffer !== null && (kept + bytes) * 2 <= buffer.length) {
      buffer.copyWithin(0, start, end)
      return buffer
    }
    const pooled = buffer === null && bytes <= MIN_BYTES ? pool.pop() : undefined
    const larger = pooled ?? Buffer.allocUnsafeSlow(Math.max(MIN_BYTES, (kept + bytes) * 2))
    buffer?.copy(larger, 0, start, end)
    this.buffer = larger
    return larger
  }
}

/** Whether a frame is that of the next message: one that was written twice counts once, and control messages not at all. */
const isNext = (after: number): ((frame: KeptFrame) => boolean) => {
  let last = after
  return ({ id }) => {
    if (id <= last) return false
    last = id
    return true
  }
}

/** The frames that lie behind each other in these bytes, which are ours. */
export function* framesOf(bytes: Buffer): Generator<KeptFrame> {
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const end = at + HEADER_BYTES + uint32At(bytes, at)
    yield {
      number: uint16At(bytes, at + 4),
      id: uint32At(bytes, at + 8),
      re: uint32At(bytes, at + 12),
      bytes: bytes.subarray(at, end),
    }
    at = end
  }
}
