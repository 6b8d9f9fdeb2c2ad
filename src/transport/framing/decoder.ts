import { BodyAssembler } from './body-assembler.ts'
import { HEADER_BYTES, type Header, HeaderReader } from './header.ts'

export { HEADER_BYTES, type Header, uint16At, uint32At, writeHeader } from './header.ts'

/**
 * Says whether a frame may come. Called once per frame, as soon as its 16 bytes are whole and before a byte of
 * its body is kept. False stops the decoder for good; the judge has noted why. The header is the decoder's
 * own object: read it, do not keep it.
 */
export type Judge = (header: Readonly<Header>) => boolean

interface Waiting {
  chunk: Buffer
  next: Waiting | undefined
}

const NOTHING: Buffer = Buffer.alloc(0)

/**
 * Cuts a stream of bytes into frames, on demand: `push` a chunk, then call `next` until it is false. The caller
 * may stop in between and go on later; nothing is judged before it is asked for.
 *
 * A frame that lies whole in one chunk is not copied. A partial frame is copied out of its chunk (see
 * `BodyAssembler`), so that no chunk is kept for the sake of a few bytes; at rest nothing is held.
 */
export class FrameDecoder {
  private readonly judge: Judge
  private readonly reader = new HeaderReader()
  /** Bytes of a header that have come, while it is partial. */
  private headerBytes = 0
  private assembler: BodyAssembler | undefined
  private chunk: Buffer | undefined
  private at = 0
  private firstWaiting: Waiting | undefined
  private lastWaiting: Waiting | undefined
  private shown = NOTHING
  private start = 0
  private end = 0
  private taken = 0
  private refused = false

  constructor(judge: Judge) {
    this.judge = judge
  }

  /** The header of the frame that `next` found, or that the judge refused. Valid until the next call of `next`. */
  get header(): Readonly<Header> {
    return this.reader
  }

  /** The bytes in which the body lies, from `bodyStart` to `bodyEnd`. Valid until the next call of `next`. */
  get source(): Buffer {
    return this.shown
  }

  /** Where the body begins in `source`. */
  get bodyStart(): number {
    return this.start
  }

  /** Where the body ends in `source`; exclusive. */
  get bodyEnd(): number {
    return this.end
  }

  /** The body as a view. Valid as long as the bytes that were pushed; copy what is to be kept. */
  get body(): Buffer {
    return this.shown.subarray(this.start, this.end)
  }

  /** Frames that `next` has given so far. */
  get frames(): number {
    return this.taken
  }

  /** Whether a frame has begun and is not whole, as far as `next` has looked. */
  get partial(): boolean {
    return this.assembler !== undefined || this.headerBytes > 0
  }

  /** Whether bytes were pushed that `next` has not looked at yet. */
  get unread(): boolean {
    return this.firstWaiting !== undefined || (this.chunk !== undefined && this.at < this.chunk.length)
  }

  /** Whether no byte waits: neither of a partial frame nor unread. */
  get rests(): boolean {
    return !this.partial && !this.unread
  }

  /** Whether the judge has refused a frame. Then nothing more is read or kept. */
  get stopped(): boolean {
    return this.refused
  }

  /** Bytes held: memory of a partial or gathered frame, and what is unread of the chunks. */
  get retainedBytes(): number {
    let bytes = this.assembler?.heldBytes ?? 0
    if (this.chunk !== undefined) bytes += this.chunk.length - this.at
    if (this.shown !== this.chunk) bytes += this.shown.length
    for (let waiting = this.firstWaiting; waiting !== undefined; waiting = waiting.next)
      bytes += waiting.chunk.length
    return bytes
  }

  /** Gives the next bytes of the stream. They are referred to, not copied, until `next` has gone through them, or `keep`. */
  push(bytes: Uint8Array): void {
    if (this.refused || bytes.length === 0) return
    const chunk = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (!this.unread) {
      this.chunk = chunk
      this.at = 0
      return
    }
    const waiting: Waiting = { chunk, next: undefined }
    if (this.lastWaiting === undefined) this.firstWaiting = waiting
    else this.lastWaiting.next = waiting
    this.lastWaiting = waiting
  }

  /** Copies what `next` has not looked at: the bytes that were pushed may be written to from now on. */
  keep(): void {
    this.shown = NOTHING
    if (this.chunk !== undefined && this.at < this.chunk.length) {
      this.chunk = Buffer.from(this.chunk.subarray(this.at))
      this.at = 0
    } else if (this.firstWaiting === undefined) this.chunk = undefined
    // Those before it were copied when they came.
    if (this.lastWaiting !== undefined) this.lastWaiting.chunk = Buffer.from(this.lastWaiting.chunk)
  }

  /** Gives back, once, the bytes that were pushed and that `next` has not looked at. */
  takeUnread(): Buffer {
    const unread: Buffer[] = []
    for (let chunk = this.readable(); chunk !== undefined; chunk = this.readable()) {
      unread.push(this.at === 0 ? chunk : chunk.subarray(this.at))
      this.at = chunk.length
    }
    return unread.length === 1 ? (unread[0] as Buffer) : Buffer.concat(unread)
  }

  /** True: a whole frame is there, see `header` and `body`. False: more bytes are needed, or a frame was refused. */
  next(): boolean {
    this.shown = NOTHING
    this.start = this.end = 0
    for (let chunk = this.readable(); chunk !== undefined; chunk = this.readable()) {
      if (this.assembler !== undefined) {
        this.at = this.assembler.take(chunk, this.at)
        if (!this.assembler.whole) continue
        const body = this.assembler.join()
        this.assembler = undefined
        return this.give(body, 0, body.length)
      }
      if (!this.readHeader(chunk)) continue
      if (!this.judge(this.reader)) return this.stop()
      const end = this.at + this.reader.length
      if (end > chunk.length) {
        this.assembler = new BodyAssembler(this.reader.length)
        continue
      }
      const start = this.at
      this.at = end
      return this.give(chunk, start, end)
    }
    return false
  }

  private readable(): Buffer | undefined {
    if (this.chunk !== undefined && this.at < this.chunk.length) return this.chunk
    const waiting = this.firstWaiting
    this.chunk = waiting?.chunk
    this.at = 0
    this.firstWaiting = waiting?.next
    if (this.firstWaiting === undefined) this.lastWaiting = undefined
    return this.chunk
  }

  private readHeader(chunk: Buffer): boolean {
    if (this.headerBytes === 0 && chunk.length - this.at >= HEADER_BYTES) {
      this.reader.readWhole(chunk, this.at)
      this.at += HEADER_BYTES
      return true
    }
    while (this.headerBytes < HEADER_BYTES && this.at < chunk.length)
      this.reader.readByte(this.headerBytes++, chunk[this.at++] as number)
    if (this.headerBytes < HEADER_BYTES) return false
    this.headerBytes = 0
    return true
  }

  private give(source: Buffer, start: number, end: number): true {
    this.shown = source
    this.start = start
    this.end = end
    this.taken++
    return true
  }

  private stop(): false {
    this.refused = true
    this.chunk = this.firstWaiting = this.lastWaiting = undefined
    this.at = 0
    return false
  }
}
