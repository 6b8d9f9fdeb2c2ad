import { having } from '../arguments.ts'
import { duration } from '../duration.ts'

/** A timer that was set. Opaque: only to be given back to the clock that made it. */
export type Timer = object

/** Time, and what is to happen later. Injected, so that a test can be the one who lets time pass. */
export interface Clock {
  /** Milliseconds since some moment. Never goes back; only differences mean something. */
  now(): number
  /**
   * Calls back once, not before `withinMs` have passed and never at once; with Infinity never. Throws a RangeError for
   * what is no number, or less than 0.
   */
  setTimer(withinMs: number, callback: () => void): Timer
  /** Clears a timer. One that has fired or was cleared: nothing. */
  clearTimer(timer: Timer): void
}

/** Checks a clock that was given. */
export const aClock = having('a clock', 'now', 'setTimer', 'clearTimer')

/** The longest wait that a timer of Node holds; a longer one would end at once. */
const MAX_TIMER_MS = 2_147_483_647

/**
 * The real clock. Its timers keep the process alive: a client that waits to connect again has nothing else
 * that does. Who sets a timer clears it.
 */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer: (withinMs, callback) =>
    duration('withinMs', withinMs) > MAX_TIMER_MS
      ? new LongTimer(withinMs, callback)
      : setTimeout(callback, Math.ceil(withinMs)),
  clearTimer: (timer) => {
    if (timer instanceof LongTimer) timer.clear()
    // The one cast: every other Timer of this clock is what its setTimeout returned.
    else clearTimeout(timer as NodeJS.Timeout)
  },
}

/** A wait that is longer than a timer of Node holds: one timer after the other, the last for the rest. */
class LongTimer {
  private readonly dueMs: number
  private readonly callback: () => void
  private timer: NodeJS.Timeout

  constructor(withinMs: number, callback: () => void) {
    this.dueMs = systemClock.now() + withinMs
    this.callback = callback
    this.timer = this.arm()
  }

  clear(): void {
    clearTimeout(this.timer)
  }

  private arm(): NodeJS.Timeout {
    const leftMs = Math.min(Math.ceil(this.dueMs - systemClock.now()), MAX_TIMER_MS)
    return setTimeout(() => {
      if (systemClock.now() >= this.dueMs) this.callback()
      else this.timer = this.arm()
    }, leftMs)
  }
}
