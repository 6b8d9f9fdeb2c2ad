import type { Clock, Timer } from './clock.ts'

/** An alarm that goes off so late says that this process stood still. */
const LATE_MS = 50

/** The owner of a deadline. An object, not a function: a session keeps several, and a closure costs as much as the deadline. */
export interface Expiring {
  /** The deadline has passed. */
  expire(): void
}

/**
 * One deadline at a time. Where the process stood still meanwhile, what came in the meantime is read first: the alarm
 * goes off one turn of the event loop later, unless it was stopped by then.
 */
export class Deadline {
  private readonly clock: Clock
  private readonly owner: Expiring
  private timer: Timer | null = null
  private dueMs = 0

  constructor(clock: Clock, owner: Expiring) {
    this.clock = clock
    this.owner = owner
  }

  get isSet(): boolean {
    return this.timer !== null
  }

  /** Sets it, instead of what it was set to. */
  set(withinMs: number): void {
    this.stop()
    this.dueMs = this.clock.now() + withinMs
    this.arm(withinMs)
  }

  stop(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer)
    this.timer = null
  }

  // One made for each setting, not for each alarm: most alarms of a session at rest are not set.
  private arm(withinMs: number): void {
    this.timer = this.clock.setTimer(withinMs, () => this.fire())
  }

  private fire(): void {
    if (this.clock.now() - this.dueMs > LATE_MS) {
      this.dueMs = Number.POSITIVE_INFINITY
      return this.arm(1)
    }
    this.timer = null
    this.owner.expire()
  }
}
