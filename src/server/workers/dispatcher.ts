import type { Socket } from 'node:net'
import { UNIX_ADDRESS } from '../../transport/index.ts'
import type { Drops } from '../drops.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Connections that wait for a worker, where none can take them. */
const MAX_WAITING = 512

/** Those who take connections, and what is known of them. */
export interface DispatcherOptions {
  readonly pool: Pick<WorkerPool, 'choose'>
  readonly drops: Drops
  readonly isUnix: boolean
  /** Whether workers look at a connection before it is decided on. */
  readonly looks: boolean
}

/** Hands each connection that has come to a worker; where none has room it waits for one. */
export class Dispatcher {
  private readonly options: DispatcherOptions
  private readonly waiting: Socket[] = []
  private isClosed = false

  constructor(options: DispatcherOptions) {
    this.options = options
  }

  take(socket: Socket): void {
    const { pool, drops, isUnix, looks } = this.options
    const worker = pool.choose()
    if (worker !== null)
      worker.hand(socket, looks ? null : isUnix ? UNIX_ADDRESS : (socket.remoteAddress ?? ''))
    else if (this.isClosed || this.waiting.length >= MAX_WAITING) {
      socket.destroy()
      drops.add()
    } else this.waiting.push(socket.on('error', () => {}))
  }

  /** A worker may have room now. */
  takeWaiting(): void {
    for (const socket of this.waiting.splice(0)) if (!socket.destroyed) this.take(socket)
  }

  /** Nobody waits any more. */
  close(): void {
    this.isClosed = true
    for (const socket of this.waiting.splice(0)) socket.destroy()
  }
}
