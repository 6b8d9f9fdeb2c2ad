import type { Limits } from './limits.ts'

/** Handlers that have not come to their end. */
export class RunningHandlers {
  private readonly limits: Limits
  private readonly ended: (id: number) => void
  private running = 0
  private runningBytes = 0

  /** `ended` is called whenever one has come to its end, with the id of its message. */
  constructor(limits: Limits, ended: (id: number) => void) {
    this.limits = limits
    this.ended = ended
  }

  /** Whether no further one may begin. */
  get full(): boolean {
    return this.running >= this.limits.maxRunning || this.runningBytes >= this.limits.maxRunningBytes
  }

  get idle(): boolean {
    return this.running === 0
  }

  /** Counts the handler of a message until it ends; a rejection is `failed`. */
  add(handler: PromiseLike<unknown>, id: number, bytes: number, failed: (error: unknown) => void): void {
    this.running += 1
    this.runningBytes += bytes
    handler.then(undefined, failed).then(() => {
      this.running -= 1
      this.runningBytes -= bytes
      this.ended(id)
    })
  }
}
