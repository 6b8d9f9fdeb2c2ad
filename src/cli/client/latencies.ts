import { createHistogram } from 'node:perf_hooks'

/** The latencies of all messages that were answered, in milliseconds. */
export interface Latency {
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

const NS_PER_MS = 1_000_000

/** How long each of many answers took: three digits of each are kept, however many there are. */
export class Latencies {
  count = 0
  private readonly histogram = createHistogram()

  /** An answer came after so many milliseconds. */
  add(ms: number): void {
    this.count += 1
    this.histogram.record(Math.max(1, Math.round(ms * NS_PER_MS)))
  }

  /** null: there was none. */
  get latency(): Latency | null {
    if (this.count === 0) return null
    const { histogram } = this
    const at = (percent: number): number => histogram.percentile(percent) / NS_PER_MS
    return {
      mean: histogram.mean / NS_PER_MS,
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      max: histogram.max / NS_PER_MS,
    }
  }
}
