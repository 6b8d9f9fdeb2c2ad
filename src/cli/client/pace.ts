import type { Clock, Timer } from '../../transport/index.ts'

const MS_PER_SECOND = 1_000

/** Calls at a constant rate, until a moment. What was late is made up for: each call gets the moment in which it was due. */
export class Pace {
  private readonly clock: Clock
  private readonly everyMs: number
  private readonly sinceMs: number
  private readonly untilMs: number
  private readonly due: (dueMs: number) => void
  private count = 0
  private timer: Timer | null = null

  /** Begins at once. */
  constructor(clock: Clock, perSecond: number, untilMs: number, due: (dueMs: number) => void) {
    this.clock = clock
    this.everyMs = MS_PER_SECOND / perSecond
    this.sinceMs = clock.now()
    this.untilMs = untilMs
    this.due = due
    this.tick()
  }

  /** Calls for what is due by now, and for nothing else. */
  finish(): void {
    this.stop()
    this.callDue()
  }

  stop(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer)
    this.timer = null
  }

  private tick(): void {
    this.callDue()
    if (this.nextMs >= this.untilMs) return
    // Timers know whole milliseconds: many calls may be due at one of them.
    const withinMs = Math.max(1, Math.ceil(this.nextMs - this.clock.now()))
    this.timer = this.clock.setTimer(withinMs, () => this.tick())
  }

  private callDue(): void {
    while (this.nextMs < this.untilMs && this.nextMs <= this.clock.now()) {
      const dueMs = this.nextMs
      this.count += 1
      this.due(dueMs)
    }
  }

  private get nextMs(): number {
    return this.sinceMs + this.count * this.everyMs
  }
}
