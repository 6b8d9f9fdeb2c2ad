import type { HistogramSnapshot } from './snapshot.ts'

/** Seconds: from what a handler takes that only looks something up, to what nobody waits for. */
const BOUNDS: readonly number[] = [
  0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
  10,
]

/** Counts durations in fixed buckets. */
export class Histogram {
  private readonly counts = new Array<number>(BOUNDS.length + 1).fill(0)
  private sum = 0
  private count = 0

  /** A duration in seconds. */
  record(seconds: number): void {
    let at = 0
    // The first ones are the usual ones.
    while (at < BOUNDS.length && seconds > (BOUNDS[at] as number)) at += 1
    this.counts[at] = (this.counts[at] as number) + 1
    this.sum += seconds
    this.count += 1
  }

  snapshot(): HistogramSnapshot {
    return { bounds: BOUNDS, counts: [...this.counts], sum: this.sum, count: this.count }
  }
}
