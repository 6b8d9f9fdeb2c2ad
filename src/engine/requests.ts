import type { AnyMessage } from '../codec/index.ts'
import { duration } from '../duration.ts'
import { ColloquyError } from './errors.ts'
import type { AskOptions, HeardMessage } from './peer.ts'
import type { PendingAnswer } from './pending-answers.ts'
import { aborted } from './rejections.ts'

/** Waits unless told otherwise. */
const ASK_WITHIN_MS = 30_000

/** Throws a RangeError for options that mean nothing, before anything is said. */
export const checkedAsk = (options: AskOptions): AskOptions => {
  if (options.withinMs !== undefined) duration('withinMs', options.withinMs)
  return options
}

/** One ask that waits for its answer. */
export class Request implements PendingAnswer {
  readonly answered: Promise<HeardMessage>
  isOver = false
  readonly withinMs: number
  private readonly signal: AbortSignal | undefined
  /** The types of its answers; null where anything that refers to it is one. */
  private readonly answers: readonly string[] | null
  private readonly givenUp: (id: number) => void
  private readonly abort = (): void => this.giveUp(aborted())
  private id = 0
  private resolve: (answer: HeardMessage) => void = () => {}
  private reject: (error: ColloquyError) => void = () => {}

  /** `givenUp` hears of it when no answer is waited for any more; with the id 0 before the message was said. */
  constructor(
    answers: readonly string[] | null,
    { withinMs = ASK_WITHIN_MS, signal }: AskOptions,
    givenUp: (id: number) => void,
  ) {
    this.answers = answers
    this.withinMs = withinMs
    this.signal = signal
    this.givenUp = givenUp
    this.answered = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    this.answered.catch(() => {})
    if (signal?.aborted === true) this.abort()
    else signal?.addEventListener('abort', this.abort)
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

  fail(error: ColloquyError): void {
    if (this.isOver) return
    this.over()
    this.reject(error)
  }

  private giveUp(error: ColloquyError): void {
    this.fail(error)
    this.givenUp(this.id)
  }

  private over(): void {
    this.isOver = true
    this.signal?.removeEventListener('abort', this.abort)
  }
}
