import { nameKey, sourceOf } from '../store/index.ts'

/** Counts the failures in a row of one name from one address; other addresses are not affected by them. */
export interface Throttle {
  /** How long the name must still wait at this address, in milliseconds; 0 when it may try. */
  readonly waitMs: (name: string, address: string) => number
  /** Counts a failure. Gives how long to wait before the next try, in milliseconds; 0 for the first four. */
  readonly failed: (name: string, address: string) => number
  readonly succeeded: (name: string, address: string) => void
}

export interface ThrottleOptions {
  /** Milliseconds on any clock that does not stand still. */
  readonly now: () => number
  /** How many (name, address) are remembered; the one that failed longest ago goes first. 65,536 unless given. */
  readonly capacity?: number
}

/** The throttle: from the 5th failure in a row on 1 s, doubled each time, 15 min at most. */
export const createThrottle = ({ now, capacity = 65_536 }: ThrottleOptions): Throttle => {
  // In the order of the last failure.
  const records = new Map<string, Failures>()
  return {
    waitMs: (name, address) => {
      const { sinceMs, penaltyMs } = records.get(triedBy(name, address)) ?? never
      // A clock that was set back does not make the wait longer.
      return Math.max(0, penaltyMs - Math.max(0, now() - sinceMs))
    },
    failed: (name, address) => {
      const key = triedBy(name, address)
      const inARow = (records.get(key)?.inARow ?? 0) + 1
      const penaltyMs = penaltyAfter(inARow)
      records.delete(key)
      records.set(key, { inARow, sinceMs: now(), penaltyMs })
      if (records.size > capacity) forgetOldest(records)
      return penaltyMs
    },
    succeeded: (name, address) => {
      records.delete(triedBy(name, address))
    },
  }
}

/** One key for every form of the name and every address of the network. Names hold no NUL. */
export const triedBy = (name: string, address: string): string => `${nameKey(name)}\0${sourceOf(address)}`

interface Failures {
  readonly inARow: number
  readonly sinceMs: number
  readonly penaltyMs: number
}

const never: Failures = { inARow: 0, sinceMs: 0, penaltyMs: 0 }

const FIRST_PENALIZED = 5
const longestMs = 15 * 60 * 1000

const penaltyAfter = (inARow: number): number =>
  inARow < FIRST_PENALIZED ? 0 : Math.min(longestMs, 1000 * 2 ** (inARow - FIRST_PENALIZED))

const forgetOldest = (records: Map<string, Failures>): void => {
  for (const oldest of records.keys()) {
    records.delete(oldest)
    return
  }
}
