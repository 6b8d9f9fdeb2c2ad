import type { Clock } from '../../transport/clock.ts'
import { Deadline } from '../../transport/deadline.ts'

/** While the server itself has something to do, it looks again after this. */
const LOOK_AGAIN_MS = 1_000

/** A connection whose conversation is to begin. */
export interface Beginning {
  /** Whether the other side is waited for. */
  readonly isTheirTurn: boolean
  /** The time is over. */
  expire(detail: string): void
}

/**
 * The time from a connection to its conversation. It is absolute: no message extends it. Only what the server itself takes
 * to check a proof is not held against anybody.
 */
export class LoginGrace {
  private readonly withinMs: number
  private readonly beginning: Beginning
  private readonly deadline: Deadline

  constructor(clock: Clock, withinMs: number, beginning: Beginning) {
    this.withinMs = withinMs
    this.beginning = beginning
    this.deadline = new Deadline(clock, this)
  }

  start(): void {
    if (Number.isFinite(this.withinMs)) this.deadline.set(this.withinMs)
  }

  stop(): void {
    this.deadline.stop()
  }

  /** The time is over, unless the server itself has something to do. */
  expire(): void {
    if (this.beginning.isTheirTurn)
      this.beginning.expire(`No conversation had begun after ${Math.ceil(this.withinMs / 1000)} s.`)
    else this.deadline.set(LOOK_AGAIN_MS)
  }
}
