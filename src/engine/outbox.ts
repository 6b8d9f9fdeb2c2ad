import { HEADER_BYTES, uint16At, uint32At } from '../transport/framing/decoder.ts'
import type { Limits } from './limits.ts'

interface Kept {
  /** Frames as they were written, those of control messages among them. */
  readonly bytes: Buffer
  readonly lastId: number
}

/** One frame that is said again. */
export interface KeptFrame {
  readonly number: number
  readonly id: number
  readonly re: number
  readonly bytes: Buffer
}

/**
 * The frames that this side has said and the other has not acknowledged, so that they can be said again over another
 * connection. Kept as they were written, write by write: one copy for each, however many messages it holds.
 */
export class Outbox {
  private readonly limits: Limits
  private kept: Kept[] = []
  private head = 0
  private lastId: number
  private acknowledgedId: number
  /** Of what is kept. */
  bytes = 0

  /** Nothing up to the id `said` is kept: it was acknowledged before. */
  constructor(limits: Limits, said: number) {
    this.limits = limits
    this.lastId = said
    this.acknowledgedId = said
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
    this.kept.push({ bytes: Buffer.from(source.subarray(0, bytes)), lastId })
    this.bytes += bytes
  }

  /** The other side has everything up to this id. */
  acknowledge(id: number): void {
    if (id > this.acknowledgedId) this.acknowledgedId = id
    for (let first = this.kept[this.head]; first !== undefined && first.lastId <= id; ) {
      this.bytes -= first.bytes.length
      this.head += 1
      first = this.kept[this.head]
    }
    if (this.head === this.kept.length) {
      if (this.head > 0) this.kept = []
      this.head = 0
    } else if (this.head >= 256) {
      this.kept = this.kept.slice(this.head)
      this.head = 0
    }
  }

  /** The messages above this id, in order. */
  after(id: number): readonly KeptFrame[] {
    const frames: KeptFrame[] = []
    let last = id
    for (const { bytes } of this.kept.slice(this.head))
      for (const frame of framesOf(bytes)) {
        if (frame.id <= last) continue
        last = frame.id
        frames.push(frame)
      }
    return frames
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
