import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import * as E from 'fp-ts/lib/Either.js'
import { nanoid } from 'nanoid'
import type { AnyMessages } from '../../codec/index.ts'
import { duration } from '../../duration.ts'
import type { Log, ServerEvent } from '../../engine/index.ts'
import { memoryStore, type StoreFaultCode } from '../../store/index.ts'
import {
  type Acceptor,
  acceptTcp,
  acceptUnix,
  type Clock,
  type KeyedCertificate,
  type ListenFault,
  systemClock,
  UNIX_ADDRESS,
} from '../../transport/index.ts'
import { lookingParts, looksFirst, renewCertificate } from '../arrivals.ts'
import { Drops } from '../drops.ts'
import { cannotListen, notListening } from '../listening.ts'
import { Counters } from '../metrics/counters.ts'
import type { ServerMetrics } from '../metrics/snapshot.ts'
import type { ServerOptions } from '../options.ts'
import { ownParts } from '../parts.ts'
import { SourceLimits } from '../sources/limits.ts'
import type { SourceOptions } from '../sources/options.ts'
import { StoreFaults } from '../store-faults.ts'
import type { Api } from './calls.ts'
import { Host } from './host.ts'
import { localNodes } from './local-nodes.ts'
import { sentOptions } from './start.ts'
import { remainderOf, sumMetrics } from './sum-metrics.ts'
import { type StartFailure, type Usage, Worker, type WorkerProcess } from './worker.ts'

/** A worker that ends sooner after its start has ended at once. */
const AT_ONCE_MS = 5_000

/** So often one after the other a worker may end at once; then the server ends. */
const MAX_ENDED_AT_ONCE = 5

/** The wait before the worker that takes the place of one that has ended at once; it doubles. */
const AGAIN_AFTER_MS = 100

/** Bytes of the secret by which a client resumes its TLS session at any worker. */
const TICKET_SECRET_BYTES = 32

/** Connections that wait for a worker, where none can take them. */
const MAX_WAITING = 512

const CLOSE_WITHIN_MS = 5_000

/** Workers may take so much longer to stop than their conversations may. */
const GRACE_MS = 1_000

const MEASURE_WITHIN_MS = 1_000

/** A server whose conversations go on in other processes: where it listens, how many there are, and how one is started. */
export interface PrimaryOptions
  extends Omit<
    ServerOptions<AnyMessages>,
    'contract' | 'converse' | 'began' | 'gone' | 'observer' | 'meter' | 'log'
  > {
  readonly workers: number
  readonly log: Log<ServerEvent>
  readonly spawn: () => WorkerProcess
  /** Settings of the program for its workers, as they are now. */
  readonly settings: () => unknown
  /** Functions that workers call beside those of the server. */
  readonly api: Api
}

/** A server with workers that listens. */
export interface PrimaryServer {
  readonly host: string
  readonly port: number
  readonly readiness: 'READY' | 'DRAINING' | 'NO_WORKER' | StoreFaultCode
  /** The figures of all processes together. */
  metrics(): Promise<ServerMetrics>
  /** The resources of the workers, as of the last figures. */
  readonly usage: readonly Usage[]
  setRegistration(state: 'open' | 'closed'): void
  setSources(sources: SourceOptions): void
  renewCertificate(certificate: KeyedCertificate): void
  /** Tells all workers something. */
  tell(name: string, ...given: readonly unknown[]): void
  close(withinMs?: number): Promise<void>
  /** Resolves where a worker ends at once again and again; all others have been ended then. */
  readonly broken: Promise<{ readonly how: string; readonly failure: StartFailure | null }>
}

/** A worker could not start; `failure` is what it told. */
export class WorkerFailed extends Error {
  readonly failure: StartFailure | null
  readonly how: string

  constructor(how: string, failure: StartFailure | null) {
    super(how)
    this.how = how
    this.failure = failure
  }
}

/** Starts a server with workers. Rejects as `createServer` does, and with a WorkerFailed. */
export const createPrimary = async (options: PrimaryOptions): Promise<PrimaryServer> => {
  const { mode = 'auth', log, clock = systemClock, store = memoryStore(), node = nanoid() } = options
  const { host = '127.0.0.1', port = 7707, fd, path, workers: count } = options
  let { registration = 'open' } = options
  let { sources } = options
  let tls = options.tls && { ticketSecret: randomBytes(TICKET_SECRET_BYTES), ...options.tls }
  const limits = new SourceLimits(sources)
  const looks = looksFirst(options)
  const looking = lookingParts(options)
  const counters = new Counters()
  const faults = new StoreFaults(log, ({ code }) => {
    counters.storeFaults[code] += 1
  })
  const nodes = store.nodes ?? localNodes()
  const parts = await ownParts({
    mode,
    store: { ...store, nodes },
    clock,
    today: () => Date.now(),
    limits,
    maxSessions: options.maxSessions,
    looks,
    processes: count,
    registration: () => registration,
    faults,
    nodes: store.nodes,
    node,
  })
  const hosting = new Host({ parts, store, nodes })
  const drops = new Drops(clock, (connections) => log.write({ event: 'dropped', connections }))
  const waiting: Socket[] = []
  const workers = new Map<number, Worker>()
  const endedAtOnce = new Map<number, number>()
  let past: ServerMetrics | null = null
  let isDraining = false
  let last = 0
  let breakDown: (how: { readonly how: string; readonly failure: StartFailure | null }) => void = () => {}
  const broken = new Promise<{ readonly how: string; readonly failure: StartFailure | null }>((resolve) => {
    breakDown = resolve
  })

  /** The worker with the fewest connections that has room; of several the next in turn. */
  const next = (): Worker | null => {
    let found: Worker | null = null
    for (let step = 1; step <= count; step++) {
      const worker = workers.get((last + step) % count)
      if (worker === undefined || !worker.isReady || worker.connections >= parts.room) continue
      if (found === null || worker.connections < found.connections) found = worker
    }
    return found
  }

  const take = (socket: Socket): void => {
    const worker = next()
    if (worker !== null) {
      last = worker.index
      worker.hand(socket, looks ? null : path === undefined ? (socket.remoteAddress ?? '') : UNIX_ADDRESS)
    } else if (isDraining || waiting.length >= MAX_WAITING) {
      socket.destroy()
      drops.add()
    } else waiting.push(socket.on('error', () => {}))
  }

  const takeWaiting = (): void => {
    for (const socket of waiting.splice(0)) if (!socket.destroyed) take(socket)
  }

  log.write({ event: 'starting', mode })
  const listening = await listen(
    {
      host,
      port,
      fd,
      path,
      onFault: ({ code }) => log.write({ event: 'failed', what: 'accepting', detail: code }),
    },
    (socket) => take(socket),
  )
  if (E.isLeft(listening)) {
    log.write(notListening(listening.left))
    throw cannotListen(listening.left)
  }
  const acceptor = listening.right
  const { address } = acceptor

  /** Starts a worker. Resolves when it is ready; rejects with a WorkerFailed where it ends before. */
  const start = (index: number): Promise<void> =>
    new Promise((resolve, reject) => {
      let readyAtMs: number | null = null
      const first = {
        place: { address, isUnix: path !== undefined, maxArriving: parts.maxArriving, processes: count },
        node: `${node}.${index + 1}`,
        options: sentOptions({
          ...options,
          registration,
          ...(tls === undefined ? {} : { tls }),
          ...(sources === undefined ? {} : { sources }),
        }),
        settings: options.settings(),
      }
      const worker = new Worker(index, options.spawn(), hosting, first, options.api, {
        ready: () => {
          readyAtMs = clock.now()
          takeWaiting()
          resolve()
        },
        room: () => {
          if (waiting.length > 0) takeWaiting()
        },
        exited: (how) => {
          if (worker.metrics !== null)
            past = sumMetrics([remainderOf(worker.metrics), ...(past === null ? [] : [past])])
          if (workers.get(index) === worker) workers.delete(index)
          reject(new WorkerFailed(how, worker.failure))
          if (isDraining || (!isUp && readyAtMs === null)) return
          const isAtOnce = readyAtMs === null || clock.now() - readyAtMs < AT_ONCE_MS
          const times = isAtOnce ? (endedAtOnce.get(index) ?? 0) + 1 : 0
          endedAtOnce.set(index, times)
          if (times >= MAX_ENDED_AT_ONCE) {
            end()
            return breakDown({ how, failure: worker.failure })
          }
          log.write({ event: 'workerEnded', worker: index + 1, pid: worker.process.pid, how })
          clock.setTimer(times === 0 ? 0 : AGAIN_AFTER_MS * 2 ** times, () => {
            if (!isDraining) start(index).catch(() => undefined)
          })
        },
      })
      workers.set(index, worker)
    })

  /** Ends all that is there, at once. */
  const end = (): void => {
    isDraining = true
    acceptor.close()
    hosting.stop()
    for (const socket of waiting.splice(0)) socket.destroy()
    for (const worker of workers.values()) worker.process.kill()
  }

  /** Whether all have been ready once; before that one that ends is no accident. */
  let isUp = false
  try {
    await Promise.all(Array.from({ length: count }, (_, index) => start(index)))
  } catch (error) {
    end()
    throw error
  }
  isUp = true
  log.write({ event: 'listening', host: address.address, port: address.port, mode })
  hosting.begin()

  const drain = async (withinMs: number): Promise<void> => {
    isDraining = true
    log.write({ event: 'stopping', sessions: parts.slots.taken })
    acceptor.close()
    for (const socket of waiting.splice(0)) socket.destroy()
    drops.stop()
    await Promise.all(
      [...workers.values()].map(async (worker) => {
        const exited = new Promise<void>((resolve) => worker.process.onExit(() => resolve()))
        const late = clock.setTimer(withinMs + GRACE_MS, () => worker.process.kill())
        if (worker.isReady) await worker.stop(withinMs).catch(() => undefined)
        worker.process.disconnect()
        if (!worker.isGone) await exited
        clock.clearTimer(late)
      }),
    )
    hosting.stop()
    log.write({ event: 'stopped' })
  }
  let closing: Promise<void> | null = null
  const tell = (name: string, ...given: readonly unknown[]): void => {
    for (const worker of workers.values()) worker.tell(name, ...given)
  }
  return {
    host: address.address,
    port: address.port,
    broken,
    get readiness() {
      if (isDraining) return 'DRAINING'
      return (
        faults.unreadable ?? ([...workers.values()].some(({ isReady }) => isReady) ? 'READY' : 'NO_WORKER')
      )
    },
    metrics: async () => {
      const those = [...workers.values()].filter(({ isReady }) => isReady)
      await within(
        clock,
        MEASURE_WITHIN_MS,
        Promise.all(those.map((each) => each.measure().catch(() => undefined))),
      )
      const figures = [...workers.values()].flatMap(({ metrics }) => (metrics === null ? [] : [metrics]))
      const all = sumMetrics([...figures, ...(past === null ? [] : [past])])
      return {
        ...all,
        connections: { ...all.connections, dropped: all.connections.dropped + drops.total },
        storeFaults: sumOf(all.storeFaults, counters.storeFaults),
        passwords: parts.passwords(),
        draining: isDraining,
        storeFault: faults.unreadable,
      }
    },
    get usage() {
      return [...workers.values()].flatMap(({ usage }) => (usage === null ? [] : [usage]))
    },
    setRegistration: (state) => {
      registration = state
      tell('setRegistration', state)
    },
    setSources: (changed) => {
      limits.change(changed)
      sources = changed
      tell('setSources', changed)
    },
    renewCertificate: (certificate) => {
      // Judged here, once, so that no worker is told of one that cannot be used.
      renewCertificate(looking.tls, certificate)
      if (tls !== undefined) tls = { ...tls, ...certificate }
      tell('renewCertificate', certificate)
      log.write({ event: 'renewed' })
    },
    tell,
    close: async (withinMs = CLOSE_WITHIN_MS) => {
      duration('withinMs', withinMs)
      closing ??= drain(withinMs)
      return closing
    },
  }
}

interface Listening {
  readonly host: string
  readonly port: number
  readonly fd: number | undefined
  readonly path: string | undefined
  readonly onFault: (fault: ListenFault) => void
}

const listen = (
  { path, fd, ...place }: Listening,
  onSocket: (socket: Socket) => void,
): Promise<E.Either<ListenFault, Acceptor>> =>
  path !== undefined
    ? acceptUnix({ path, onFault: place.onFault }, onSocket)
    : acceptTcp({ ...place, ...(fd === undefined ? {} : { fd }) }, onSocket)

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
