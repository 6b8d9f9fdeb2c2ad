import type { Log, ServerEvent } from '../../engine/index.ts'
import type { Clock } from '../../transport/index.ts'
import type { Api } from './calls.ts'
import type { Host } from './host.ts'
import type { Start } from './start.ts'
import { type StartFailure, Worker, type WorkerProcess } from './worker.ts'

/** A worker that ends sooner after its start has ended at once. */
const AT_ONCE_MS = 5_000

/** So often one after the other a worker may end at once; then the server ends. */
const MAX_ENDED_AT_ONCE = 5

/** The wait before the worker that takes the place of one that has ended at once; it doubles. */
const AGAIN_AFTER_MS = 100

/** Workers may take so much longer to stop than their conversations may. */
const GRACE_MS = 1_000

/** How a worker ended, and what it told if it could not start. */
export interface WorkerEnd {
  readonly how: string
  readonly failure: StartFailure | null
}

/** A worker could not start; `failure` is what it told. */
export class WorkerFailed extends Error {
  readonly failure: StartFailure | null
  readonly how: string

  constructor({ how, failure }: WorkerEnd) {
    super(how)
    this.how = how
    this.failure = failure
  }
}

/** How workers are started, and who hears of them. */
export interface PoolOptions {
  /** Workers that there are to be. */
  readonly size: number
  /** Connections that each has room for. */
  readonly room: number
  readonly clock: Clock
  readonly log: Log<ServerEvent>
  readonly hosting: Host
  readonly spawn: () => WorkerProcess
  /** The first message to a worker, as settings are now. */
  readonly first: (index: number) => Start
  /** Functions that workers call beside those of the server. */
  readonly api: Api
  /** A worker may have room for connections now. */
  readonly onRoom: () => void
  /** A worker is gone, whatever it was. */
  readonly onGone: (worker: Worker) => void
  /** A worker ends at once again and again: it makes no sense to go on. */
  readonly onBroken: (end: WorkerEnd) => void
}

/** The workers of a server: each is started, chosen for connections, and replaced when it ends without having been told to. */
export class WorkerPool {
  private readonly options: PoolOptions
  private readonly workers = new Map<number, Worker>()
  /** How often each ended at once, one time after the other. */
  private readonly endedAtOnce = new Map<number, number>()
  /** The one that was chosen last. */
  private last = 0
  /** Whether all have been ready once; before that one that ends is no accident. */
  private isUp = false
  private isStopping = false

  constructor(options: PoolOptions) {
    this.options = options
  }

  get all(): readonly Worker[] {
    return [...this.workers.values()]
  }

  /** Starts all. Resolves when they are ready; rejects with a WorkerFailed where one ends before. */
  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.options.size }, (_, index) => this.startOne(index)))
    this.isUp = true
  }

  /** Chooses the worker with the fewest connections that has room, of several the next in turn; null: none has. */
  choose(): Worker | null {
    const { size, room } = this.options
    let found: Worker | null = null
    for (let step = 1; step <= size; step++) {
      const worker = this.workers.get((this.last + step) % size)
      if (worker === undefined || !worker.isReady || worker.connections >= room) continue
      if (found === null || worker.connections < found.connections) found = worker
    }
    if (found !== null) this.last = found.index
    return found
  }

  tell(name: string, ...given: readonly unknown[]): void {
    for (const worker of this.workers.values()) worker.tell(name, ...given)
  }

  /** Lets each end its conversations within this time. Resolves when all are gone; those that are not in time are ended. */
  async stop(withinMs: number): Promise<void> {
    this.isStopping = true
    await Promise.all(this.all.map((worker) => this.stopOne(worker, withinMs)))
  }

  /** Ends all, at once. */
  kill(): void {
    this.isStopping = true
    for (const worker of this.workers.values()) worker.process.kill()
  }

  private async stopOne(worker: Worker, withinMs: number): Promise<void> {
    const { clock } = this.options
    const exited = new Promise<void>((resolve) => worker.process.onExit(() => resolve()))
    const late = clock.setTimer(withinMs + GRACE_MS, () => worker.process.kill())
    if (worker.isReady) await worker.stop(withinMs).catch(() => undefined)
    worker.process.disconnect()
    if (!worker.isGone) await exited
    clock.clearTimer(late)
  }

  /** Starts a worker. Resolves when it is ready; rejects with a WorkerFailed where it ends before. */
  private startOne(index: number): Promise<void> {
    const { clock, spawn, hosting, first, api, onRoom, onGone } = this.options
    return new Promise((resolve, reject) => {
      let readyAtMs: number | null = null
      const worker = new Worker(index, spawn(), hosting, first(index), api, {
        ready: () => {
          readyAtMs = clock.now()
          onRoom()
          resolve()
        },
        room: onRoom,
        exited: (how) => {
          onGone(worker)
          if (this.workers.get(index) === worker) this.workers.delete(index)
          reject(new WorkerFailed({ how, failure: worker.failure }))
          this.replace(worker, how, readyAtMs)
        },
      })
      this.workers.set(index, worker)
    })
  }

  /** Starts another worker in place of one that has ended, later where it ended at once, and no more where it always does. */
  private replace({ index, failure, process }: Worker, how: string, readyAtMs: number | null): void {
    const { clock, log, onBroken } = this.options
    if (this.isStopping || (!this.isUp && readyAtMs === null)) return
    const isAtOnce = readyAtMs === null || clock.now() - readyAtMs < AT_ONCE_MS
    const times = isAtOnce ? (this.endedAtOnce.get(index) ?? 0) + 1 : 0
    this.endedAtOnce.set(index, times)
    if (times >= MAX_ENDED_AT_ONCE) return onBroken({ how, failure })
    log.write({ event: 'workerEnded', worker: index + 1, pid: process.pid, how })
    clock.setTimer(times === 0 ? 0 : AGAIN_AFTER_MS * 2 ** times, () => {
      if (!this.isStopping) this.startOne(index).catch(() => undefined)
    })
  }
}
