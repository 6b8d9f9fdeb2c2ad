import { nanoid } from 'nanoid'
import { canonicalAddress } from '../address.ts'
import type { Log, PeerEvent } from '../engine/index.ts'
import { isThenable } from '../engine/message-context.ts'
import type { ArrivalFault, Connection, Endpoint, TlsFault } from '../transport/index.ts'
import { arrivalRefusal } from './arrivals.ts'
import type { ConnectedSessions } from './connected-sessions.ts'
import type { ServerContext } from './context.ts'
import type { Drops } from './drops.ts'
import type { Measures } from './metrics/server-metrics.ts'
import type { Admissions } from './parts.ts'
import { MAX_REFUSED } from './room.ts'
import { ServerSession } from './session.ts'
import { type Admission, EVICTED, type Refused } from './sources/slots.ts'
import type { UnprovenLog } from './sources/unproven-log.ts'

/** The parts of a server by which a connection is decided on. */
export interface AdmissionControlOptions {
  readonly context: ServerContext
  readonly slots: Admissions
  readonly connected: ConnectedSessions
  readonly measures: Measures
  readonly unproven: UnprovenLog
  readonly drops: Drops
}

const SILENT: Log<PeerEvent> = { data: false, write: () => {} }

/** Decides on each connection that has come: it becomes a session, is refused with a word, or is dropped without one. */
export class AdmissionControl {
  private readonly options: AdmissionControlOptions

  constructor(options: AdmissionControlOptions) {
    this.options = options
    options.slots.onEvicted?.((id) => this.evict(id))
  }

  /** Takes a connection; with a fault it is refused for that. */
  welcome(connection: Connection, fault: ArrivalFault | null = null): void {
    const id = nanoid()
    const address = canonicalAddress(connection.remote.address)
    const decide = (admission: Admission<string>): void =>
      this.decided({ connection, id, address, fault }, admission)
    const admission = this.options.slots.admit(address, id)
    if (isThenable(admission)) void admission.then(decide)
    else decide(admission)
  }

  /** Takes a connection by which a proxy looks whether this server answers: it gets an answer, and is neither logged nor counted. */
  check(connection: Connection): void {
    const { context, connected } = this.options
    const id = nanoid()
    connected.openCheck(id, new ServerSession(context, id, connection.remote.address, connection, SILENT))
  }

  /** A TLS handshake failed: there is nobody to tell. */
  handshakeFailed(remote: Endpoint, fault: TlsFault): void {
    const { measures, unproven } = this.options
    measures.counters.failedHandshakes[fault.code] += 1
    unproven.handshakeFailed(remote, fault)
  }

  private decided({ connection, id, address, fault }: Arrived, admission: Admission<string>): void {
    const { context, slots, connected, measures, unproven, drops } = this.options
    if (measures.isDraining) {
      slots.leave(id)
      return connection.destroy()
    }
    if (!admission.isLetIn && !this.mayBeTold) {
      connection.destroy()
      return drops.add()
    }
    if (admission.isLetIn && admission.evicted !== null) this.evict(admission.evicted)
    measures.counters.accepted += 1
    const log = unproven.session(id, connection.remote)
    const session = new ServerSession(context, id, address, connection, log)
    connected.open(id, session)
    const isNobody = context.identifyBy === 'certificate' && session.handshake.certifiedName === null
    if (fault !== null || isNobody) {
      const { code, detail } = arrivalRefusal(fault ?? 'NO_CERTIFICATE')
      session.connection.refuse(code, 0, detail)
    } else if (!admission.isLetIn) refuse(session, admission)
  }

  /** Ends a connection that makes room for another one. */
  private evict(id: string): void {
    const { connected, drops } = this.options
    const evicted = connected.all.get(id)
    if (evicted === undefined) return
    if (this.mayBeTold) refuse(evicted, EVICTED)
    else {
      evicted.connection.abandon()
      drops.add()
    }
  }

  /** Whether somebody may be told that there is no place for them: there are few who were, and are not gone yet. */
  private get mayBeTold(): boolean {
    return this.options.connected.refused < MAX_REFUSED
  }
}

/** A connection that is to be decided on. */
interface Arrived {
  readonly connection: Connection
  /** The session that it is going to be. */
  readonly id: string
  readonly address: string
  readonly fault: ArrivalFault | null
}

const refuse = (session: ServerSession, { detail, retryAfterMs }: Refused): void =>
  session.connection.refuse('OVERLOADED', 0, detail, retryAfterMs)
