import type { AnswerRow, AnyMessage } from '../codec/index.ts'
import { addAbortListener, removeAbortListener } from './abort-listeners.ts'
import type { ColloquyError } from './errors.ts'
import type { AnswerStream, StreamOptions } from './peer.ts'
import type { PendingAnswer } from './pending-answers.ts'
import { aborted } from './rejections.ts'

/** The conversation that a stream comes over. */
export interface StreamSource {
  /** No more answers are wanted; with the id 0 before the message was said. */
  cancel(id: number): void
  /** There is room for so many more answers. */
  more(id: number, messages: number): void
}

type Result = IteratorResult<AnyMessage, undefined>

interface Waiting {
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

const DONE: Result = { done: true, value: undefined }

/** The answers to one of our messages as they come. At most a window of them waits here. */
export class IncomingStream
  implements PendingAnswer, AnswerStream<AnyMessage, AnyMessage>, AsyncIterator<AnyMessage, undefined>
{
  readonly end: Promise<AnyMessage>
  isOver = false
  readonly withinMs = Number.POSITIVE_INFINITY
  dueMs = 0
  private readonly row: AnswerRow
  private readonly maxBytes: number
  private readonly source: StreamSource
  private readonly signal: AbortSignal | undefined
  private readonly abort = (): void => this.cancel()
  private id = 0
  private kept: { readonly message: AnyMessage; readonly bytes: number }[] = []
  private head = 0
  private keptBytes = 0
  /** Answers that may still come. */
  private room: number
  /** Answers, and bytes of them, that were taken since more was asked for. */
  private taken = 0
  private takenBytes = 0
  /** All the room there is, before it is told over another connection; null: the other side knows it. */
  private untold: number | null = null
  private error: ColloquyError | null = null
  private readonly waiting: Waiting[] = []
  private resolveEnd: (message: AnyMessage) => void = () => {}
  private rejectEnd: (error: ColloquyError) => void = () => {}

  /** `maxBytes` is the window in bytes of bodies, beside that of the contract in messages. */
  constructor(row: AnswerRow, maxBytes: number, source: StreamSource, { signal }: StreamOptions) {
    this.row = row
    this.room = row.window
    this.maxBytes = maxBytes
    this.source = source
    this.signal = signal
    this.end = new Promise((resolve, reject) => {
      this.resolveEnd = resolve
      this.rejectEnd = reject
    })
    this.end.catch(() => {})
    if (signal?.aborted === true) this.cancel()
    else if (signal !== undefined) addAbortListener(signal, this.abort)
  }

  said(id: number): void {
    this.id = id
  }

  take(message: AnyMessage, _id: number, _re: number, bytes: number): 'more' | 'last' | 'unexpected' {
    if (this.row.end.includes(message.type)) {
      this.over(null)
      this.resolveEnd(message)
      return 'last'
    }
    // One answer is always taken, however large; the next only if what is kept has room.
    if (!this.row.each.includes(message.type) || this.room === 0 || this.keptBytes >= this.maxBytes)
      return 'unexpected'
    this.room -= 1
    const next = this.waiting.shift()
    if (next === undefined) {
      this.kept.push({ message, bytes })
      this.keptBytes += bytes
    } else {
      this.consumed(bytes)
      next.resolve({ done: false, value: message })
    }
    return 'more'
  }

  expire(): void {}

  /** The conversation goes on over another connection, and word of some room may be lost: the other side counts from what is here now. */
  countRoom(): void {
    this.room = this.untold = this.row.window - (this.kept.length - this.head)
    this.taken = 0
    this.takenBytes = 0
  }

  /** Says all the room there is. */
  tellRoom(): void {
    const { untold } = this
    this.untold = null
    if (!this.isOver && untold !== null && untold > 0) this.source.more(this.id, untold)
  }

  fail(error: ColloquyError): void {
    if (this.isOver) return
    this.over(error)
    this.rejectEnd(error)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result> {
    const first = this.kept[this.head]
    if (first !== undefined) {
      this.head += 1
      if (this.head === this.kept.length || this.head === 256) {
        this.kept = this.kept.slice(this.head)
        this.head = 0
      }
      this.keptBytes -= first.bytes
      this.consumed(first.bytes)
      return Promise.resolve({ done: false, value: first.message })
    }
    if (!this.isOver) return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }))
    return this.error === null ? Promise.resolve(DONE) : Promise.reject(this.error)
  }

  /** The loop was left: no more answers are wanted. */
  return(): Promise<Result> {
    this.cancel()
    this.kept = []
    this.head = 0
    this.keptBytes = 0
    return Promise.resolve(DONE)
  }

  private cancel(): void {
    if (this.isOver) return
    this.fail(aborted())
    this.source.cancel(this.id)
  }

  /** The program took an answer: before all room is used up, more is asked for. */
  private consumed(bytes: number): void {
    if (this.isOver) return
    if (this.untold !== null) {
      this.untold += 1
      this.room += 1
      return
    }
    this.taken += 1
    this.takenBytes += bytes
    if (this.taken * 2 < this.row.window && this.takenBytes * 2 < this.maxBytes) return
    this.source.more(this.id, this.taken)
    this.room += this.taken
    this.taken = 0
    this.takenBytes = 0
  }

  private over(error: ColloquyError | null): void {
    this.isOver = true
    this.error = error
    if (this.signal !== undefined) removeAbortListener(this.signal, this.abort)
    for (const { resolve, reject } of this.waiting.splice(0))
      if (error === null) resolve(DONE)
      else reject(error)
  }
}

/** A stream to a message that was not said. */
export const brokenStream = (error: ColloquyError): AnswerStream<AnyMessage, AnyMessage> => {
  const stream = new IncomingStream(NO_ANSWERS, 0, { cancel: () => {}, more: () => {} }, {})
  stream.fail(error)
  return stream
}

const NO_ANSWERS: AnswerRow = { each: [], end: [], window: 0 }
