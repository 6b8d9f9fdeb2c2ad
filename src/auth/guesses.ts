import { createHmac, randomBytes } from 'node:crypto'
import { type Source, sourceOf } from '../address.ts'
import { nameKey } from '../store/index.ts'
import { BoundedTable } from './bounded-table.ts'
import { Penalties } from './penalties.ts'
import { triedBy } from './throttle.ts'

/** Failures of one source that cost nothing, unless given: people behind one address mistype, too. */
export const DEFAULT_FREE_FAILURES = 20

const FIRST_MS = 1_000
const MAX_MS = 15 * 60_000
const FADE_MS = 60_000

/** The last wrong passwords of a source that are known again. */
const MAX_KNOWN = 8

/**
 * Failed proofs of one source over all names, as of somebody who tries one password with each. The same wrong password again
 * is no other guess: a program that was told a wrong one does not lock out those beside it. A name that was proven from a source
 * before does not wait for what others there do; its own failures are counted by the throttle.
 */
export class Guesses {
  private readonly penalties: Penalties<Source>
  private readonly proven = new BoundedTable<string, true>()
  private readonly tried = new BoundedTable<Source, readonly string[]>()
  private readonly key = randomBytes(32)

  /** `free` gives how many failures cost nothing, as that is now. */
  constructor(now: () => number, free: () => number | undefined) {
    this.penalties = new Penalties({
      get free() {
        return free() ?? DEFAULT_FREE_FAILURES
      },
      firstMs: FIRST_MS,
      maxMs: MAX_MS,
      fadeMs: FADE_MS,
      now,
    })
  }

  /** How long the name must still wait at this address, in milliseconds; 0 when it may try. */
  waitMs(name: string, address: string): number {
    return this.proven.has(triedBy(name, address)) ? 0 : this.penalties.waitMs(sourceOf(address))
  }

  /** Counts a failure. Gives how long to wait before the next try, in milliseconds, and how much it counts. */
  failed(
    name: string,
    password: string,
    address: string,
  ): { readonly waitMs: number; readonly guesses: number } {
    const source = sourceOf(address)
    const tried = this.tried.get(source) ?? []
    const guess = this.guess(name, password)
    this.tried.set(source, [...tried.filter((other) => other !== guess), guess].slice(-MAX_KNOWN))
    const guesses = tried.includes(guess) ? 0 : 1
    this.penalties.add(source, guesses)
    return { waitMs: this.waitMs(name, address), guesses }
  }

  /** The same of what another server has heard of. */
  heardFailed(source: Source, guesses: number): void {
    this.penalties.add(source, guesses)
  }

  heardSucceeded(tried: string): void {
    this.proven.set(tried, true)
  }

  succeeded(name: string, address: string): void {
    this.proven.set(triedBy(name, address), true)
  }

  /** Nothing of a password is kept that could be tried against a list: the key is this process's own. */
  private guess(name: string, password: string): string {
    return createHmac('sha256', this.key)
      .update(`${nameKey(name)}\0${password}`)
      .digest('base64url')
      .slice(0, 16)
  }
}
