import { BoundedTable, MAX_ENTRIES } from './bounded-table.ts'

/** How points become a time to wait. */
interface PenaltyRule {
  /** Points that cost nothing. */
  readonly free: number
  /** The wait of the first point beyond, in milliseconds; each further one doubles it. */
  readonly firstMs: number
  readonly maxMs: number
  /** The time in which one point is forgotten; Infinity: none is. */
  readonly fadeMs: number
}

/** Parts of a table of penalties. */
export interface PenaltyOptions extends PenaltyRule {
  /** Milliseconds on any clock that does not stand still. */
  readonly now: () => number
  /** How many keys are remembered; the one that was penalised longest ago goes first. 65,536 unless given. */
  readonly capacity?: number
}

/** Points that misbehaviour costs, by whose it is, and the time that they make it wait. They double, and they fade. */
export class Penalties<Key extends string> {
  private readonly options: PenaltyOptions
  private readonly records: BoundedTable<Key, Penalty>

  constructor(options: PenaltyOptions) {
    this.options = options
    this.records = new BoundedTable(options.capacity ?? MAX_ENTRIES)
  }

  /** How long it must still wait, in milliseconds; 0: not at all. */
  waitMs(key: Key): number {
    const { sinceMs, waitMs } = this.records.get(key) ?? NONE
    // A clock that was set back does not make the wait longer.
    return Math.ceil(Math.max(0, waitMs - Math.max(0, this.options.now() - sinceMs)))
  }

  /** Adds to its points. Gives how long it must wait from now on, in milliseconds. Adding none changes nothing. */
  add(key: Key, points = 1): number {
    if (points === 0) return this.waitMs(key)
    const { now, fadeMs, free, firstMs, maxMs } = this.options
    const nowMs = now()
    const before = this.records.get(key) ?? NONE
    const faded = Math.max(0, before.points - Math.max(0, nowMs - before.sinceMs) / fadeMs)
    const total = faded + points
    const beyond = Math.ceil(total - free)
    const waitMs = beyond <= 0 ? 0 : Math.min(maxMs, firstMs * 2 ** (beyond - 1))
    this.records.set(key, { points: total, sinceMs: nowMs, waitMs })
    return waitMs
  }

  forget(key: Key): void {
    this.records.delete(key)
  }
}

interface Penalty {
  readonly points: number
  readonly sinceMs: number
  readonly waitMs: number
}

const NONE: Penalty = { points: 0, sinceMs: 0, waitMs: 0 }
