/** The least that is set aside for a body that comes in pieces, in bytes; less where the body is shorter. */
const FIRST_BYTES = 1024

/** Memory set aside is at most this many times what has come, plus `FIRST_BYTES`. */
const GROWTH = 4

/**
 * The body of one frame that does not lie whole in one chunk. Each byte is copied once into segments that
 * grow with what has come, never with what was announced, and once more when several segments are joined:
 * at most two copies a byte, and at most twice the body's length held, while it is joined.
 */
export class BodyAssembler {
  private readonly length: number
  private readonly segments: Buffer[] = []
  private gathered = 0
  private held = 0

  /** `length`: bytes of the whole body, as its header says. Nothing is set aside yet. */
  constructor(length: number) {
    this.length = length
  }

  /** Whether the body is complete. */
  get whole(): boolean {
    return this.gathered === this.length
  }

  /** Bytes of memory set aside. */
  get heldBytes(): number {
    return this.held
  }

  /** Copies from `start` what still belongs to the body; answers the position after it. */
  take(chunk: Buffer, start: number): number {
    const end = Math.min(chunk.length, start + this.length - this.gathered)
    let at = start
    while (at < end) {
      if (this.gathered === this.held) this.grow(end - at)
      const segment = this.segments[this.segments.length - 1] as Buffer
      const copied = chunk.copy(segment, segment.length - (this.held - this.gathered), at, end)
      this.gathered += copied
      at += copied
    }
    return at
  }

  /** The whole body in one buffer. Once, when `whole`. */
  join(): Buffer {
    const [only] = this.segments
    if (only !== undefined && this.segments.length === 1) return only
    const joined = Buffer.allocUnsafeSlow(this.length)
    let at = 0
    for (const segment of this.segments) at += segment.copy(joined, at)
    return joined
  }

  // Slow, that is unpooled: a pooled buffer of 1 KiB would keep its whole slab of 8 KiB alive.
  private grow(coming: number): void {
    const wanted = Math.max(this.held + FIRST_BYTES, GROWTH * (this.gathered + coming))
    const size = Math.min(this.length, wanted) - this.held
    this.segments.push(Buffer.allocUnsafeSlow(size))
    this.held += size
  }
}
