import type { AnyMessage } from '../codec/index.ts'
import { duration } from '../duration.ts'
import { addAbortListener, removeAbortListener } from './abort-listeners.ts'
import { ColloquyError } from './errors.ts'
import type { AskOptions, HeardMessage } from './peer.ts'
import type { PendingAnswer } from './pending-answers.ts'
import { aborted } from './rejections.ts'
import { ASK_WITHIN_MS } from './times.ts'

/** Throws a RangeError for options that mean nothing, before anything is said. */
export const checkedAsk = (options: AskOptions): AskOptions => {
  if (options.withinMs !== undefined) duration('withinMs', options.withinMs)
  return options
}

/** The owner of asks. */
export interface RequestOwner {
  /**
   * No answer is waited for any more to the message of ours with this id, 0 where it was not said yet. Where `answers` is
   * null, the contract knows of none.
   */
  givenUp(id: number, answers: readonly string[] | null): void
}

const ignore = (): void => {}

/** One ask that waits for its answer. */
export class Request implements PendingAnswer {
  readonly answered: Promise<HeardMessage>
  isOver = false
  readonly withinMs: number
  dueMs = 0
  private readonly signal: AbortSignal | undefined
  /** The types of its answers; null where anything that refers to it is one. */
  private readonly answers: readonly string[] | null
  private readonly owner: RequestOwner
  private readonly abort: (() => void) | null
  private id = 0
  private resolve: (answer: HeardMessage) => void = ignore
  private reject: (error: ColloquyError) => void = ignore

  constructor(
    answers: readonly string[] | null,
    { withinMs = ASK_WITHIN_MS, signal }: AskOptions,
    owner: RequestOwner,
  ) {
    this.answers = answers
    this.withinMs = withinMs
    this.signal = signal
    this.owner = owner
    this.abort = signal === undefined ? null : () => this.giveUp(aborted())
    this.answered = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    if (this.abort === null) return
    if (signal?.aborted === true) this.abort()
    else if (signal !== undefined) addAbortListener(signal, this.abort)
  }

  said(id: number): void {
    this.id = id
  }

  take(message: AnyMessage, id: number, re: number): 'last' | 'unexpected' {
    if (this.answers !== null && !this.answers.includes(message.type)) return 'unexpected'
    this.over()
    this.resolve({ ...message, id, re })
    return 'last'
  }

  expire(): void {
    const { withinMs } = this
    const sentence = `No answer came within ${withinMs} ms. Ask again, or allow more time with withinMs.`
    this.giveUp(new ColloquyError({ code: 'NO_ANSWER', withinMs }, sentence))
  }

  /** Its one answer has room. */
  countRoom(): void {}
  tellRoom(): void {}

  fail(error: ColloquyError): void {
    if (this.isOver) return
    this.over()
    // A program that does not look at it goes on.
    this.answered.catch(ignore)
    this.reject(error)
  }

  private giveUp(error: ColloquyError): void {
    this.fail(error)
    this.owner.givenUp(this.id, this.answers)
  }

  private over(): void {
    this.isOver = true
    if (this.abort !== null && this.signal !== undefined) removeAbortListener(this.signal, this.abort)
  }
}
