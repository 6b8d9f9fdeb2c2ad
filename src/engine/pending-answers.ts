import type { AnyMessage } from '../codec/index.ts'
import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'
import type { ColloquyError } from './errors.ts'

/** One of our messages whose answers are waited for. */
export interface PendingAnswer {
  /** Whether no answer is wanted any more. */
  readonly isOver: boolean
  /** Milliseconds to wait from the moment the message is said; Infinity: for ever. */
  readonly withinMs: number
  /** When that is over; kept here by whoever waits for it. */
  dueMs: number
  /** The message was said. */
  said(id: number): void
  /** Takes an answer: `last` where no other follows, `unexpected` where it is none, or more than was asked for. */
  take(message: AnyMessage, id: number, re: number, bytes: number): 'more' | 'last' | 'unexpected'
  /** Nothing came in time. */
  expire(): void
  /** The conversation goes on over another connection, and nothing was heard over it yet. */
  countRoom(): void
  /** It is time to say how much room there is. */
  tellRoom(): void
  /** No answer, or no more of them, will come. */
  fail(error: ColloquyError): void
}

/** All that wait for answers, by the ids of our messages, with one alarm for them all. */
export class PendingAnswers {
  private readonly clock: Clock
  /** Made with the first: most conversations only answer. */
  private byId: Map<number, PendingAnswer> | null = null
  private alarm: Deadline | null = null
  private alarmMs = Number.POSITIVE_INFINITY

  constructor(clock: Clock) {
    this.clock = clock
  }

  add(id: number, pending: PendingAnswer): void {
    pending.dueMs = this.clock.now() + pending.withinMs
    this.byId ??= new Map()
    this.byId.set(id, pending)
    pending.said(id)
    if (pending.dueMs < this.alarmMs) this.setAlarm(pending.dueMs)
  }

  /** The conversation goes on over another connection, whose other end has heard our messages up to this id. */
  countRoom(heard: number): void {
    for (const [id, pending] of this.byId ?? []) if (id <= heard) pending.countRoom()
  }

  /** All that was to be said again was said. */
  tellRoom(heard: number): void {
    for (const [id, pending] of this.byId ?? []) if (id <= heard) pending.tellRoom()
  }

  /** Our messages whose answers are waited for. */
  get ids(): readonly number[] {
    return [...(this.byId?.keys() ?? [])]
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
    this.alarm?.stop()
    for (const pending of all) pending.fail(error)
  }

  // An alarm outlasts what it was set for: to stop and set it with each ask costs more than one that finds nothing due.
  private setAlarm(dueMs: number): void {
    this.alarmMs = dueMs
    this.alarm ??= new Deadline(this.clock, this)
    this.alarm.set(Math.max(0, dueMs - this.clock.now()))
  }

  /** Some may be due. */
  expire(): void {
    const now = this.clock.now()
    let nextMs = Number.POSITIVE_INFINITY
    const due: PendingAnswer[] = []
    for (const pending of this.byId?.values() ?? [])
      if (pending.dueMs <= now) due.push(pending)
      else nextMs = Math.min(nextMs, pending.dueMs)
    this.alarmMs = Number.POSITIVE_INFINITY
    if (nextMs < this.alarmMs) this.setAlarm(nextMs)
    for (const pending of due) pending.expire()
  }
}
