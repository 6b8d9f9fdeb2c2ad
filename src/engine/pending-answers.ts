import type { AnyMessage } from '../codec/index.ts'
import type { ColloquyError } from './errors.ts'

/** One of our messages whose answers are waited for. */
export interface PendingAnswer {
  /** Whether no answer is wanted any more. */
  readonly isOver: boolean
  /** The message was said. */
  said(id: number): void
  /** Takes an answer: `last` where no other follows, `unexpected` where it is none, or more than was asked for. */
  take(message: AnyMessage, id: number, re: number, bytes: number): 'more' | 'last' | 'unexpected'
  /** No answer, or no more of them, will come. */
  fail(error: ColloquyError): void
}

/** All that wait for answers, by the ids of our messages. */
export class PendingAnswers {
  /** Made with the first: most conversations only answer. */
  private byId: Map<number, PendingAnswer> | null = null

  add(id: number, pending: PendingAnswer): void {
    this.byId ??= new Map()
    this.byId.set(id, pending)
    pending.said(id)
  }

  get(id: number): PendingAnswer | undefined {
    return this.byId?.get(id)
  }

  delete(id: number): boolean {
    return this.byId?.delete(id) === true
  }

  /** Nobody gets an answer any more. */
  fail(error: ColloquyError): void {
    const all = [...(this.byId?.values() ?? [])]
    this.byId = null
    for (const pending of all) pending.fail(error)
  }
}
