import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import * as E from 'fp-ts/lib/Either.js'
import { type StoreFault, storeFault } from '../fault.ts'
import type { Store, Stored } from '../store.ts'
import { type Part, storeByCalls } from '../store-by-calls.ts'
import type { SqliteStoreOptions } from './options.ts'
import type { Answer, Call, ThreadData } from './thread-messages.ts'

/** The program of the thread, which lies beside this one once they are built. */
const PROGRAM = new URL('./store-thread.js', import.meta.url)

/** Whether a store can have a thread of its own: not where this file runs from its source, or in a bundle. */
export const hasThread = (): boolean => PROGRAM.protocol === 'file:' && existsSync(fileURLToPath(PROGRAM))

/** Opens the file in a thread of its own, as `openSqliteStore` says. */
export const threadedStore =
  (file: string, options: SqliteStoreOptions): Stored<Store> =>
  async () => {
    const thread = new StoreThread(file, options)
    return E.map(() =>
      storeByCalls(
        (part, name, given) => thread.call(part, name, given),
        () => thread.close(),
      ),
    )(await thread.opened)
  }

type Result = E.Either<StoreFault, unknown>

interface Waiting {
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** A thread with a store, and who waits for it. It keeps the process alive only while somebody does. */
class StoreThread {
  readonly opened: Promise<Result>
  private readonly file: string
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private lastId = 0
  private isClosed = false
  /** Why nothing can be done any more. */
  private broken: StoreFault | null = null

  constructor(file: string, options: SqliteStoreOptions) {
    this.file = file
    const workerData: ThreadData = { file, options }
    // The options of Node that the process was started with are not passed on: a thread may not have some of them.
    this.worker = new Worker(PROGRAM, { workerData, execArgv: [] })
    this.worker.on('message', (answer: Answer) => this.take(answer))
    this.worker.on('error', (error) => this.break(codeOf(error)))
    this.worker.on('exit', () => this.break('THREAD_ENDED'))
    this.opened = this.wait(0)
  }

  call(part: Part, name: string, given: readonly unknown[]): Promise<Result> {
    return this.isClosed
      ? Promise.resolve(E.left(storeFault('CLOSED', this.file)))
      : this.send(part, name, given)
  }

  async close(): Promise<E.Either<StoreFault, void>> {
    if (this.isClosed) return E.left(storeFault('CLOSED', this.file))
    this.isClosed = true
    return E.map(() => undefined)(await this.send(null, 'close', []))
  }

  private send(part: Part | null, name: string, given: readonly unknown[]): Promise<Result> {
    if (this.broken !== null) return Promise.resolve(E.left(this.broken))
    this.lastId += 1
    const call: Call = { id: this.lastId, part, name, given }
    this.worker.postMessage(call)
    return this.wait(call.id)
  }

  private wait(id: number): Promise<Result> {
    if (this.waiting.size === 0) this.worker.ref()
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }))
  }

  private take(answer: Answer): void {
    const waiting = this.waiting.get(answer.id)
    this.waiting.delete(answer.id)
    if (this.waiting.size === 0) this.worker.unref()
    if ('result' in answer) waiting?.resolve(answer.result)
    else waiting?.reject(answer.thrown)
  }

  /** The thread is gone: whoever waits is told, and who calls later. */
  private break(cause: string): void {
    this.broken ??= storeFault('IO', this.file, cause)
    for (const { resolve } of this.waiting.values()) resolve(E.left(this.broken))
    this.waiting.clear()
  }
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : 'THREAD_FAILED'
