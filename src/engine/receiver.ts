import type { Clock } from '../transport/clock.ts'
import type { Connection } from '../transport/connection.ts'
import { Deadline } from '../transport/deadline.ts'
import { FrameDecoder, HEADER_BYTES, type Header, uint16At, uint32At } from '../transport/framing/decoder.ts'
import type { KnownFaultCode } from './codes.ts'
import type { FrameWatch } from './frame-watch.ts'
import { ILLEGAL, type Runtime } from './runtime.ts'
import { MAX_ID, type SequenceNumbers } from './sequence.ts'

/** A frame that has begun must be whole within this, and a second more for each 64 KiB of its state's limit. */
const FRAME_WITHIN_MS = 10_000

/** The side that frames are handed to. */
export interface Reception {
  /** Null where nobody wants to hear of frames. */
  readonly watch: FrameWatch | null
  readonly runtime: Runtime
  /** The index of the contract's state. */
  readonly state: number
  /** The runtime's table of what the other side says. */
  readonly hears: Int16Array
  readonly sequence: SequenceNumbers
  /**
   * A whole frame, by the index of its message and of the state that it leads to: ILLEGAL where that changed after its
   * header was judged. The bytes are read before this returns.
   */
  frame(index: number, next: number, id: number, re: number, source: Buffer, start: number, end: number): void
  /** A frame that breaks the contract. Nothing after it is read. */
  refuse(code: KnownFaultCode, offending: number, detail: string): void
  /** The stream has ended, and every whole frame of it was handed on. */
  endOfStream(): void
}

/** Judges frames by their headers and hands on the legal ones, for as long as reading is not paused. */
export class FrameReceiver {
  private readonly reception: Reception
  private readonly connection: Connection
  private readonly clock: Clock
  /** Made with the first frame that does not come whole, or is not legal: most do, and are. */
  private decoder: FrameDecoder | null = null
  /** Made when it is first needed: most frames come whole. */
  private deadline: Deadline | null = null
  /** The index of the message whose header was judged last. */
  private index = ILLEGAL
  /** Frames that were handed on without the decoder. */
  private whole = 0
  private reading = false
  private stopped = false
  private ended = false
  /** The partial frame that the alarm is for, by the number of frames before it. */
  private watched = -1
  private watchedSinceMs = 0
  private breach: { readonly code: KnownFaultCode; readonly detail: string } | null = null
  paused = false

  constructor(reception: Reception, connection: Connection, clock: Clock) {
    this.reception = reception
    this.connection = connection
    this.clock = clock
  }

  /** Whole frames handed on so far. */
  get frames(): number {
    return this.whole + (this.decoder?.frames ?? 0)
  }

  chunk(bytes: Buffer): void {
    const rests = this.decoder?.rests !== false && this.reception.watch?.isOfHeaders !== true
    const read = rests && !this.paused && !this.stopped ? this.readWhole(bytes) : 0
    if (read === bytes.length || this.stopped) return
    this.decoder ??= new FrameDecoder((header) => this.judge(header))
    this.decoder.push(read === 0 ? bytes : bytes.subarray(read))
    this.read()
    this.decoder.keep()
  }

  /** No more chunks come. It may be that this is told while reading is paused: frames that wait come first. */
  end(): void {
    this.ended = true
    this.read()
  }

  pause(): void {
    if (this.paused) return
    this.paused = true
    this.connection.pause()
  }

  /** Goes on, first with what was left of the last chunk. */
  resume(): void {
    if (!this.paused) return
    this.paused = false
    this.watched = -1
    this.read()
    if (!this.paused) this.connection.resume()
  }

  /** Nothing more is handed on. */
  stop(): void {
    this.stopped = true
    this.deadline?.stop()
  }

  /**
   * Hands on the frames that a chunk begins with and that are whole and legal, as most are. Gives the bytes that they
   * take; the decoder does with the rest.
   */
  private readWhole(bytes: Buffer): number {
    const { reception } = this
    const { hears, sequence, runtime } = reception
    const { messages, indexOf, maxBody, isConversation } = runtime
    let at = 0
    this.reading = true
    while (at + HEADER_BYTES <= bytes.length && !this.paused && !this.stopped) {
      const { state } = reception
      const index = indexOf[uint16At(bytes, at + 4)] ?? ILLEGAL
      const next = index === ILLEGAL ? ILLEGAL : (hears[state * messages.length + index] ?? ILLEGAL)
      const start = at + HEADER_BYTES
      const length = uint32At(bytes, at)
      const id = uint32At(bytes, at + 8)
      const re = uint32At(bytes, at + 12)
      const isNext =
        isConversation[index] === 1
          ? id === sequence.heard + 1 && id <= MAX_ID && re <= sequence.said
          : id === 0 && re === 0
      const isLegal = next !== ILLEGAL && length <= (maxBody[state] ?? 0) && uint16At(bytes, at + 6) === 0
      if (!isNext || !isLegal || start + length > bytes.length) break
      at = start + length
      this.whole += 1
      reception.watch?.heard(messages[index]?.number ?? 0, id, re, bytes, start, at)
      reception.frame(index, next, id, re, bytes, start, at)
    }
    this.reading = false
    return at
  }

  private read(): void {
    if (this.reading) return
    if (this.decoder !== null) this.readFrames(this.decoder)
    if (this.stopped) return
    if (this.ended && !this.paused) {
      this.stop()
      this.reception.endOfStream()
    } else if (this.decoder?.partial === true && this.watched !== this.frames) this.watch()
  }

  /** Hands on the frames of the decoder, and refuses what breaks the contract. */
  private readFrames(decoder: FrameDecoder): void {
    const { reception } = this
    this.reading = true
    while (!this.paused && !this.stopped && decoder.next()) {
      this.tellOfHeader(decoder.header)
      const { hears, state, runtime, watch } = reception
      const { source, bodyStart, bodyEnd } = decoder
      const { type, id, re } = decoder.header
      const next = hears[state * runtime.messages.length + this.index] ?? ILLEGAL
      if (next !== ILLEGAL) watch?.heard(type, id, re, source, bodyStart, bodyEnd)
      reception.frame(this.index, next, id, re, source, bodyStart, bodyEnd)
    }
    this.reading = false
    const { breach } = this
    if (breach === null || this.stopped) return
    this.tellOfHeader(decoder.header)
    this.stop()
    reception.refuse(breach.code, decoder.header.type, breach.detail)
  }

  private tellOfHeader({ type, id, re, length }: Readonly<Header>): void {
    this.reception.watch?.judged(type, id, re, length)
  }

  /** In the order that the wire document gives; from the header alone. */
  private judge(header: Readonly<Header>): boolean {
    const { state, hears, sequence, runtime } = this.reception
    const { type, id, re, length } = header
    if (header.flags !== 0) return this.note('MALFORMED', 'The flags are not 0.')
    const index = runtime.indexOf[type] ?? ILLEGAL
    this.index = index
    if (index === ILLEGAL || (hears[state * runtime.messages.length + index] ?? ILLEGAL) === ILLEGAL)
      return this.note('UNEXPECTED_MESSAGE', `Message ${type} is not legal in ${runtime.stateName(state)}.`)
    const maxBody = runtime.maxBody[state] ?? 0
    if (length > maxBody)
      return this.note(
        'TOO_LARGE',
        `${length} bytes of body are more than the ${maxBody} of ${runtime.stateName(state)}.`,
      )
    if (runtime.isConversation[index] === 1) {
      if (id !== sequence.heard + 1 || id > MAX_ID)
        return this.note('GAP', `The id is ${id}; ${sequence.heard + 1} follows.`)
      if (re > sequence.said)
        return this.note('MALFORMED', `It answers message ${re}; ${sequence.said} were said.`)
    } else if (id !== 0 || re !== 0) return this.note('MALFORMED', 'A control message has an id.')
    return true
  }

  private note(code: KnownFaultCode, detail: string): false {
    this.breach = { code, detail }
    return false
  }

  private watch(): void {
    this.watched = this.frames
    this.watchedSinceMs = this.clock.now()
    this.deadline ??= new Deadline(this.clock, this)
    if (!this.deadline.isSet) this.deadline.set(this.frameWithinMs())
  }

  private frameWithinMs(): number {
    const { runtime, state } = this.reception
    const maxBody = runtime.maxBody[state] ?? 0
    return FRAME_WITHIN_MS + Math.ceil(maxBody / 65_536) * 1_000
  }

  /** The partial frame is not whole in time, or another one began since. */
  expire(): void {
    if (this.stopped || this.paused || this.decoder?.partial !== true) return
    const leftMs = this.watchedSinceMs + this.frameWithinMs() - this.clock.now()
    if (this.watched !== this.frames) this.watch()
    else if (leftMs > 0) this.deadline?.set(leftMs)
    else {
      this.stop()
      this.reception.refuse('TIMEOUT', 0, 'A frame was begun and not finished in time.')
    }
  }
}
