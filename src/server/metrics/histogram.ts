import type { HistogramSnapshot } from './snapshot.ts'

/** Counts values in fixed buckets. */
export class Histogram {
  private readonly bounds: readonly number[]
  private readonly counts: number[]
  private readonly also: ((value: number) => void) | undefined
  private sum = 0
  private count = 0

  /** `bounds` are those of the buckets, rising; `also` hears of each value, too. */
  constructor(bounds: readonly number[], also?: (value: number) => void) {
    this.bounds = bounds
    this.counts = new Array<number>(bounds.length + 1).fill(0)
    this.also = also
  }

  /** A value in the unit of the bounds. */
  record(value: number): void {
    const { bounds, counts } = this
    let at = 0
    // The first ones are the usual ones.
    while (at < bounds.length && value > (bounds[at] as number)) at += 1
    counts[at] = (counts[at] as number) + 1
    this.sum += value
    this.count += 1
    this.also?.(value)
  }

  snapshot(): HistogramSnapshot {
    return { bounds: this.bounds, counts: [...this.counts], sum: this.sum, count: this.count }
  }
}
