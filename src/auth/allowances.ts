import { BoundedTable, MAX_ENTRIES } from './bounded-table.ts'

/** How much each key may use: so much at once, and again within that time. */
export interface AllowanceOptions {
  /** Milliseconds on a clock that is never set. */
  readonly now: () => number
  /** May change: more is there at once, and of less no key has used a larger part than it had. */
  readonly burst: number
  /** The time in which a whole burst comes back. */
  readonly withinMs: number
  /** How many keys are remembered; the one that used something longest ago goes first. 65,536 unless given. */
  readonly capacity?: number
}

interface Allowance {
  readonly used: number
  /** The burst of which it was used. */
  readonly burst: number
  readonly atMs: number
}

/** Token buckets, by whose they are. A key that is not remembered has a whole burst. */
export class Allowances<Key extends string> {
  private readonly options: AllowanceOptions
  private readonly buckets: BoundedTable<Key, Allowance>

  constructor(options: AllowanceOptions) {
    this.options = options
    this.buckets = new BoundedTable(options.capacity ?? MAX_ENTRIES)
  }

  /** Uses one, if there is one left. */
  take(key: Key): boolean {
    const left = this.left(key)
    if (left >= 1) this.set(key, left - 1)
    return left >= 1
  }

  /** Uses so many, also such as are not left. Gives how long to wait until none is owed, in milliseconds. */
  use(key: Key, many: number): number {
    const { burst, withinMs } = this.options
    const left = this.left(key) - many
    this.set(key, left)
    return Math.ceil((Math.max(0, -left) * withinMs) / burst)
  }

  /** Gives one back that was not used. */
  give(key: Key): void {
    this.set(key, Math.min(this.options.burst, this.left(key) + 1))
  }

  /** Milliseconds until there is one to use; 0: there is. */
  waitMs(key: Key): number {
    const { burst, withinMs } = this.options
    return Math.ceil((Math.max(0, 1 - this.left(key)) * withinMs) / burst)
  }

  private left(key: Key): number {
    const { now, burst, withinMs } = this.options
    const bucket = this.buckets.get(key)
    if (bucket === undefined || !Number.isFinite(burst)) return burst
    const { atMs } = bucket
    const used = bucket.used * Math.min(1, burst / bucket.burst)
    return burst - Math.max(0, used - (Math.max(0, now() - atMs) * burst) / withinMs)
  }

  private set(key: Key, left: number): void {
    const { now, burst } = this.options
    if (Number.isFinite(burst)) this.buckets.set(key, { used: burst - left, burst, atMs: now() })
  }
}
