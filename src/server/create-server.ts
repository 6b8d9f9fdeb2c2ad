import * as E from 'fp-ts/lib/Either.js'
import type { Messages } from '../codec/index.ts'
import type { TcpListener } from '../transport/index.ts'
import { AdmissionControl } from './admission-control.ts'
import { renewCertificate } from './arrivals.ts'
import { closingOnce } from './closing.ts'
import { ConnectedSessions } from './connected-sessions.ts'
import type { ServerPeer } from './context.ts'
import { Conversations } from './conversations.ts'
import { droppedConnections } from './drops.ts'
import { acceptingFault, type Hearing, listenAt, notListening } from './listening.ts'
import { Counters } from './metrics/counters.ts'
import { Measures } from './metrics/server-metrics.ts'
import type { Server, ServerOptions } from './options.ts'
import { ownParts, type Primary, type ServerParts } from './parts.ts'
import { serverContext } from './server-context.ts'
import { type ServerSettings, settingsOf } from './settings.ts'
import { UnprovenLog } from './sources/unproven-log.ts'
import { StoreFaults } from './store-faults.ts'

/**
 * Starts a server. Rejects with a ColloquyError: CANNOT_LISTEN, TOO_MANY_SESSIONS, CANNOT_HASH, BAD_CERTIFICATE, OTHER_BASE; with a RangeError
 * or a TypeError for an option that cannot be.
 */
export const createServer = <M extends Messages>(options: ServerOptions<M>): Promise<Server<M>> =>
  startServer(options, null)

/** Starts a server, or a process of one that has several, as `createServer` says. */
export const startServer = async <M extends Messages>(
  options: ServerOptions<M>,
  primary: Primary | null,
): Promise<Server<M>> => {
  const settings = settingsOf(options)
  const { mode, clock, log, registration, limits, looking } = settings
  const counters = new Counters()
  const faults = new StoreFaults(log, counters)
  const parts: ServerParts = primary ?? (await partsOf(settings, faults))
  const conversations = new Conversations({ settings, parts, counters, faults })
  const connected = new ConnectedSessions(parts.slots, mode)
  const drops = droppedConnections(log, clock)
  const measures = new Measures({
    runtime: settings.runtime,
    mode,
    clock,
    counters,
    sessions: connected.all,
    conversing: conversations.peers,
    held: conversations.held,
    drops,
    faults,
    passwords: parts.passwords,
    latencies: settings.latencies,
    meter: settings.meter,
  })
  const unproven = new UnprovenLog(log, clock, counters, parts.processes)
  const context = serverContext({ settings, parts, measures, faults, connected, conversations })
  const admission = new AdmissionControl({
    context,
    slots: parts.slots,
    connected,
    measures,
    unproven,
    drops,
  })

  log.write({ event: 'starting', mode })
  const hearing = hearingOf(settings, parts, admission)
  const listening = primary === null ? await listenAt(settings, hearing) : E.right(primary.listen(hearing))
  if (E.isLeft(listening)) {
    measures.stop()
    throw notListening(listening.left, log)
  }
  const listener: TcpListener = listening.right
  const { address } = listener
  log.write({ event: 'listening', host: address.address, port: address.port, mode })
  parts.begin(conversations.live)

  const drain = async (withinMs: number): Promise<void> => {
    measures.isDraining = true
    log.write({ event: 'stopping', sessions: connected.all.size })
    const endsAtMs = clock.now() + withinMs
    listener.close()
    drops.stop()
    parts.stop()
    await connected.end(withinMs, clock)
    await conversations.leave(Math.max(0, endsAtMs - clock.now()))
    unproven.stop()
    measures.stop()
    log.write({ event: 'stopped' })
  }
  return {
    host: address.address,
    port: address.port,
    // They speak the contract that was given.
    peers: conversations.peers as Iterable<unknown> as Iterable<ServerPeer<M>>,
    get readiness() {
      return measures.readiness
    },
    metrics: () => measures.snapshot(),
    setRegistration: (state) => registration.set(state),
    setSources: (sources) => limits.change(sources),
    renewCertificate: (certificate) => {
      renewCertificate(looking.tls, certificate)
      log.write({ event: 'renewed' })
    },
    close: closingOnce(drain),
  }
}

/** The parts of a server that is one process. */
const partsOf = (settings: ServerSettings, faults: StoreFaults): Promise<ServerParts> => {
  const { mode, store, clock, today, limits, maxSessions, looks, registration, node } = settings
  return ownParts({
    mode,
    store,
    clock,
    today,
    limits,
    maxSessions,
    looks,
    registration: () => registration.current,
    faults,
    nodes: store.nodes,
    node,
  })
}

/** Hands whoever comes to admission control, those that are looked at first when they have said what they are. */
const hearingOf = (
  { log, clock, looking, looks }: ServerSettings,
  { maxArriving }: ServerParts,
  admission: AdmissionControl,
): Hearing => ({
  onConnection: (connection) => admission.welcome(connection),
  onFault: acceptingFault(log),
  ...(looks
    ? {
        arrivals: {
          ...looking,
          maxArriving,
          clock,
          onCheck: (connection) => admission.check(connection),
          onRefused: (connection, fault) => admission.welcome(connection, fault),
          onFailed: (remote, fault) => admission.handshakeFailed(remote, fault),
        },
      }
    : {}),
})
