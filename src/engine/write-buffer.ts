import { type AnyMessage, type CodecFault, Writer } from '../codec/index.ts'
import type { Clock } from '../transport/clock.ts'
import type { Connection } from '../transport/connection.ts'
import { Deadline } from '../transport/deadline.ts'
import { HEADER_BYTES } from '../transport/framing/header.ts'
import { encodeFrame } from './encode-frame.ts'
import type { Flushable, FlushScheduler } from './flush-scheduler.ts'
import type { FrameWatch } from './frame-watch.ts'
import type { KeptFrame } from './outbox.ts'
import type { Runtime } from './runtime.ts'
import { STALLED_AFTER_MS } from './times.ts'

const FIRST_BYTES = 4 * 1024
const MAX_POOLED_BYTES = 128 * 1024
const MAX_POOLED = 64
const pool: Writer[] = []

/** Words of the engine's own that wait for the end of a message. */
const postponed = new Map<WriteBuffer, readonly Postponed[]>()

interface Postponed {
  readonly message: AnyMessage
  readonly number: number
  readonly reply: boolean
}

/** The place that frames are put into. */
export interface FrameSink {
  /** Bytes that wait there. */
  readonly queuedBytes: number
  /** Bytes of replies among them: those that our reading caused. */
  readonly replyBytes: number
  /** Somebody waits for room. */
  isAwaited: boolean
  /** Encodes a frame of the message with this number. A fault says what it breaks; then nothing was written. */
  frame(message: AnyMessage, number: number, id: number, re: number, reply: boolean): CodecFault | null
  /** Puts in a frame that was said before. */
  again(frame: KeptFrame): void
}

/** Keeps what is written until the other side has acknowledged it. */
export interface Keeper {
  /** Frames were written: all that was said since the last time, in so many bytes. */
  written(source: Uint8Array, bytes: number): void
  /** The frame of the message with this id is to be written over another connection. */
  keep(source: Uint8Array, bytes: number, id: number): void
}

/** The owner of a write buffer. */
export interface WriteBufferOwner {
  /** Null where nobody wants to hear of frames. */
  readonly watch: FrameWatch | null
  /** Whether each write is told of. */
  readonly watchesWrites: boolean
  /** A write was handed over. */
  wrote(bytes: number): void
  /** All that was written was taken, and somebody waits for that. */
  roomAgain(): void
  /** The other side takes nothing, or less than is said: why it is given up. */
  stalled(detail: string): void
}

/**
 * The bytes to be written in this turn, encoded frame behind frame, and written with one write: what was said while a chunk
 * was read as soon as it was, all else at the end of the turn, and of the next one where this turn's write is out already.
 * The next write comes only when the other side has taken the last one. So each `drained` is progress.
 */
export class WriteBuffer implements Flushable, FrameSink {
  private readonly connection: Connection
  private readonly scheduler: FlushScheduler
  private readonly owner: WriteBufferOwner
  private readonly runtime: Runtime
  private readonly clock: Clock
  /** Made when it is first needed: most writes are taken at once. */
  private stallDeadline: Deadline | null = null
  private writer: Writer | null = null
  private afterwards: (() => void) | null = null
  /** Bytes of replies among what is queued: those that our reading caused. */
  replyBytes = 0
  /** Those of them that are not written yet. */
  private unwrittenReplyBytes = 0
  /** A chunk is being read: what is said meanwhile is written by `release`. */
  isHeld = false
  /** Somebody waits for what was written to be taken. */
  isAwaited = false
  /** Bytes that were handed over so far. */
  writtenBytes = 0
  /** Keeps what is written in a conversation that may go on over another connection. */
  private keeper: Keeper | null = null
  /** The turn in which a chunk's replies were written, by the turns flushed before. */
  private wroteIn = -1
  /** Ends of turns to let pass before the next write. */
  private patience = 0

  constructor(
    connection: Connection,
    scheduler: FlushScheduler,
    clock: Clock,
    owner: WriteBufferOwner,
    runtime: Runtime,
  ) {
    this.connection = connection
    this.scheduler = scheduler
    this.clock = clock
    this.owner = owner
    this.runtime = runtime
  }

  /** Bytes that wait, here or in the connection. */
  get queuedBytes(): number {
    return this.connection.queuedBytes + (this.writer?.pos ?? 0)
  }

  frame(message: AnyMessage, number: number, id: number, re: number, reply: boolean): CodecFault | null {
    const writer = this.writer ?? this.take()
    if (writer.isBusy && id === 0) return this.postpone(message, number, reply)
    const start = writer.pos
    let fault: CodecFault | null
    try {
      fault = encodeFrame(this.runtime, writer, message, number, id, re)
    } catch (error) {
      this.sayPostponed()
      throw error
    }
    if (fault === null) this.added(start, writer, number, id, re, reply)
    if (postponed.size > 0) this.sayPostponed()
    return fault
  }

  /** A frame was added to what the writer holds. */
  private added(start: number, writer: Writer, number: number, id: number, re: number, reply: boolean): void {
    const { owner } = this
    owner.watch?.said(number, id, re, writer.buffer, start + HEADER_BYTES, writer.pos)
    if (reply) {
      this.replyBytes += writer.pos - start
      this.unwrittenReplyBytes += writer.pos - start
    }
    const { maxQueuedBytes } = this.runtime.limits
    if (writer.pos > maxQueuedBytes) owner.stalled(`More than ${maxQueuedBytes} bytes wait to be taken.`)
  }

  /** A message of the program is being encoded, and a getter of it has the engine say something: that comes behind it. */
  private postpone(message: AnyMessage, number: number, reply: boolean): null {
    postponed.set(this, [...(postponed.get(this) ?? []), { message, number, reply }])
    return null
  }

  private sayPostponed(): void {
    const words = postponed.get(this) ?? []
    postponed.delete(this)
    for (const { message, number, reply } of words) this.frame(message, number, 0, 0, reply)
  }

  again({ number, id, re, bytes }: KeptFrame): void {
    const writer = this.writer ?? this.take()
    const start = writer.pos
    writer.ensure(bytes.length)
    writer.buffer.set(bytes, start)
    writer.pos = start + bytes.length
    this.owner.watch?.said(number, id, re, writer.buffer, start + HEADER_BYTES, writer.pos)
  }

  /** A conversation begins, or goes on, that keeps what it says. */
  keepFor(keeper: Keeper): void {
    this.keeper = keeper
  }

  /** The conversation leaves this connection: what is not written yet is kept by then. */
  letGo(): void {
    const { writer } = this
    if (writer !== null) this.keeper?.written(writer.buffer, writer.pos)
    this.keeper = null
  }

  /** Half-closes once everything is written; what comes after that is done by `then`. */
  end(then: () => void): void {
    this.stallDeadline?.stop()
    this.afterwards = then
    this.scheduler.flushAtEnd(this)
  }

  /** Everything that was handed over was taken. */
  drained(): void {
    this.stallDeadline?.stop()
    this.replyBytes = this.unwrittenReplyBytes
    this.scheduler.flushAtEnd(this)
  }

  /** The chunk was read: writes what was said meanwhile. */
  release(): void {
    this.isHeld = false
    if (this.writer === null || this.connection.queuedBytes > 0) return
    this.wroteIn = this.scheduler.count
    this.write()
  }

  flush(): void {
    if (this.patience > 0) {
      this.patience -= 1
      this.scheduler.flushAtEnd(this)
      return
    }
    const { afterwards } = this
    if (this.connection.queuedBytes > 0 && afterwards === null) return
    this.write()
    this.afterwards = null
    afterwards?.()
  }

  /** Nothing was taken for too long. */
  expire(): void {
    this.owner.stalled(`Nothing was taken for ${STALLED_AFTER_MS} ms.`)
  }

  private write(): void {
    const writer = this.writer
    this.writer = null
    if (writer !== null) {
      const bytes = writer.pos
      this.unwrittenReplyBytes = 0
      this.keeper?.written(writer.buffer, bytes)
      const taken = bytes === 0 || this.connection.write(writer.buffer.subarray(0, bytes))
      if (taken) {
        this.replyBytes = 0
        give(writer.reset())
      }
      if (bytes === 0) return
      this.writtenBytes += bytes
      if (this.owner.watchesWrites) this.owner.wrote(bytes)
      if (!taken) this.expectProgress()
      else if (this.isAwaited) {
        this.isAwaited = false
        this.owner.roomAgain()
      }
    }
  }

  private expectProgress(): void {
    if (this.afterwards !== null) return
    this.stallDeadline ??= new Deadline(this.clock, this)
    this.stallDeadline.set(STALLED_AFTER_MS)
  }

  private take(): Writer {
    const writer = pool.pop() ?? new Writer(FIRST_BYTES)
    this.writer = writer
    if (!this.isHeld) {
      this.patience = this.scheduler.count === this.wroteIn ? 1 : 0
      this.scheduler.flushAtEnd(this)
    }
    return writer
  }
}

const give = (writer: Writer): void => {
  if (pool.length < MAX_POOLED && writer.buffer.length <= MAX_POOLED_BYTES) pool.push(writer)
}
