import type { Contract } from '../contract/index.ts'
import type { EndedConnection, FrameListener, ObservedEnd, Observer, PassingFrame } from '../engine/index.ts'
import { MAX_DECODED_A_VIEW } from './limits.ts'
import { Refusals, type Refuser } from './refusals.ts'
import { SessionRecord } from './session-record.ts'
import { type Shown, showing } from './shown-message.ts'

/** Numbers that grow as a server works. */
export interface ServerTotals {
  opened: number
  heard: number
  said: number
  heardBytes: number
  saidBytes: number
}

/** All that is known of a server by observing its ends. Frames are counted; few are decoded. */
export class ObservedServer {
  readonly contract: Contract
  readonly observer: Observer
  readonly refusals = new Refusals()
  readonly totals: ServerTotals = { opened: 0, heard: 0, said: 0, heardBytes: 0, saidBytes: 0 }
  /** By the index of the contract's state: sessions that are there now. */
  readonly inState: Int32Array
  /** By `from * states + to`: how often a session has gone that way. */
  readonly moves: Float64Array
  /** The name of a message by its number. */
  readonly names: ReadonlyMap<number, string>
  private readonly records = new Map<string, SessionRecord>()
  private readonly byConnection = new WeakMap<object, SessionRecord>()
  private readonly shown: Shown
  private readonly now: () => number
  private readonly stateIndex: ReadonlyMap<string, number>
  /** By the number of a message: 1 for one of the conversation. */
  private readonly isConversation: Uint8Array
  /** By the number of a message: 1 for one that changes no state, such as Ack. There may be as many of them. */
  private readonly isCourtesy: Uint8Array

  /** `now` is in milliseconds since 1970; texts of the conversation are shown where they are wanted. */
  constructor(contract: Contract, texts: boolean, now: () => number) {
    const { states, messages } = contract
    this.contract = contract
    this.now = now
    this.shown = showing(contract, texts)
    this.inState = new Int32Array(states.length)
    this.moves = new Float64Array(states.length ** 2)
    this.stateIndex = new Map(states.map(({ name }, index) => [name, index]))
    this.names = new Map(messages.map(({ number, name }) => [number, name]))
    this.isConversation = new Uint8Array(Math.max(...messages.map(({ number }) => number)) + 1)
    this.isCourtesy = new Uint8Array(this.isConversation.length)
    for (const { name, number, conversation } of messages) {
      const leadsNowhere = states.some((state) => state.says.get(name) === state.name)
      this.isConversation[number] = conversation ? 1 : 0
      this.isCourtesy[number] = !conversation && leadsNowhere ? 1 : 0
    }
    this.observer = {
      opened: (end) => this.opened(end),
      stepped: ({ event, connection }) => {
        const record = connection === null ? undefined : this.byConnection.get(connection)
        if (record === undefined) return
        if (event === 'lost') this.met(record, 'lost')
        if (event.startsWith('xstate.after.')) this.met(record, 'deadline')
      },
      entered: ({ connection, to }) => {
        const record = this.byConnection.get(connection)
        if (record !== undefined) this.moved(record, this.stateIndex.get(to) ?? 0)
      },
      reading: ({ connection, paused }) => {
        const record = this.byConnection.get(connection)
        if (record !== undefined) record.isPaused = paused
      },
      ended: (end) => this.ended(end),
    }
  }

  /** The sessions that are there now, in the order in which they came. */
  get sessions(): Iterable<SessionRecord> {
    return this.records.values()
  }

  get size(): number {
    return this.records.size
  }

  session(name: string): SessionRecord | undefined {
    return this.records.get(name)
  }

  private opened({ protocol, side, session, connection }: ObservedEnd): FrameListener | null {
    if (side !== 'server' || protocol !== this.contract.protocol) return null
    const record = new SessionRecord(session, connection, this.now())
    this.records.set(session, record)
    this.byConnection.set(connection, record)
    this.totals.opened += 1
    this.inState[0] = (this.inState[0] ?? 0) + 1
    return (frame) => this.passed(record, frame)
  }

  private passed(record: SessionRecord, frame: PassingFrame): void {
    const { totals } = this
    const { does, number, id, re, bytes } = frame
    const isConversation = this.isConversation[number] === 1
    if (does === 'hears') {
      record.heardBytes += bytes
      totals.heardBytes += bytes
      if (isConversation) {
        record.heard += 1
        totals.heard += 1
      }
    } else {
      record.saidBytes += bytes
      totals.saidBytes += bytes
      if (isConversation) {
        record.said += 1
        totals.said += 1
      }
    }
    const isMany = isConversation || this.isCourtesy[number] === 1
    const isDecoded = isMany ? record.isWatched && record.decoded++ < MAX_DECODED_A_VIEW : true
    const message = isDecoded ? frame.decode() : null
    if (message !== null && !isConversation) this.note(record, message)
    const shown = message === null ? null : this.shown(message)
    record.ring.add(does, number, id, re, bytes, record.state, this.age(record), shown)
  }

  /** Takes from what is said whom the session goes by, and whether a proof was accepted. */
  private note(record: SessionRecord, message: { readonly type: string }): void {
    // The contract's codec has decoded it.
    const { type, name, reason, detail } = message as { readonly [field: string]: unknown }
    if (typeof name === 'string' && NAMING.has(String(type))) record.name = name
    if (type === 'Granted') record.denied = null
    if (type !== 'Denied' || typeof reason !== 'string') return
    record.denied = { reason, detail: String(detail) }
    this.refusals.count(reason, 'us')
  }

  private met(record: SessionRecord, what: 'lost' | 'deadline'): void {
    record.ring.add(what, 0, 0, 0, 0, record.state, this.age(record), null)
  }

  private moved(record: SessionRecord, to: number): void {
    const { inState, moves } = this
    const at = record.state * inState.length + to
    moves[at] = (moves[at] ?? 0) + 1
    inState[record.state] = (inState[record.state] ?? 0) - 1
    inState[to] = (inState[to] ?? 0) + 1
    record.state = to
  }

  private ended({ connection, ending }: EndedConnection): void {
    const record = this.byConnection.get(connection)
    if (record === undefined) return
    record.end(ending)
    this.inState[record.state] = (this.inState[record.state] ?? 0) - 1
    this.records.delete(record.session)
    this.byConnection.delete(connection)
    const refused = refusalIn(ending, record)
    if (refused === null) return
    if (refused.isCounted) this.refusals.count(refused.code, refused.by)
    const { code, by, detail } = refused
    this.refusals.keep({ atMs: this.now(), code, by, detail, record })
  }

  private age({ openedAtMs }: SessionRecord): number {
    return Math.max(0, this.now() - openedAtMs)
  }
}

/** The messages that say whom a session goes by. */
const NAMING = new Set(['MyName', 'Register', 'Login', 'Greeting', 'Granted'])

/** Why an ended session counts as refused; null: it does not. A reason of Denied was counted when it was said. */
const refusalIn = (
  ending: EndedConnection['ending'],
  { denied }: SessionRecord,
): {
  readonly code: string
  readonly by: Refuser
  readonly detail: string
  readonly isCounted: boolean
} | null => {
  const detail = 'detail' in ending ? ending.detail : ''
  if (ending.how === 'fault') return { code: ending.code, by: ending.by, detail, isCounted: true }
  if (ending.how === 'refused') return { code: ending.code, by: 'us', detail, isCounted: true }
  if (ending.how === 'lost' && 'code' in ending && ending.code === 'STALLED')
    return { code: ending.code, by: 'us', detail, isCounted: true }
  return denied === null ? null : { code: denied.reason, by: 'us', detail: denied.detail, isCounted: false }
}
