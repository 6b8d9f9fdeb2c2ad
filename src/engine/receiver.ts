import type { Clock } from '../transport/clock.ts'
import type { Connection } from '../transport/connection.ts'
import { Deadline } from '../transport/deadline.ts'
import { FrameDecoder, HEADER_BYTES, type Header, uint16At, uint32At } from '../transport/framing/decoder.ts'
import type { KnownFaultCode } from './codes.ts'
import type { FrameWatch } from './frame-watch.ts'
import { ILLEGAL, type Runtime } from './runtime.ts'
import { MAX_ID, type SequenceNumbers } from './sequence.ts'
import { FRAME_WITHIN_MS } from './times.ts'

/**
 * One connection's share of a turn of the event loop: frames, and milliseconds. At either it goes on in the next turn, so that
 * the others come first.
 */
const MAX_FRAMES_A_TURN = 256
const MAX_MS_A_TURN = 2

/** The time is looked at after so many frames. */
const LOOK_AT_TIME_EVERY = 16

/** A chunk as large as the system's read: another one may follow at once, in the same turn. */
const WHOLE_READ_BYTES = 64 * 1024

/** Reads of that size in a turn, however few frames they hold. */
const MAX_WHOLE_READS_A_TURN = 4

/** The side that frames are handed to. */
export interface ReceiverOwner {
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
  /** Reading goes on in the next turn of the event loop, by `goOn`. */
  awaitTurn(): void
  /** A frame that breaks the contract. Nothing after it is read. */
  refuse(code: KnownFaultCode, offending: number, detail: string): void
  /** The stream has ended, and every whole frame of it was handed on. */
  endOfStream(): void
}

/**
 * Judges frames by their headers and hands on the legal ones, for as long as reading is not paused and the share of this turn
 * is not used up.
 */
export class FrameReceiver {
  private readonly owner: ReceiverOwner
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
  /** The share of this turn is used up. */
  private isWaiting = false
  /** Whole frames that were left of a chunk then, in memory of our own. */
  private rest: Buffer | null = null
  /** Frames before those of this turn. */
  private framesBefore = 0
  private turnSinceMs = 0
  private wholeReads = 0

  constructor(owner: ReceiverOwner, connection: Connection, clock: Clock) {
    this.owner = owner
    this.connection = connection
    this.clock = clock
  }

  /** Whole frames handed on so far. */
  get frames(): number {
    return this.whole + (this.decoder?.frames ?? 0)
  }

  chunk(bytes: Buffer): void {
    if (bytes.length < WHOLE_READ_BYTES) this.wholeReads = 0
    if (this.wholeReads === 0) this.framesBefore = this.frames
    if (bytes.length >= WHOLE_READ_BYTES) this.wholeReads += 1
    this.take(bytes, false)
    const isFollowed = bytes.length >= WHOLE_READ_BYTES && !this.isWaiting
    if (isFollowed && (this.wholeReads >= MAX_WHOLE_READS_A_TURN || this.hasUsedHalf)) this.waitForTurn()
  }

  /** Nothing more is read until `goOn`. */
  hold(): void {
    this.isWaiting = true
    if (!this.paused) this.connection.pause()
  }

  /** The next turn has come. */
  goOn(): void {
    this.isWaiting = false
    if (this.paused || this.stopped) return
    this.readOn()
    if (!this.paused && !this.isWaiting) this.connection.resume()
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
    if (this.isWaiting) return
    this.readOn()
    if (!this.paused && !this.isWaiting) this.connection.resume()
  }

  /** Nothing more is handed on. */
  stop(): void {
    this.stopped = true
    this.rest = null
    this.deadline?.stop()
  }

  /** Whether frames may be handed on now. */
  private get mayRead(): boolean {
    return !this.paused && !this.stopped && !this.isWaiting
  }

  /** Whether another chunk would hardly fit into this turn. */
  private get hasUsedHalf(): boolean {
    return this.frames - this.framesBefore >= MAX_FRAMES_A_TURN / 2
  }

  /** Hands on what a chunk holds, and keeps what must wait. */
  private take(bytes: Buffer, isOwn: boolean): void {
    const { rest } = this
    this.rest = null
    const rests = rest === null && this.decoder?.rests !== false && this.owner.watch?.isOfHeaders !== true
    const read = rests && this.mayRead ? this.readWhole(bytes) : 0
    if (read === bytes.length || this.stopped) return
    const left = read === 0 ? bytes : bytes.subarray(read)
    // The way of whole frames goes on from here; all else is the decoder's.
    if (rests && this.isWaiting && !this.paused) {
      this.rest = isOwn ? left : Buffer.from(left)
      return
    }
    this.decoder ??= new FrameDecoder((header) => this.judge(header))
    if (rest !== null) this.decoder.push(rest)
    this.decoder.push(left)
    this.read()
    this.decoder.keep()
  }

  /** Hands on what waits, at the beginning of a share. */
  private readOn(): void {
    const { rest } = this
    this.rest = null
    this.wholeReads = 0
    this.framesBefore = this.frames
    if (rest !== null) this.take(rest, true)
    this.read()
  }

  /** A frame was handed on: whether that was the last one of this turn. */
  private countFrame(): void {
    const frames = this.frames - this.framesBefore
    if (frames % LOOK_AT_TIME_EVERY !== 0) return
    if (frames === LOOK_AT_TIME_EVERY) this.turnSinceMs = this.clock.now()
    else if (frames >= MAX_FRAMES_A_TURN || this.clock.now() - this.turnSinceMs >= MAX_MS_A_TURN)
      this.waitForTurn()
  }

  private waitForTurn(): void {
    if (this.stopped || this.isWaiting) return
    this.hold()
    this.owner.awaitTurn()
  }

  /**
   * Hands on the frames that a chunk begins with and that are whole and legal, as most are. Gives the bytes that they
   * take; the decoder does with the rest.
   */
  private readWhole(bytes: Buffer): number {
    const { owner } = this
    const { hears, sequence, runtime } = owner
    const { messages, indexOf, maxBody, isConversation } = runtime
    let at = 0
    this.reading = true
    while (at + HEADER_BYTES <= bytes.length && this.mayRead) {
      const { state } = owner
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
      owner.watch?.heard(messages[index]?.number ?? 0, id, re, bytes, start, at)
      owner.frame(index, next, id, re, bytes, start, at)
      this.countFrame()
    }
    this.reading = false
    return at
  }

  private read(): void {
    if (this.reading) return
    if (this.decoder !== null) this.readFrames(this.decoder)
    if (this.stopped || this.isWaiting) return
    if (this.ended && !this.paused && this.rest === null) {
      this.stop()
      this.owner.endOfStream()
    } else if (this.decoder?.partial === true && this.watched !== this.frames) this.watch()
  }

  /** Hands on the frames of the decoder, and refuses what breaks the contract. */
  private readFrames(decoder: FrameDecoder): void {
    const { owner } = this
    this.reading = true
    while (this.mayRead && decoder.next()) {
      this.tellOfHeader(decoder.header)
      const { hears, state, runtime, watch } = owner
      const { source, bodyStart, bodyEnd } = decoder
      const { type, id, re } = decoder.header
      const next = hears[state * runtime.messages.length + this.index] ?? ILLEGAL
      if (next !== ILLEGAL) watch?.heard(type, id, re, source, bodyStart, bodyEnd)
      owner.frame(this.index, next, id, re, source, bodyStart, bodyEnd)
      this.countFrame()
    }
    this.reading = false
    const { breach } = this
    if (breach === null || this.stopped) return
    this.tellOfHeader(decoder.header)
    this.stop()
    owner.refuse(breach.code, decoder.header.type, breach.detail)
  }

  private tellOfHeader({ type, id, re, length }: Readonly<Header>): void {
    this.owner.watch?.judged(type, id, re, length)
  }

  /** In the order that the wire document gives; from the header alone. */
  private judge(header: Readonly<Header>): boolean {
    const { state, hears, sequence, runtime } = this.owner
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
    const { runtime, state } = this.owner
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
      this.owner.refuse('TIMEOUT', 0, 'A frame was begun and not finished in time.')
    }
  }
}
