import { randomBytes } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { nanoid } from 'nanoid'
import type { AnyMessages } from '../../codec/index.ts'
import type { Log, ServerEvent } from '../../engine/index.ts'
import { memoryStore, type StoreFaultCode } from '../../store/index.ts'
import { type KeyedCertificate, systemClock } from '../../transport/index.ts'
import { lookingParts, looksFirst, renewCertificate } from '../arrivals.ts'
import { closingOnce } from '../closing.ts'
import { droppedConnections } from '../drops.ts'
import { acceptAt, acceptingFault, notListening } from '../listening.ts'
import { Counters } from '../metrics/counters.ts'
import type { ServerMetrics } from '../metrics/snapshot.ts'
import type { ServerOptions } from '../options.ts'
import { ownParts } from '../parts.ts'
import { Registration } from '../registration.ts'
import { SourceLimits } from '../sources/limits.ts'
import type { SourceOptions } from '../sources/options.ts'
import { StoreFaults } from '../store-faults.ts'
import type { Api } from './calls.ts'
import { Dispatcher } from './dispatcher.ts'
import { Host } from './host.ts'
import { localNodes } from './local-nodes.ts'
import { PrimaryMetrics } from './primary-metrics.ts'
import { sentOptions } from './start.ts'
import type { Usage, WorkerProcess } from './worker.ts'
import { type WorkerEnd, WorkerPool } from './worker-pool.ts'

/** Bytes of the secret by which a client resumes its TLS session at any worker. */
const TICKET_SECRET_BYTES = 32

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
  readonly broken: Promise<WorkerEnd>
}

/** Starts a server with workers. Rejects as `createServer` does, and with a WorkerFailed. */
export const createPrimary = async (options: PrimaryOptions): Promise<PrimaryServer> => {
  const { mode = 'auth', log, clock = systemClock, store = memoryStore(), node = nanoid() } = options
  const { maxSessions, workers: size } = options
  const isUnix = options.path !== undefined
  const looks = looksFirst(options)
  const looking = lookingParts(options)
  const registration = new Registration(options.registration)
  const limits = new SourceLimits(options.sources)
  /** The options as they are now: those of each worker that is started. */
  let current: PrimaryOptions = withTicketSecret(options)
  const counters = new Counters()
  const faults = new StoreFaults(log, counters)
  const nodes = store.nodes ?? localNodes()
  const parts = await ownParts({
    mode,
    store: { ...store, nodes },
    clock,
    today: () => Date.now(),
    limits,
    maxSessions,
    looks,
    processes: size,
    registration: () => registration.current,
    faults,
    nodes: store.nodes,
    node,
  })
  const hosting = new Host({ parts, store, nodes })
  const drops = droppedConnections(log, clock)
  let isDraining = false
  let breakDown: (end: WorkerEnd) => void = () => {}
  const broken = new Promise<WorkerEnd>((resolve) => {
    breakDown = resolve
  })

  const pool = new WorkerPool({
    size,
    room: parts.room,
    clock,
    log,
    hosting,
    spawn: options.spawn,
    first: (index) => ({
      place: { address, isUnix, maxArriving: parts.maxArriving, processes: size },
      node: `${node}.${index + 1}`,
      options: sentOptions({ ...current, registration: registration.current }),
      settings: options.settings(),
    }),
    api: options.api,
    onRoom: () => dispatcher.takeWaiting(),
    onGone: (worker) => metrics.keep(worker),
    onBroken: (end) => {
      kill()
      breakDown(end)
    },
  })
  const metrics = new PrimaryMetrics({ pool, clock, counters, drops, faults, passwords: parts.passwords })
  const dispatcher = new Dispatcher({ pool, drops, isUnix, looks })

  log.write({ event: 'starting', mode })
  const listening = await acceptAt(options, acceptingFault(log), (socket) => dispatcher.take(socket))
  if (E.isLeft(listening)) throw notListening(listening.left, log)
  const acceptor = listening.right
  const { address } = acceptor

  /** Ends all that is there, at once. */
  const kill = (): void => {
    isDraining = true
    acceptor.close()
    hosting.stop()
    dispatcher.close()
    pool.kill()
  }
  try {
    await pool.start()
  } catch (error) {
    kill()
    throw error
  }
  log.write({ event: 'listening', host: address.address, port: address.port, mode })
  hosting.begin()

  const drain = async (withinMs: number): Promise<void> => {
    isDraining = true
    log.write({ event: 'stopping', sessions: parts.slots.taken })
    acceptor.close()
    dispatcher.close()
    drops.stop()
    await pool.stop(withinMs)
    hosting.stop()
    log.write({ event: 'stopped' })
  }
  return {
    host: address.address,
    port: address.port,
    broken,
    get readiness() {
      if (isDraining) return 'DRAINING'
      return faults.unreadable ?? (pool.all.some(({ isReady }) => isReady) ? 'READY' : 'NO_WORKER')
    },
    metrics: () => metrics.snapshot(isDraining),
    get usage() {
      return pool.all.flatMap(({ usage }) => (usage === null ? [] : [usage]))
    },
    setRegistration: (state) => {
      registration.set(state)
      pool.tell('setRegistration', state)
    },
    setSources: (sources) => {
      limits.change(sources)
      current = { ...current, sources }
      pool.tell('setSources', sources)
    },
    renewCertificate: (certificate) => {
      // Judged here, once, so that no worker is told of one that cannot be used.
      renewCertificate(looking.tls, certificate)
      if (current.tls !== undefined) current = { ...current, tls: { ...current.tls, ...certificate } }
      pool.tell('renewCertificate', certificate)
      log.write({ event: 'renewed' })
    },
    tell: (name, ...given) => pool.tell(name, ...given),
    close: closingOnce(drain),
  }
}

const withTicketSecret = (options: PrimaryOptions): PrimaryOptions =>
  options.tls === undefined
    ? options
    : { ...options, tls: { ticketSecret: randomBytes(TICKET_SECRET_BYTES), ...options.tls } }
