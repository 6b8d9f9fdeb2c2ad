import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { EventLoopDelay } from './snapshot.ts'

const RESOLUTION_MS = 10
const RESOLUTION_NS = RESOLUTION_MS * 1e6
const NS_PER_SECOND = 1e9

/** Watches how late the event loop of this process is. */
export class EventLoopWatch {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

  constructor() {
    this.histogram.enable()
  }

  /** The delays since this was asked for last. */
  take(): EventLoopDelay {
    const { histogram } = this
    // The time from one look to the next is counted.
    const delay = (ns: number): number =>
      histogram.count === 0 ? 0 : Math.max(0, ns - RESOLUTION_NS) / NS_PER_SECOND
    const taken = {
      mean: delay(histogram.mean),
      p50: delay(histogram.percentile(50)),
      p99: delay(histogram.percentile(99)),
      max: delay(histogram.max),
    }
    histogram.reset()
    return taken
  }

  stop(): void {
    this.histogram.disable()
  }
}
