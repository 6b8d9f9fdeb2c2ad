import { createHash } from 'node:crypto'
import { sourceOf } from '../address.ts'
import { nameKey } from '../store/index.ts'
import { Penalties } from './penalties.ts'

/** Counts the failures in a row of one name from one source; other sources are not affected by them. */
export interface Throttle {
  /** How long the name must still wait at this address, in milliseconds; 0 when it may try. */
  readonly waitMs: (name: string, address: string) => number
  /** Counts a failure. Gives how long to wait before the next try, in milliseconds; 0 for the first four. */
  readonly failed: (name: string, address: string) => number
  readonly succeeded: (name: string, address: string) => void
  /** The same of what another server has heard of. */
  readonly heard: (tried: string, hasFailed: boolean) => void
}

export interface ThrottleOptions {
  /** Milliseconds on any clock that does not stand still. */
  readonly now: () => number
  /** How many (name, source) are remembered; the one that failed longest ago goes first. 65,536 unless given. */
  readonly capacity?: number
}

/** The wire document promises it: from the 5th failure in a row on 1 s, doubled each time, 15 min at most; none is forgotten. */
const RULE = { free: 4, firstMs: 1000, maxMs: 15 * 60 * 1000, fadeMs: Number.POSITIVE_INFINITY }

/** The throttle of names. */
export const createThrottle = (options: ThrottleOptions): Throttle => {
  const penalties = new Penalties({ ...options, ...RULE })
  return {
    waitMs: (name, address) => penalties.waitMs(triedBy(name, address)),
    failed: (name, address) => penalties.add(triedBy(name, address)),
    succeeded: (name, address) => penalties.forget(triedBy(name, address)),
    heard: (tried, hasFailed) => {
      if (hasFailed) penalties.add(tried)
      else penalties.forget(tried)
    },
  }
}

/** Characters of a digest that are kept: 132 bits. */
export const TRIED_LENGTH = 22

/** One key for every form of the name and every address of the source: a digest, which goes to other servers. Names hold no NUL. */
export const triedBy = (name: string, address: string): string =>
  createHash('sha256')
    .update(`${nameKey(name)}\0${sourceOf(address)}`)
    .digest('base64url')
    .slice(0, TRIED_LENGTH)
