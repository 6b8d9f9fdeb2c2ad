import type { Socket } from 'node:net'
import type { Talk } from '../../protocol/talk/index.ts'
import { type KeyedCertificate, type ServerOptions, type SourceOptions, talk } from '../../src/index.ts'
import {
  createPrimary,
  type Handed,
  type PrimaryServer,
  receivedOptions,
  remotePrimary,
  type Start,
  startServer,
  type WorkerProcess,
} from '../../src/server/index.ts'
import { systemClock } from '../../src/transport/index.ts'

type Hear = (message: unknown) => void
type Converse = ServerOptions<Talk>['converse']

/** A worker without a process of its own. What its messages hold is copied on the way, as between processes. */
class LocalWorker implements WorkerProcess {
  readonly pid: number
  private readonly hearing: Hear[] = []
  private readonly exits: ((how: string) => void)[] = []
  private readonly sockets = new Set<Socket>()
  private hearInside: Hear = () => {}
  private takeInside: (socket: Socket, handed: Handed) => void = () => {}
  /** Sockets that it was handed, and of which it has told that they are gone. */
  handed = 0
  gone = 0
  private isOver = false

  constructor(number: number, converse: Converse) {
    this.pid = number
    this.hearInside = (message) => this.begin(message as Start, converse)
  }

  send(message: unknown): void {
    const copy = structuredClone(message)
    setImmediate(() => this.hearInside(copy))
  }

  onMessage(hear: Hear): void {
    this.hearing.push(hear)
  }

  hand(message: Handed, socket: Socket): void {
    this.sockets.add(socket)
    this.handed += 1
    const copy = structuredClone(message)
    setImmediate(() => this.takeInside(socket, copy))
  }

  onExit(hear: (how: string) => void): void {
    if (this.isOver) hear('0')
    else this.exits.push(hear)
  }

  kill(): void {
    this.end('SIGKILL')
    for (const socket of this.sockets) socket.resetAndDestroy()
  }

  disconnect(): void {
    this.end('0')
  }

  private end(how: string): void {
    if (this.isOver) return
    this.isOver = true
    for (const hear of this.exits) hear(how)
  }

  private tell(message: unknown): void {
    const copy = structuredClone(message)
    if (!this.isOver) setImmediate(() => this.hearing.forEach((hear) => void (this.isOver || hear(copy))))
  }

  private begin({ place, node, options }: Start, converse: Converse): void {
    const port = {
      send: (message: unknown) => this.tell(message),
      onMessage: (hear: Hear) => {
        this.hearInside = (message) => void (this.isOver || hear(message))
      },
    }
    const primary = remotePrimary(port, place, options.sources, systemClock, {
      worker: {
        measure: async () => [(await server).metrics(), { cpuSeconds: 0, residentBytes: 0, heapBytes: 0 }],
        setSources: async (sources: SourceOptions) => {
          primary.setSources(sources)
          ;(await server).setSources(sources)
        },
        renewCertificate: async (certificate: KeyedCertificate) =>
          (await server).renewCertificate(certificate),
        stop: async (withinMs: number) => (await server).close(withinMs),
      },
    })
    const { calls } = primary
    this.takeInside = (socket, { handed }) => {
      socket.once('close', () => {
        this.gone += 1
        calls.tell('worker', 'gone', [1])
      })
      primary.take(socket, handed)
    }
    const log = { data: false, write: () => {} }
    const server = startServer(
      { ...receivedOptions(options), contract: talk, node, store: primary.store, log, converse },
      primary,
    )
    void server.then(() => calls.tell('worker', 'ready', []))
  }
}

/** A server whose workers have no processes of their own. */
export interface LocalServer {
  readonly server: PrimaryServer
  readonly workers: LocalWorker[]
  readonly events: { readonly event: string }[]
}

/** Starts it; `converse` makes the handlers of each worker, by its number from 0 in the order of their starts. */
export const startWorkers = async (
  count: number,
  options: Partial<Parameters<typeof createPrimary>[0]>,
  converse: (worker: number) => Converse,
): Promise<LocalServer> => {
  const workers: LocalWorker[] = []
  const events: { readonly event: string }[] = []
  const server = await createPrimary({
    port: 0,
    ...options,
    workers: count,
    log: { data: false, write: (event) => void events.push(event) },
    spawn: () => {
      const worker = new LocalWorker(workers.length, converse(workers.length))
      workers.push(worker)
      return worker
    },
    settings: () => null,
    api: {},
  })
  return { server, workers, events }
}
