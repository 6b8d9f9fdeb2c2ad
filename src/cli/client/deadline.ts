import { type Clock, systemClock, type Timer } from '../../transport/index.ts'

/** How long the other side may take to answer the Bye that follows. */
const GOODBYE_WITHIN_MS = 1_000

/** Bounds what is waited for. What a person or a reader takes in between does not count. */
export class Deadline {
  readonly withinMs: number
  private readonly clock: Clock
  private readonly passing: () => void
  private readonly leaving = new AbortController()
  private readonly abandoning = new AbortController()
  private timer: Timer | null = null
  private isRunning = false
  private holds = 0
  private leftMs = 0
  private sinceMs = 0

  /** `passing` is called when it has passed. */
  constructor(withinMs: number, passing: () => void, clock: Clock = systemClock) {
    this.withinMs = withinMs
    this.passing = passing
    this.clock = clock
  }

  /** Aborts when the time is over. */
  get signal(): AbortSignal {
    return this.leaving.signal
  }

  /** Aborts when there is no time left for a farewell, either. */
  get abandon(): AbortSignal {
    return this.abandoning.signal
  }

  get hasPassed(): boolean {
    return this.leaving.signal.aborted
  }

  /** All of the time is there again, and passes from now on. */
  start(): void {
    if (this.hasPassed) return
    this.stop()
    this.isRunning = true
    this.leftMs = this.withinMs
    this.run()
  }

  /** Nothing is waited for any more. */
  stop(): void {
    this.halt()
    this.isRunning = false
  }

  /** Stands still until something is done. */
  async hold<A>(work: Promise<A>): Promise<A> {
    if (this.holds === 0 && this.isRunning && !this.hasPassed) {
      this.leftMs -= this.clock.now() - this.sinceMs
      this.halt()
    }
    this.holds += 1
    try {
      return await work
    } finally {
      this.holds -= 1
      if (!this.hasPassed) this.run()
    }
  }

  private run(): void {
    if (this.holds > 0 || !this.isRunning) return
    this.sinceMs = this.clock.now()
    this.timer = this.clock.setTimer(Math.max(0, this.leftMs), () => {
      this.timer = this.clock.setTimer(GOODBYE_WITHIN_MS, () => this.abandoning.abort())
      this.passing()
      this.leaving.abort()
    })
  }

  private halt(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer)
    this.timer = null
  }
}
