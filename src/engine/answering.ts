import type { AnyMessage } from '../codec/index.ts'
import type { Farewell } from './base-messages.ts'
import type { KnownAbortReason } from './codes.ts'
import { isThenable } from './message-context.ts'
import { type Asked, isOneOf, noAnswer, OutgoingStream, type StreamSink } from './outgoing-stream.ts'
import type { Sending, SendingEnd } from './sending.ts'
import type { HandlerSignals } from './signals.ts'

/** The end of a connection that answers. */
export interface AnsweringEnd extends SendingEnd {
  /** A handler failed to answer a message of this type; the conversation goes on. */
  answerFailed(type: string, error: unknown): void
}

/** The owner of answers. */
export interface AnsweringOwner {
  /** Says a message of the engine's own that must not be lost with a connection. */
  tell(message: Farewell): void
}

/** Sends what handlers return as the answers to messages: one, or a stream of them. */
export class Answering implements StreamSink {
  private end: AnsweringEnd
  private readonly sending: Sending
  private readonly owner: AnsweringOwner
  private readonly signals: HandlerSignals
  /** Messages whose one answer a handler is still to give, by their ids. */
  private readonly awaited = new Set<number>()
  private readonly streams = new Map<number, OutgoingStream>()
  /** Streams that wait for room in the write buffer. */
  private waiting = new Set<OutgoingStream>()
  /** Messages heard before the conversation went on over another connection, whose streams are told their room anew. */
  private untold = new Set<number>()

  constructor(end: AnsweringEnd, sending: Sending, owner: AnsweringOwner, signals: HandlerSignals) {
    this.end = end
    this.sending = sending
    this.owner = owner
    this.signals = signals
  }

  /** Goes on over another end. */
  moveTo(end: AnsweringEnd): void {
    this.end = end
  }

  /**
   * The conversation goes on over another connection. `queued` are messages that were heard and not handled yet, `repeated`
   * the answers that are said again, by the ids of what they answer.
   */
  awaitRoom(queued: Iterable<number>, repeated: ReadonlyMap<number, number>): void {
    this.untold = new Set(queued)
    for (const [id, stream] of this.streams) stream.awaitRoom(repeated.get(id) ?? 0)
  }

  /** The messages that are still to be answered, or to be answered to the end. */
  get unanswered(): readonly number[] {
    return [...this.awaited, ...this.streams.keys()]
  }

  /** Whether streams wait for room. */
  get isWaiting(): boolean {
    return this.waiting.size > 0
  }

  /** Whether no further stream may begin. */
  get isFull(): boolean {
    return this.streams.size >= this.end.limits.maxStreams
  }

  /** Answers with what a handler has returned. A promise resolves when the answer is on its way, or there is none. */
  answer(asked: Asked, given: unknown): PromiseLike<void> | undefined {
    if (asked.row.each.length > 0) {
      this.open(asked, given)
      return undefined
    }
    if (!isThenable(given)) return this.give(asked, given)
    const { id } = asked
    this.awaited.add(id)
    return Promise.resolve(given).then(
      (answer) => (this.awaited.delete(id) ? this.give(asked, answer) : undefined),
      (error) => {
        if (this.awaited.delete(id)) this.failed(asked, error)
        else this.failedLate(asked, error)
      },
    )
  }

  /** The other side wants no more answers to its message. */
  cancel(id: number): void {
    this.awaited.delete(id)
    this.signals.abort(id)
    this.streams.get(id)?.cancel()
  }

  /** The other side has room for so many more answers to its message. */
  more(id: number, messages: number): void {
    this.untold.delete(id)
    this.streams.get(id)?.more(messages)
  }

  /** There is room in the write buffer. */
  resume(): void {
    if (this.waiting.size === 0) return
    const { waiting } = this
    this.waiting = new Set()
    for (const stream of waiting) stream.resume()
  }

  /** No stream comes to its end by itself now. */
  cancelStreams(): void {
    for (const id of [...this.streams.keys()]) this.cancel(id)
  }

  /** A message gets no answer, and the conversation goes on. */
  abort(id: number, reason: KnownAbortReason): void {
    this.owner.tell({ type: 'Aborted', id, reason })
  }

  failed({ type, id }: Asked, error: unknown): void {
    this.end.answerFailed(type, error)
    this.abort(id, 'UNANSWERED')
  }

  failedLate({ type }: Asked, error: unknown): void {
    if (!isAbort(error)) this.end.answerFailed(type, error)
  }

  hasRoomFor(stream: OutgoingStream): boolean {
    if (this.sending.hasRoom) return true
    this.waiting.add(stream)
    this.end.writeBuffer.isAwaited = true
    return false
  }

  put(message: AnyMessage, re: number): number | Error {
    return this.sending.answer(message, re)
  }

  ended(stream: OutgoingStream, id: number): void {
    this.streams.delete(id)
    this.waiting.delete(stream)
    this.signals.forget(id)
  }

  /** An answer without types may throw when it is looked at. */
  private give(asked: Asked, answer: unknown): Promise<void> | undefined {
    try {
      if (isOneOf(answer, asked.row.end))
        return this.sending.reply(answer, asked.id).catch((error) => this.failed(asked, error))
      this.failed(asked, noAnswer('return', answer, asked.row.end))
    } catch (error) {
      this.failed(asked, error)
    }
    return undefined
  }

  private open(asked: Asked, given: unknown): void {
    const answers = iteratorOf(given)
    if (answers === null)
      return this.failed(asked, new TypeError('It gave no stream: write it as an async generator, async *.'))
    const stream = new OutgoingStream(asked, answers, this.end.limits.streamBytes, this)
    this.streams.set(asked.id, stream)
    if (this.untold.has(asked.id)) stream.awaitRoom(0)
    stream.resume()
  }
}

/** Waiting that obeys the signal of a handler rejects so. */
const isAbort = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError'

/** The iterator of a stream that a handler gave; null where it gave none. */
const iteratorOf = (given: unknown): AsyncIterator<unknown, unknown, undefined> | null => {
  if (typeof given !== 'object' || given === null) return null
  if ('next' in given && typeof given.next === 'function')
    return given as AsyncIterator<unknown, unknown, undefined>
  if (Symbol.asyncIterator in given && typeof given[Symbol.asyncIterator] === 'function')
    return (given as AsyncIterable<unknown, unknown, undefined>)[Symbol.asyncIterator]()
  return null
}
