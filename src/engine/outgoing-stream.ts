import type { AnswerRow, AnyMessage } from '../codec/index.ts'

/** A message that a handler answers by what it returns. */
export interface Asked {
  readonly type: string
  readonly id: number
  readonly row: AnswerRow
}

/** The conversation that a stream goes out over. */
export interface StreamSink {
  /** Whether an answer can be written now. Where not, `resume` is called when it may be. */
  hasRoomFor(stream: OutgoingStream): boolean
  /** Says an answer. Returns the bytes of its body; an error says why it was not said. */
  put(message: AnyMessage, re: number): number | Error
  /** The handler gave what is no answer, or failed; no more answers come. */
  failed(asked: Asked, error: unknown): void
  /** The handler failed when its answers were no longer wanted. */
  failedLate(asked: Asked, error: unknown): void
  /** The stream has come to its end. */
  ended(stream: OutgoingStream, id: number): void
}

/**
 * The answers that a handler gives one by one. The next one is asked of it when the one before is written, and the other
 * side has room for it: a window of messages, and one of bytes.
 */
export class OutgoingStream {
  private readonly asked: Asked
  private readonly answers: AsyncIterator<unknown, unknown, undefined>
  private readonly maxBytes: number
  private readonly sink: StreamSink
  /** Answers that the other side has room for. */
  private room: number
  /** The bytes of those that it has not made room for again, the oldest first. */
  private sizes: number[] = []
  private bytes = 0
  /** The handler has been asked for the next one. */
  private pulling = false
  /** Given by the handler, and not yet said. */
  private held: IteratorResult<unknown, unknown> | null = null
  private isOver = false
  /** Of the answers that are said again, since the conversation goes on over another connection; null: the room is known. */
  private repeated: number | null = null

  constructor(
    asked: Asked,
    answers: AsyncIterator<unknown, unknown, undefined>,
    maxBytes: number,
    sink: StreamSink,
  ) {
    this.asked = asked
    this.room = asked.row.window
    this.answers = answers
    this.maxBytes = maxBytes
    this.sink = sink
  }

  /** The other side has room for so many more. */
  more(messages: number): void {
    if (this.repeated === null) {
      this.room += messages
      this.letGo(messages)
    } else {
      // The first one since the conversation goes on says all the room there is.
      this.room = messages - this.repeated
      this.letGo(this.sizes.length - (this.asked.row.window - this.room))
      this.repeated = null
    }
    this.resume()
  }

  /** The conversation goes on over another connection, and so many of the answers are said again: the room is told anew. */
  awaitRoom(repeated: number): void {
    this.repeated = repeated
    this.room = 0
  }

  /** Goes on, as far as there is room. */
  resume(): void {
    if (this.isOver || this.pulling) return
    if (this.held !== null) return this.say(this.held)
    if (this.room === 0 || this.bytes >= this.maxBytes || !this.sink.hasRoomFor(this)) return
    this.pulling = true
    this.pull().then(
      (result) => {
        this.pulling = false
        if (!this.isOver) this.say(result)
      },
      (error) => {
        this.pulling = false
        this.fail(error)
      },
    )
  }

  /** No more answers are wanted. One that waits for something else goes on until it notices its signal. */
  cancel(): void {
    if (this.isOver) return
    this.over()
    this.finish().catch((error) => this.sink.failedLate(this.asked, error))
  }

  /** The other side has taken the oldest of them. */
  private letGo(messages: number): void {
    for (const size of this.sizes.splice(0, Math.max(0, messages))) this.bytes -= size
  }

  /** A handler without types may give an iterator that throws, or whose results are no promises. */
  private async pull(): Promise<IteratorResult<unknown, unknown>> {
    return this.answers.next()
  }

  private async finish(): Promise<unknown> {
    return this.answers.return?.()
  }

  /** A result of an iterator without types may throw when it is looked at. */
  private say(result: IteratorResult<unknown, unknown>): void {
    try {
      this.sayReadable(result)
    } catch (error) {
      this.fail(error)
    }
  }

  private sayReadable(result: IteratorResult<unknown, unknown>): void {
    if (!isResult(result)) return this.fail(new TypeError('Its iterator gave no result.'))
    const isLast = result.done === true
    const types = isLast ? this.asked.row.end : this.asked.row.each
    if (!isOneOf(result.value, types))
      return this.fail(noAnswer(isLast ? 'return' : 'yield', result.value, types))
    // It was asked for when there was room, which may have to be told anew since.
    const mayBeSaid = (isLast || this.room > 0) && this.sink.hasRoomFor(this)
    if (!mayBeSaid) {
      this.held = result
      return
    }
    this.held = null
    const said = this.sink.put(result.value, this.asked.id)
    if (said instanceof Error) return this.fail(said)
    if (isLast) return this.over()
    this.room -= 1
    this.sizes.push(said)
    this.bytes += said
    this.resume()
  }

  private fail(error: unknown): void {
    if (this.isOver) return this.sink.failedLate(this.asked, error)
    this.cancel()
    this.sink.failed(this.asked, error)
  }

  private over(): void {
    this.isOver = true
    this.held = null
    this.sink.ended(this, this.asked.id)
  }
}

/** Nothing but the types says that an iterator gives results. */
const isResult = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Whether a value is a message of one of these types. */
export const isOneOf = (value: unknown, types: readonly string[]): value is AnyMessage =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  types.includes(value.type)

/** A handler gave something else than what answers its message. */
export const noAnswer = (how: 'return' | 'yield', value: unknown, types: readonly string[]): TypeError =>
  new TypeError(`It ${how}ed ${shown(value)}; ${how} ${types.join(' or ')}.`)

/** A message by its name, anything else by what it is not. */
const shown = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing'
  return typeof value === 'object' && 'type' in value && typeof value.type === 'string'
    ? value.type.slice(0, 64)
    : 'no message'
}
