import * as E from 'fp-ts/lib/Either.js'
import { nanoid } from 'nanoid'
import { contract as base, bounds } from '../../protocol/base/contract.ts'
import { canonicalAddress } from '../address.ts'
import type { Messages } from '../codec/index.ts'
import { duration } from '../duration.ts'
import { failing } from '../engine/error-text.ts'
import {
  checkBase,
  checkConverse,
  FlushScheduler,
  firstFailureOnly,
  type Log,
  type PeerEvent,
  type ServerEvent,
  shielded,
  shieldedObserver,
} from '../engine/index.ts'
import { isThenable } from '../engine/message-context.ts'
import type { AnyPeer, Handlers } from '../engine/peer.ts'
import { compile } from '../engine/runtime.ts'
import { identityOf } from '../identity.ts'
import { DEFAULT_HEARTBEAT_MS } from '../machines/index.ts'
import { memoryStore } from '../store/index.ts'
import {
  type ArrivalFault,
  type ArrivalOptions,
  type Connection,
  type ListenFault,
  listenTcp,
  listenUnix,
  systemClock,
  type TcpListener,
} from '../transport/index.ts'
import { arrivalRefusal, lookingParts, looksFirst, renewCertificate } from './arrivals.ts'
import type { Mode, ServerContext, ServerPeer } from './context.ts'
import { Drops } from './drops.ts'
import { Handover } from './handover.ts'
import { type HeldConversation, HeldConversations } from './held.ts'
import { cannotListen, notListening } from './listening.ts'
import { Measures } from './metrics/server-metrics.ts'
import type { Server, ServerOptions } from './options.ts'
import { ownParts, type ServerParts } from './parts.ts'
import { ELSEWHERE, SessionRegistry } from './registry.ts'
import { MAX_REFUSED } from './room.ts'
import { ServerSession } from './session.ts'
import { SourceLimits } from './sources/limits.ts'
import { misbehaviourOf } from './sources/misbehaviour.ts'
import { type Admission, EVICTED, type Refused } from './sources/slots.ts'
import { UnprovenLog } from './sources/unproven-log.ts'
import { StoreFaults } from './store-faults.ts'
import { StoredConversations } from './stored-conversations.ts'

const MODES: readonly Mode[] = ['auth', 'identify', 'echo']

const { min: MIN_HEARTBEAT_MS, max: MAX_HEARTBEAT_MS } = bounds.Heartbeat
const MAX_AGENT_BYTES = bounds['Welcome.server'].maxBytes

/** How long `close` waits for those who are connected. */
const CLOSE_WITHIN_MS = 5_000

/**
 * Starts a server. Rejects with a ColloquyError: CANNOT_LISTEN, TOO_MANY_SESSIONS, CANNOT_HASH, BAD_CERTIFICATE, OTHER_BASE; with a RangeError
 * or a TypeError for an option that cannot be.
 */
export const createServer = <M extends Messages>(options: ServerOptions<M>): Promise<Server<M>> =>
  startServer(options, null)

/** A connection that has come, and what goes wrong with accepting later on. */
interface Hearing {
  readonly onConnection: (connection: Connection) => void
  readonly onFault: (fault: ListenFault) => void
  readonly arrivals?: ArrivalOptions
}

/** Another process, which listens for a server, and has its parts. */
export interface Primary extends ServerParts {
  readonly listen: (hearing: Hearing) => TcpListener
}

/** Starts a server, or a process of one that has several, as `createServer` says. */
export const startServer = async <M extends Messages>(
  options: ServerOptions<M>,
  primary: Primary | null,
): Promise<Server<M>> => {
  checkBase(options.contract, base)
  const runtime = compile(options.contract)
  const { mode = 'auth', clock = systemClock } = options
  const { store = memoryStore(), identifyBy = 'proof' } = options
  let { registration = 'open' } = options
  const { node = nanoid(), agent = 'colloquy', heartbeatMs = DEFAULT_HEARTBEAT_MS } = options
  if (!(heartbeatMs >= MIN_HEARTBEAT_MS && heartbeatMs <= MAX_HEARTBEAT_MS && Number.isInteger(heartbeatMs)))
    throw new RangeError(
      `heartbeatMs is a whole number from ${count(MIN_HEARTBEAT_MS)} to ${count(MAX_HEARTBEAT_MS)}.`,
    )
  if (Buffer.byteLength(agent) > MAX_AGENT_BYTES)
    throw new RangeError(`agent has at most ${MAX_AGENT_BYTES} bytes.`)
  // A mode that is mistyped must not be one that asks for no proof.
  if (!MODES.includes(mode)) throw new RangeError(`mode is one of ${MODES.join(', ')}.`)
  checkRegistration(registration)
  const limits = new SourceLimits(options.sources)
  checkConverse(options.converse, runtime.tables, 'server')
  const log: Log<ServerEvent> = shielded(options.log ?? firstFailureOnly('createServer'))
  if (identifyBy === 'certificate' && options.tls?.clientCa === undefined)
    throw new TypeError('identifyBy certificate needs tls.clientCa: who has issued them.')
  const looking = lookingParts(options)
  const today = (): number => Date.now()
  const faults = new StoreFaults(log, ({ code }) => {
    measures.counters.storeFaults[code] += 1
  })
  const parts =
    primary ??
    (await ownParts({
      mode,
      store,
      clock,
      today,
      limits,
      maxSessions: options.maxSessions,
      looks: looksFirst(options),
      registration: () => registration,
      faults,
      nodes: store.nodes,
      node,
    }))
  const { slots, rates }: ServerParts = parts
  const sessions = new Map<string, ServerSession>()
  const checks = new Map<string, ServerSession>()
  const conversing = new Set<AnyPeer>()
  const drops = new Drops(clock, (connections) => log.write({ event: 'dropped', connections }))
  let emptied = (): void => {}

  /** Tells the program of a conversation. What it throws is a fault of its own, and harms no conversation. */
  const tell = (what: string, hook: ((peer: ServerPeer<M>) => unknown) | undefined, peer: AnyPeer): void => {
    if (hook === undefined) return
    const fail = (error: unknown): void => log.write({ event: 'failed', ...failing(what, error) })
    try {
      // They speak the contract that was given.
      const told = hook(peer as unknown as ServerPeer<M>)
      if (isThenable(told)) told.then(undefined, fail)
    } catch (error) {
      fail(error)
    }
  }

  const ended = (peer: AnyPeer): void => {
    void stored?.forget(peer.session)
    if (!conversing.delete(peer)) return
    measures.ended(peer)
    tell('gone', options.gone, peer)
  }
  const giveUp = ({ messaging }: HeldConversation): void => {
    measures.counters.givenUp += 1
    ended(messaging.peer)
  }
  const held = new HeldConversations(clock, giveUp, parts.processes)
  const stored =
    mode === 'auth' && store.held !== undefined
      ? new StoredConversations({
          held: store.held,
          owner: node,
          runtime,
          today,
          onFault: faults.of('conversations'),
        })
      : null
  const { latencies = false, meter } = options
  const measures = new Measures({
    runtime,
    mode,
    clock,
    sessions,
    conversing,
    held,
    drops,
    faults,
    passwords: parts.passwords,
    latencies,
    meter,
  })
  const unproven = new UnprovenLog(log, clock, measures.counters, parts.processes)

  const live = new SessionRegistry(held, parts.accounts)
  const handover =
    stored === null || store.nodes === undefined
      ? null
      : new Handover({
          nodes: store.nodes,
          node,
          clock,
          release: (session, sessionRow) => live.release(session, sessionRow),
          leave: (conversation) => stored.leaveOne(conversation),
          left: (messaging) => {
            messaging.finish(ELSEWHERE)
            ended(messaging.peer)
          },
          onFault: faults.of('conversations'),
        })

  const context: ServerContext = {
    runtime,
    mode,
    agent,
    store,
    authenticator: measures.timedProofs(parts.authenticator),
    get registration() {
      return registration
    },
    insecurePassword: options.insecurePassword ?? false,
    ...(options.greetKnown === undefined ? {} : { greetKnown: options.greetKnown }),
    identifyBy,
    ...(options.identity === undefined ? {} : { identity: identityOf(options.identity) }),
    heartbeatMs,
    get loginGraceMs() {
      return limits.loginGraceMs
    },
    // The contract's tables judge what each handler gets.
    converse: measures.timed(options.converse as Handlers),
    clock,
    scheduler: new FlushScheduler(),
    ...(options.observer === undefined ? {} : { observer: shieldedObserver(options.observer) }),
    rates,
    ...(stored === null ? {} : { stored }),
    ...(handover === null ? {} : { handover }),
    live,
    today,
    isNews: (fault) => faults.isNews(fault),
    countFault: faults.count,
    notContinued: () => {
      measures.counters.notContinued += 1
    },
    began: ({ session, remote }, peer) => {
      slots.keep(session)
      if (mode === 'auth') slots.trust(remote.address)
      if (conversing.has(peer)) return
      conversing.add(peer)
      tell('began', options.began, peer)
    },
    gone: ({ session, remote }, ending) => {
      if (checks.delete(session)) return
      sessions.delete(session)
      const how = slots.leave(session) ? misbehaviourOf(ending) : null
      // Breaches count against a source only in mode auth: the other modes have nothing to prove, so nobody to keep out.
      if (how !== null && mode === 'auth') slots.misbehaved(remote.address, how)
      if (sessions.size === 0) emptied()
    },
    ended,
  }

  const refuse = (session: ServerSession, { detail, retryAfterMs }: Refused): void =>
    session.connection.refuse('OVERLOADED', 0, detail, retryAfterMs)

  /** Whether somebody may be told that there is no place for them: there are few who were, and are not gone yet. */
  const mayBeTold = (): boolean => sessions.size - slots.taken < MAX_REFUSED

  const evict = (id: string): void => {
    const evicted = sessions.get(id)
    if (evicted === undefined) return
    if (mayBeTold()) refuse(evicted, EVICTED)
    else {
      evicted.connection.abandon()
      drops.add()
    }
  }
  slots.onEvicted?.(evict)

  const welcome = (connection: Connection, fault: ArrivalFault | null = null): void => {
    const id = nanoid()
    const address = canonicalAddress(connection.remote.address)
    const admission = slots.admit(address, id)
    if (isThenable(admission)) void admission.then((later) => admitted(connection, id, address, later, fault))
    else admitted(connection, id, address, admission, fault)
  }

  const admitted = (
    connection: Connection,
    id: string,
    address: string,
    admission: Admission<string>,
    fault: ArrivalFault | null,
  ): void => {
    const { remote } = connection
    if (measures.isDraining) {
      slots.leave(id)
      return connection.destroy()
    }
    if (!admission.isLetIn && !mayBeTold()) {
      connection.destroy()
      return drops.add()
    }
    if (admission.isLetIn && admission.evicted !== null) evict(admission.evicted)
    measures.counters.accepted += 1
    const session = new ServerSession(context, id, address, connection, unproven.session(id, remote))
    sessions.set(id, session)
    session.open()
    const isNobody = identifyBy === 'certificate' && session.handshake.certifiedName === null
    if (fault !== null || isNobody) {
      const { code, detail } = arrivalRefusal(fault ?? 'NO_CERTIFICATE')
      session.connection.refuse(code, 0, detail)
    } else if (!admission.isLetIn) refuse(session, admission)
  }

  /** A proxy looks whether this server answers: it gets an answer, and is neither logged nor counted. */
  const check = (connection: Connection): void => {
    const id = nanoid()
    const session = new ServerSession(context, id, connection.remote.address, connection, SILENT)
    checks.set(id, session)
    session.open()
  }

  log.write({ event: 'starting', mode })
  const hearing: Hearing = {
    onConnection: (connection) => welcome(connection),
    onFault: (fault) => log.write({ event: 'failed', what: 'accepting', detail: fault.code }),
    ...(looksFirst(options)
      ? {
          arrivals: {
            ...looking,
            maxArriving: parts.maxArriving,
            clock,
            onCheck: check,
            onRefused: welcome,
            onFailed: (remote, fault) => {
              measures.counters.failedHandshakes[fault.code] += 1
              unproven.handshakeFailed(remote, fault)
            },
          },
        }
      : {}),
  }
  const listening = primary === null ? await listenAt(options, hearing) : E.right(primary.listen(hearing))
  if (E.isLeft(listening)) {
    measures.stop()
    log.write(notListening(listening.left))
    throw cannotListen(listening.left)
  }
  const listener = listening.right
  const { address } = listener
  log.write({ event: 'listening', host: address.address, port: address.port, mode })

  parts.begin(live)

  /** Conversations that may go on are left for the next process. */
  const leaveHeld = async (withinMs: number): Promise<void> => {
    const all = held.takeAll()
    for (const each of all) handover?.begin(each)
    await Promise.all(all.map(({ messaging }) => messaging.settle(withinMs)))
    await stored?.leave(all)
    for (const each of all) {
      handover?.done(each)
      each.messaging.finish(each.ending)
      ended(each.messaging.peer)
    }
  }

  const drain = async (withinMs: number): Promise<void> => {
    measures.isDraining = true
    log.write({ event: 'stopping', sessions: sessions.size })
    const endsAtMs = clock.now() + withinMs
    for (const { connection } of checks.values()) connection.abandon()
    listener.close()
    drops.stop()
    parts.stop()
    if (sessions.size > 0)
      await new Promise<void>((resolve) => {
        const timer = clock.setTimer(withinMs, () => {
          for (const session of sessions.values()) session.connection.abandon()
        })
        emptied = () => {
          clock.clearTimer(timer)
          resolve()
        }
        for (const session of sessions.values()) session.bye('SHUTTING_DOWN')
      })
    await leaveHeld(Math.max(0, endsAtMs - clock.now()))
    handover?.stop()
    unproven.stop()
    measures.stop()
    log.write({ event: 'stopped' })
  }
  let closing: Promise<void> | null = null
  return {
    host: address.address,
    port: address.port,
    // They speak the contract that was given.
    peers: conversing as Iterable<unknown> as Iterable<ServerPeer<M>>,
    get readiness() {
      return measures.readiness
    },
    metrics: () => measures.snapshot(),
    setRegistration: (state) => {
      checkRegistration(state)
      registration = state
    },
    setSources: (sources) => limits.change(sources),
    renewCertificate: (certificate) => {
      renewCertificate(looking.tls, certificate)
      log.write({ event: 'renewed' })
    },
    close: async (withinMs = CLOSE_WITHIN_MS) => {
      duration('withinMs', withinMs)
      closing ??= drain(withinMs)
      return closing
    },
  }
}

/** Listens where the options say. */
const listenAt = (
  {
    host = '127.0.0.1',
    port = 7707,
    fd,
    path,
  }: Pick<ServerOptions<Messages>, 'host' | 'port' | 'fd' | 'path'>,
  { arrivals, ...hearing }: Hearing,
): Promise<E.Either<ListenFault, TcpListener>> =>
  path !== undefined
    ? listenUnix({ path, ...hearing })
    : listenTcp({
        host,
        port,
        ...(fd === undefined ? {} : { fd }),
        ...hearing,
        ...(arrivals === undefined ? {} : { arrivals }),
      })

const SILENT: Log<PeerEvent> = { data: false, write: () => {} }

const checkRegistration = (state: 'open' | 'closed'): void => {
  if (state !== 'open' && state !== 'closed') throw new RangeError('registration is open or closed.')
}

const count = (number: number): string => number.toLocaleString('en')
