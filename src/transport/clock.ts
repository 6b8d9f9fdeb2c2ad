/** A timer that was set. Opaque: only to be given back to the clock that made it. */
export type Timer = object

/** Time, and what is to happen later. Injected, so that a test can be the one who lets time pass. */
export interface Clock {
  /** Milliseconds since some moment. Never goes back; only differences mean something. */
  now(): number
  /** Calls back once, not before `withinMs` (at most 2^31 − 1) have passed and never at once. */
  setTimer(withinMs: number, callback: () => void): Timer
  /** Clears a timer. One that has fired or was cleared: nothing. */
  clearTimer(timer: Timer): void
}

/**
 * The real clock. Its timers keep the process alive: a client that waits to connect again has nothing else
 * that does. Who sets a timer clears it.
 */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer: (withinMs, callback) => setTimeout(callback, withinMs),
  // The one cast: a Timer of this clock is what its setTimer returned.
  clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
}
