import { duration } from '../duration.ts'
import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'
import { ColloquyError } from './errors.ts'

/** How an ask waits. */
export interface AskOptions {
  /** Milliseconds to wait for the answer, from the moment the message is said; 30,000 unless given, Infinity: for ever. */
  readonly withinMs?: number
  readonly signal?: AbortSignal
}

/** Waits unless told otherwise. */
const ASK_WITHIN_MS = 30_000

/** Throws a RangeError for options that mean nothing, before anything is said. */
export const checkedAsk = (options: AskOptions): AskOptions => {
  if (options.withinMs !== undefined) duration('withinMs', options.withinMs)
  return options
}

interface Waiting<A> {
  readonly resolve: (answer: A) => void
  readonly reject: (error: ColloquyError) => void
}

/** The asks that wait for answers, by the id of our message. */
export class PendingRequests<A> {
  private readonly clock: Clock
  private readonly waiting = new Map<number, Waiting<A>>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Waits for the first message that answers `id`. */
  answerTo(id: number, { withinMs = ASK_WITHIN_MS, signal }: AskOptions): Promise<A> {
    return new Promise<A>((resolve, reject) => {
      const giveUp = (error: ColloquyError): void => {
        this.waiting.delete(id)
        over()
        reject(error)
      }
      const deadline = new Deadline(this.clock, () =>
        giveUp(
          new ColloquyError(
            { code: 'NO_ANSWER', withinMs },
            `No answer came within ${withinMs} ms. Ask again, or allow more time with withinMs.`,
          ),
        ),
      )
      const aborted = (): void => giveUp(abortion())
      const over = (): void => {
        deadline.stop()
        signal?.removeEventListener('abort', aborted)
      }
      if (signal?.aborted === true) return reject(abortion())
      signal?.addEventListener('abort', aborted)
      deadline.set(withinMs)
      this.waiting.set(id, {
        resolve: (answer) => {
          over()
          resolve(answer)
        },
        reject: (error) => {
          over()
          reject(error)
        },
      })
    })
  }

  /** Gives an answer to who waits for it. False: nobody does. */
  answer(re: number, message: A): boolean {
    const waiting = this.waiting.get(re)
    if (waiting === undefined) return false
    this.waiting.delete(re)
    waiting.resolve(message)
    return true
  }

  /** Nobody will get an answer any more. */
  fail(error: ColloquyError): void {
    const all = [...this.waiting.values()]
    this.waiting.clear()
    for (const { reject } of all) reject(error)
  }
}

const abortion = (): ColloquyError => new ColloquyError({ code: 'ABORTED' }, 'The signal aborted the wait.')
