import type { Log, ServerEvent } from '../engine/events.ts'
import type { Clock, Timer } from '../transport/clock.ts'

const TELL_EVERY_MS = 60_000

/** Counts what happens too often to be told each time: the first at once, those after it once a minute. */
export class Drops {
  private readonly clock: Clock
  private readonly told: (count: number) => void
  /** How often it happened in all. */
  total = 0
  private untold = 0
  private timer: Timer | null = null

  constructor(clock: Clock, told: (count: number) => void) {
    this.clock = clock
    this.told = told
  }

  /** It happened. */
  add(): void {
    this.total += 1
    this.untold += 1
    if (this.timer === null) this.tell()
  }

  /** Tells what is left. Nothing follows. */
  stop(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer)
    if (this.untold > 0) this.told(this.untold)
    this.untold = 0
  }

  private tell(): void {
    this.timer = null
    if (this.untold === 0) return
    const count = this.untold
    this.untold = 0
    this.timer = this.clock.setTimer(TELL_EVERY_MS, () => this.tell())
    this.told(count)
  }
}

/** Counts connections that are closed without a word, and tells the log of them. */
export const droppedConnections = (log: Log<ServerEvent>, clock: Clock): Drops =>
  new Drops(clock, (connections) => log.write({ event: 'dropped', connections }))
