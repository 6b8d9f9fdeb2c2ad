import { duration } from '../duration.ts'
import type { Clock, Timer } from '../transport/clock.ts'

interface Entry {
  readonly dueMs: number
  readonly callback: () => void
}

/** More timers than this without time going on means that they set each other for ever. */
const MAX_AT_ONCE = 1_000_000

/** A clock that stands still until it is told to go on. Timers fire in order of time, then in order of setting. */
export class SimulatedClock implements Clock {
  private nowMs = 0
  private readonly entries: Entry[] = []

  now(): number {
    return this.nowMs
  }

  /** How many timers are set; 0 at the end of a test says that nothing was left behind. */
  get pending(): number {
    return this.entries.length
  }

  setTimer(withinMs: number, callback: () => void): Timer {
    const entry: Entry = { dueMs: this.nowMs + duration('withinMs', withinMs), callback }
    let at = this.entries.length
    while (at > 0 && (this.entries[at - 1] as Entry).dueMs > entry.dueMs) at--
    this.entries.splice(at, 0, entry)
    return entry
  }

  clearTimer(timer: Timer): void {
    // The one cast: a Timer of this clock is an Entry.
    const at = this.entries.indexOf(timer as Entry)
    if (at >= 0) this.entries.splice(at, 1)
  }

  /** Lets time pass and fires what falls due, also what is set meanwhile. `advance(0)` fires what is due now. */
  advance(byMs: number): void {
    const untilMs = this.nowMs + byMs
    for (let fired = 0; this.fireNext(untilMs); fired++)
      if (fired > MAX_AT_ONCE) throw new Error(`more than ${MAX_AT_ONCE} timers within ${byMs} ms`)
    this.nowMs = untilMs
  }

  /** As `advance`, but promises settle before each timer and at the end. */
  async pass(byMs: number): Promise<void> {
    const untilMs = this.nowMs + byMs
    do await new Promise(setImmediate)
    while (this.fireNext(untilMs))
    this.nowMs = untilMs
  }

  private fireNext(untilMs: number): boolean {
    const entry = this.entries[0]
    if (entry === undefined || entry.dueMs > untilMs) return false
    this.entries.shift()
    this.nowMs = entry.dueMs
    entry.callback()
    return true
  }
}
