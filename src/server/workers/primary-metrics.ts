import type { Clock } from '../../transport/index.ts'
import type { Drops } from '../drops.ts'
import type { Counters } from '../metrics/counters.ts'
import type { ServerMetrics } from '../metrics/snapshot.ts'
import type { ServerParts } from '../parts.ts'
import type { StoreFaults } from '../store-faults.ts'
import { remainderOf, sumMetrics } from './sum-metrics.ts'
import type { Worker } from './worker.ts'
import type { WorkerPool } from './worker-pool.ts'

const MEASURE_WITHIN_MS = 1_000

/** The workers of a primary, and what it counts itself. */
export interface PrimaryMetricsOptions {
  readonly pool: Pick<WorkerPool, 'all'>
  readonly clock: Clock
  readonly counters: Counters
  readonly drops: Drops
  readonly faults: StoreFaults
  readonly passwords: ServerParts['passwords']
}

/** The figures of a server with workers: those of its workers, of workers that are gone, and of the primary, together. */
export class PrimaryMetrics {
  private readonly options: PrimaryMetricsOptions
  /** The figures of workers that are gone; null: none is. */
  private past: ServerMetrics | null = null

  constructor(options: PrimaryMetricsOptions) {
    this.options = options
  }

  /** A worker is gone; what it has done is not undone. */
  keep({ metrics }: Worker): void {
    if (metrics === null) return
    this.past = sumMetrics([remainderOf(metrics), ...(this.past === null ? [] : [this.past])])
  }

  /** Asks all workers that are ready; of one that does not answer the figures are those that it gave last. */
  async snapshot(isDraining: boolean): Promise<ServerMetrics> {
    const { pool, clock, counters, drops, faults, passwords } = this.options
    const ready = pool.all.filter(({ isReady }) => isReady)
    await within(
      clock,
      MEASURE_WITHIN_MS,
      Promise.all(ready.map((each) => each.measure().catch(() => undefined))),
    )
    // One that has gone meanwhile counts with those that are gone.
    const figures = pool.all.flatMap(({ metrics }) => (metrics === null ? [] : [metrics]))
    const all = sumMetrics([...figures, ...(this.past === null ? [] : [this.past])])
    return {
      ...all,
      connections: { ...all.connections, dropped: all.connections.dropped + drops.total },
      storeFaults: sumOf(all.storeFaults, counters.storeFaults),
      passwords: passwords(),
      draining: isDraining,
      storeFault: faults.unreadable,
    }
  }
}

const within = async (clock: Clock, ms: number, promise: Promise<unknown>): Promise<void> => {
  await new Promise<void>((resolve) => {
    const timer = clock.setTimer(ms, resolve)
    void promise.then(() => {
      clock.clearTimer(timer)
      resolve()
    })
  })
}

const sumOf = (
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.keys(one).map((word) => [word, (one[word] ?? 0) + (other[word] ?? 0)]))
