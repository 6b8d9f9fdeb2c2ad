import type { Limits } from './limits.ts'

/** The owner of running handlers. */
export interface HandlersOwner {
  /** The handler of the message with this id has come to its end. */
  ended(id: number): void
  /** A handler threw. */
  failed(error: unknown): void
}

/** Handlers that have not come to their end. */
export class RunningHandlers {
  private readonly limits: Limits
  private readonly owner: HandlersOwner
  private readonly running = new Set<number>()
  private runningBytes = 0

  constructor(limits: Limits, owner: HandlersOwner) {
    this.limits = limits
    this.owner = owner
  }

  /** Whether no further one may begin. */
  get full(): boolean {
    return this.running.size >= this.limits.maxRunning || this.runningBytes >= this.limits.maxRunningBytes
  }

  get idle(): boolean {
    return this.running.size === 0
  }

  /** The messages that are being handled. */
  get ids(): Iterable<number> {
    return this.running
  }

  /** Counts the handler of a message until it ends; a rejection is told as well. */
  add(handler: PromiseLike<unknown>, id: number, bytes: number): void {
    this.running.add(id)
    this.runningBytes += bytes
    // A thenable that is no promise need not keep to its rules.
    Promise.resolve(handler).then(
      () => this.end(id, bytes),
      (error) => {
        this.owner.failed(error)
        this.end(id, bytes)
      },
    )
  }

  private end(id: number, bytes: number): void {
    this.running.delete(id)
    this.runningBytes -= bytes
    this.owner.ended(id)
  }
}
