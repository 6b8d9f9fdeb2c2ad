import type { Socket } from 'node:net'
import type { ServerMetrics } from '../metrics/snapshot.ts'
import type { Api, Port } from './calls.ts'
import type { Host, HostedWorker } from './host.ts'
import type { Admitted } from './remote-slots.ts'
import type { Start } from './start.ts'

/** A process that a worker runs in. */
export interface WorkerProcess extends Port {
  readonly pid: number
  /** Sends a socket along, which is this process's no longer. */
  hand(message: Handed, socket: Socket): void
  onExit(hear: (how: string) => void): void
  kill(): void
  /** Ends it, once what was sent has arrived. */
  disconnect(): void
}

/** A socket that is handed to a worker, and the decision on it. */
export interface Handed {
  readonly handed: Admitted | null
}

/** The memory and the processor time of a process. */
export interface Usage {
  readonly cpuSeconds: number
  readonly residentBytes: number
  readonly heapBytes: number
}

/** A worker has told why it cannot start. */
export interface StartFailure {
  readonly exit: number
  readonly lines: readonly string[]
}

/** One worker of a server, from the start of its process to its end. */
export class Worker {
  readonly index: number
  readonly process: WorkerProcess
  /** Connections that it has. */
  connections = 0
  isReady = false
  isGone = false
  /** The figures that it gave last. */
  metrics: ServerMetrics | null = null
  usage: Usage | null = null
  failure: StartFailure | null = null
  private readonly hosted: HostedWorker

  constructor(
    index: number,
    process: WorkerProcess,
    host: Host,
    start: Start,
    api: Api,
    heard: { readonly ready: () => void; readonly exited: (how: string) => void; readonly room: () => void },
  ) {
    this.index = index
    this.process = process
    process.send(start)
    this.hosted = host.join(process, start.node, {
      ...api,
      worker: {
        ready: () => {
          this.isReady = true
          heard.ready()
        },
        failed: (failure: StartFailure) => {
          this.failure = failure
        },
        gone: (connections: number) => {
          this.connections -= connections
          heard.room()
        },
      },
    })
    process.onExit((how) => {
      if (this.isGone) return
      this.isGone = true
      this.isReady = false
      this.hosted.leave()
      heard.exited(how)
    })
  }

  /** Hands it a connection; `address` where it can be decided on already. */
  hand(socket: Socket, address: string | null): void {
    this.connections += 1
    this.process.hand({ handed: address === null ? null : this.hosted.admit(address) }, socket)
  }

  tell(name: string, ...given: readonly unknown[]): void {
    if (!this.isGone) this.hosted.calls.tell('worker', name, given)
  }

  /** Asks for its figures, which are kept; those that it gave last stay where it does not answer. */
  async measure(): Promise<void> {
    // Both sides are of the same program.
    const [metrics, usage] = (await this.hosted.calls.call('worker', 'measure', [])) as [ServerMetrics, Usage]
    this.metrics = metrics
    this.usage = usage
  }

  /** Resolves when all of its conversations have ended, or have been left in the store. */
  async stop(withinMs: number): Promise<void> {
    await this.hosted.calls.call('worker', 'stop', [withinMs])
  }
}
