import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'

/** So many handlers of one conversation run at once, on messages of so many bytes, before reading waits for them. */
const MAX_RUNNING = 64
const MAX_RUNNING_BYTES = 256 * 1024

/** Who waits for handlers. */
export interface Balancing {
  /** There is room again. */
  balance(): void
}

/** Handlers that have not come to their end. */
export class Handlers {
  private readonly waiting: Balancing
  private running = 0
  private runningBytes = 0
  private settling: Set<() => void> | null = null

  constructor(waiting: Balancing) {
    this.waiting = waiting
  }

  /** Whether reading must wait for them. */
  get full(): boolean {
    return this.running >= MAX_RUNNING || this.runningBytes >= MAX_RUNNING_BYTES
  }

  /** Counts a handler until it ends; a rejection is `failed`. */
  add(handler: Promise<void>, bytes: number, failed: (error: unknown) => void): void {
    this.running += 1
    this.runningBytes += bytes
    handler.then(undefined, failed).then(() => {
      const wasFull = this.full
      this.running -= 1
      this.runningBytes -= bytes
      if (this.running === 0) for (const settled of this.settling ?? []) settled()
      if (wasFull && !this.full) this.waiting.balance()
    })
  }

  /** Resolves when all have ended, or after `withinMs`. */
  settle(withinMs: number, clock: Clock): Promise<void> {
    if (this.running === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const settled = (): void => {
        alarm.stop()
        this.settling?.delete(settled)
        resolve()
      }
      const alarm = new Deadline(clock, settled)
      alarm.set(withinMs)
      this.settling ??= new Set()
      this.settling.add(settled)
    })
  }
}
