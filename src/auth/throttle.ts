import { createHmac, randomBytes } from 'node:crypto'
import { type Source, sourceOf } from '../address.ts'
import { nameKey } from '../store/index.ts'
import { BoundedTable } from './bounded-table.ts'
import { type Denial, denial } from './denial.ts'
import { Penalties } from './penalties.ts'
import { type SharedCounts, UNSHARED } from './shared-counts.ts'
import { triedBy } from './tried-by.ts'

/** Failures of one source over all names that cost nothing, unless given: people behind one address mistype, too. */
export const DEFAULT_FREE_FAILURES = 20

const FIRST_MS = 1_000
const MAX_MS = 15 * 60_000
const FADE_MS = 60_000

/** The wire document promises it: from the 5th failure in a row on 1 s, doubled each time, 15 min at most; none is forgotten. */
const OF_NAMES = { free: 4, firstMs: FIRST_MS, maxMs: MAX_MS, fadeMs: Number.POSITIVE_INFINITY }

/** The last wrong passwords of a source that are known again. */
const MAX_KNOWN = 8

export interface ThrottleOptions {
  /** Milliseconds on any clock that does not stand still. */
  readonly now: () => number
  /** How many failures of a source cost nothing, as that is now; 20 unless given. */
  readonly freeFailures?: () => number | undefined
  /** Tells other servers on the store; there are none unless given. */
  readonly shared?: SharedCounts
  /** How many (name, source) are remembered; the one that failed longest ago goes first. 65,536 unless given. */
  readonly capacity?: number
}

/**
 * Failed proofs make wait. Those of one name from one source do, without end: other sources are not affected. And those of one source
 * over all names, as of somebody who tries one password with each; but a name that was proven from a source before does not
 * wait for what others there do. The same wrong password again is no other guess: a program that was told a wrong one does not
 * lock out those beside it.
 */
export class Throttle {
  private readonly names: Penalties<string>
  private readonly sources: Penalties<Source>
  private readonly proven = new BoundedTable<string, true>()
  private readonly guessed = new BoundedTable<Source, readonly string[]>()
  private readonly shared: SharedCounts
  private readonly key = randomBytes(32)

  constructor({ now, freeFailures, shared = UNSHARED, capacity }: ThrottleOptions) {
    this.names = new Penalties({ ...OF_NAMES, now, ...(capacity === undefined ? {} : { capacity }) })
    this.sources = new Penalties({
      get free() {
        return freeFailures?.() ?? DEFAULT_FREE_FAILURES
      },
      firstMs: FIRST_MS,
      maxMs: MAX_MS,
      fadeMs: FADE_MS,
      now,
    })
    this.shared = shared
    shared.onHeard((count) => {
      if (count.what === 'failed') this.add(count.tried, count.source, count.guesses)
      else if (count.what === 'succeeded') this.prove(count.tried)
    })
  }

  /** The denial of a name that must still wait at this address; null: it may try. */
  wait(name: string, address: string): Denial | null {
    const tried = triedBy(name, address)
    return this.denial(tried, this.names.waitMs(tried), this.sources.waitMs(sourceOf(address)))
  }

  /** Counts a failure. Gives the denial of a name that must wait from now on; null: it may try again at once. */
  failed(name: string, password: string, address: string): Denial | null {
    const tried = triedBy(name, address)
    const source = sourceOf(address)
    const guesses = this.isNew(source, this.guess(name, password)) ? 1 : 0
    this.shared.tell({ what: 'failed', tried, source, guesses }, address)
    const [nameMs, sourceMs] = this.add(tried, source, guesses)
    return this.denial(tried, nameMs, sourceMs)
  }

  succeeded(name: string, address: string): void {
    const tried = triedBy(name, address)
    this.prove(tried)
    this.shared.tell({ what: 'succeeded', tried }, address)
  }

  private add(tried: string, source: Source, guesses: number): readonly [nameMs: number, sourceMs: number] {
    return [this.names.add(tried), this.sources.add(source, guesses)]
  }

  private prove(tried: string): void {
    this.names.forget(tried)
    this.proven.set(tried, true)
  }

  private denial(tried: string, nameMs: number, sourceMs: number): Denial | null {
    const ofSourceMs = this.proven.has(tried) ? 0 : sourceMs
    if (nameMs > 0) return denial('TOO_MANY_ATTEMPTS', Math.max(nameMs, ofSourceMs))
    return ofSourceMs > 0 ? { ...denial('TOO_MANY_ATTEMPTS', ofSourceMs), detail: TOO_MANY_OF_SOURCE } : null
  }

  /** Whether a source has not guessed that among its last; it has now. */
  private isNew(source: Source, guess: string): boolean {
    const guessed = this.guessed.get(source) ?? []
    this.guessed.set(source, [...guessed.filter((other) => other !== guess), guess].slice(-MAX_KNOWN))
    return !guessed.includes(guess)
  }

  /** Nothing of a password is kept that could be tried against a list: the key is this process's own. */
  private guess(name: string, password: string): string {
    return createHmac('sha256', this.key)
      .update(`${nameKey(name)}\0${password}`)
      .digest('base64url')
      .slice(0, 16)
  }
}

const TOO_MANY_OF_SOURCE = 'Too many proofs failed from this address.'
