import type { Authenticator, QueueLoad } from '../../auth/index.ts'
import type { AnyPeer, Handlers } from '../../engine/peer.ts'
import type { Runtime } from '../../engine/runtime.ts'
import type { StoreFaultCode } from '../../store/index.ts'
import type { Clock } from '../../transport/clock.ts'
import type { ServerSession } from '../session.ts'
import type { StoreFaults } from '../store-faults.ts'
import type { Counters } from './counters.ts'
import { EventLoopWatch } from './event-loop.ts'
import { Histogram } from './histogram.ts'
import {
  HANDLER_SECONDS,
  type HistogramFamily,
  PROOF_SECONDS,
  SESSION_WAITING_BYTES,
  SESSION_WAITING_MESSAGES,
} from './histograms.ts'
import { type Meter, type Metered, meterMetrics } from './meter.ts'
import { QueueSamples } from './queue-samples.ts'
import type { ServerMetrics } from './snapshot.ts'
import { timedHandlers } from './timed-handlers.ts'
import { type ProofKind, timedProofs } from './timed-proofs.ts'

/** A server that is measured, and how much of it. */
export interface MeasuredServer {
  readonly runtime: Runtime
  readonly mode: string
  readonly clock: Clock
  readonly counters: Counters
  /** Connections by their id. */
  readonly sessions: ReadonlyMap<string, ServerSession>
  /** Conversations that have begun and are not over. */
  readonly conversing: ReadonlySet<AnyPeer>
  readonly held: { readonly size: number; readonly bytes: number }
  readonly drops: { readonly total: number }
  readonly faults: Pick<StoreFaults, 'unreadable'>
  readonly passwords: () => QueueLoad
  /** Whether handlers and proofs are timed, queues looked at, and the event loop is watched. */
  readonly latencies: boolean
  readonly meter?: Meter | undefined
}

/** Keeps what a server has done, and reads off it what it does. Nothing is counted for each message. */
export class Measures {
  readonly counters: Counters
  /** Set when the server stops. */
  isDraining = false
  private readonly server: MeasuredServer
  private readonly handlers: Histogram | null
  private readonly proofs: Readonly<Record<ProofKind, Histogram>> | null
  private readonly queues: QueueSamples | null
  private readonly eventLoop: EventLoopWatch | null
  private readonly metered: Metered | null

  constructor(server: MeasuredServer) {
    this.server = server
    this.counters = server.counters
    const { meter, latencies } = server
    const isTimed = latencies || meter !== undefined
    this.eventLoop = isTimed ? new EventLoopWatch() : null
    this.metered = meter === undefined ? null : meterMetrics(meter, () => this.snapshot())
    this.handlers = isTimed ? this.distribution(HANDLER_SECONDS)({}) : null
    const proofs = isTimed ? this.distribution(PROOF_SECONDS) : null
    this.proofs = proofs && {
      register: proofs({ how: 'register' }),
      login: proofs({ how: 'login' }),
      resume: proofs({ how: 'resume' }),
    }
    this.queues = isTimed
      ? new QueueSamples(server.clock, server.sessions, {
          bytes: this.distribution(SESSION_WAITING_BYTES)({}),
          messages: this.distribution(SESSION_WAITING_MESSAGES)({}),
        })
      : null
  }

  /** Makes the histograms of a family, one for each set of labels; a meter hears of their values, too. */
  private distribution(family: HistogramFamily): (labels: Readonly<Record<string, string>>) => Histogram {
    const record = this.metered?.distribution(family)
    return (labels) =>
      new Histogram(family.bounds, record === undefined ? undefined : (value) => record(value, labels))
  }

  /** The handlers, timed where that is wanted. */
  timed(converse: Handlers): Handlers {
    const { handlers, server } = this
    if (handlers === null) return converse
    return timedHandlers(converse, server.runtime.tables, server.clock, (seconds) => handlers.record(seconds))
  }

  /** The authenticator, timed where that is wanted. */
  timedProofs(authenticator: Authenticator): Authenticator {
    const { proofs, server } = this
    if (proofs === null) return authenticator
    return timedProofs(authenticator, server.clock, (kind, seconds) => proofs[kind].record(seconds))
  }

  get readiness(): 'READY' | 'DRAINING' | StoreFaultCode {
    return this.isDraining ? 'DRAINING' : (this.server.faults.unreadable ?? 'READY')
  }

  snapshot(): ServerMetrics {
    const { counters, server } = this
    const { runtime, mode, conversing, held, drops, faults, passwords } = server
    let [heard, said] = [counters.heard, counters.said]
    for (const { counts } of conversing) {
      heard += counts.heard
      said += counts.said
    }
    return {
      protocol: runtime.name,
      mode,
      conversations: conversing.size,
      held: held.size,
      heldBytes: held.bytes,
      connections: {
        accepted: counters.accepted,
        dropped: drops.total,
        failedHandshakes: { ...counters.failedHandshakes },
        ended: { ...counters.endings },
      },
      proofs: {
        granted: { ...counters.granted },
        denied: { ...counters.denied },
        replayed: counters.replayed,
        seconds: this.proofs && {
          register: this.proofs.register.snapshot(),
          login: this.proofs.login.snapshot(),
          resume: this.proofs.resume.snapshot(),
        },
      },
      continued: counters.continued,
      notContinued: counters.notContinued,
      givenUp: counters.givenUp,
      refusals: { ...counters.refusals },
      ...this.live(heard, said),
      passwords: passwords(),
      storeFaults: { ...counters.storeFaults },
      failures: counters.failures,
      handlers: this.handlers?.snapshot() ?? null,
      queues: this.queues?.snapshot() ?? null,
      eventLoop: this.eventLoop?.take() ?? null,
      draining: this.isDraining,
      storeFault: faults.unreadable,
    }
  }

  stop(): void {
    this.metered?.stop()
    this.queues?.stop()
    this.eventLoop?.stop()
  }

  /** The figures that are read off the connections that there are. */
  private live(heard: number, said: number): Pick<ServerMetrics, 'sessions' | 'messages' | 'bytes'> {
    const { counters, server } = this
    const { states } = server.runtime
    const sessions = new Map(states.map(({ name }) => [name, 0]))
    let [received, sent, waiting, waitingMessages] = [counters.receivedBytes, counters.sentBytes, 0, 0]
    for (const { state, connection, messaging } of server.sessions.values()) {
      const name = states[state]?.name
      if (name !== undefined) sessions.set(name, (sessions.get(name) ?? 0) + 1)
      const { traffic } = connection
      received += traffic.received
      sent += traffic.sent
      waiting += traffic.waiting
      waitingMessages += messaging?.waitingMessages ?? 0
    }
    return {
      sessions: Object.fromEntries(sessions),
      messages: { heard, said, waiting: waitingMessages },
      bytes: { received, sent, waiting },
    }
  }
}
