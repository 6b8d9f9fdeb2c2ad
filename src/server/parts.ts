import * as E from 'fp-ts/lib/Either.js'
import {
  type Authenticator,
  cannotHash,
  createAuthenticator,
  createHasher,
  loadHashing,
  type QueueLoad,
} from '../auth/index.ts'
import { ColloquyError } from '../engine/index.ts'
import { type Nodes, type Store, shieldedPart } from '../store/index.ts'
import type { Clock, TcpListener, Timer } from '../transport/index.ts'
import type { Mode } from './context.ts'
import type { Hearing } from './listening.ts'
import type { SessionRegistry } from './registry.ts'
import { watchRevocations } from './revocations.ts'
import { roomFor } from './room.ts'
import { type AccountConversations, AccountLimit } from './sources/account-limit.ts'
import { NodeCounts } from './sources/node-counts.ts'
import type { SourceSettings } from './sources/options.ts'
import { Rates } from './sources/rates.ts'
import { type Admission, type Misbehaviour, Slots } from './sources/slots.ts'
import type { StoreFaults } from './store-faults.ts'

/** The slots of a server, as one of its processes asks for them. */
export interface Admissions {
  /** Slots that are taken by connections of this process. */
  readonly taken: number
  /** Decides on a connection: at once, or later where another process shares the slots out. */
  admit(address: string, session: string): Admission<string> | Promise<Admission<string>>
  keep(session: string): void
  trust(address: string): void
  leave(session: string): boolean
  misbehaved(address: string, how: Misbehaviour): void
  /** Hears of connections of this process that make room for one that has come to another. */
  onEvicted?(evict: (session: string) => void): void
}

/** The rates that accounts are kept to. */
export type AccountRates = Pick<Rates, 'isLimited' | 'use'>

/** The parts of a server that share out what is scarce, and watch the store: its processes have them in common where it has several. */
export interface ServerParts {
  readonly authenticator: Authenticator
  readonly slots: Admissions
  readonly accounts: AccountConversations
  readonly rates: AccountRates
  /** Connections that may be about to say what they are, at most. */
  readonly maxArriving: number
  /** Processes that the server has: what is not shared out each time each has an equal share of. */
  readonly processes: number
  /** Passwords that are checked now, and that wait for it. */
  readonly passwords: () => QueueLoad
  /** The server listens: conversations whose session was revoked elsewhere end from now on. */
  readonly begin: (live: Pick<SessionRegistry, 'revoked'>) => void
  readonly stop: () => void
}

/** Another process, which listens for a server, and has its parts. */
export interface Primary extends ServerParts {
  readonly listen: (hearing: Hearing) => TcpListener
}

/** The parts where they are this process's own. */
export interface OwnParts extends ServerParts {
  readonly slots: Slots<string>
  /** Connections that each process has descriptors for. */
  readonly room: number
}

/** Settings of parts that are this process's own. */
export interface PartsOptions {
  readonly mode: Mode
  readonly store: Store
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly today: () => number
  /** They may change: they are looked at each time. */
  readonly limits: SourceSettings
  readonly maxSessions: number | undefined
  /** Whether connections are looked at before they are sessions. */
  readonly looks: boolean
  /** Processes among which connections are spread; 1 unless given. */
  readonly processes?: number
  /** Whether new names are taken, now. */
  readonly registration: () => 'open' | 'closed'
  readonly faults: StoreFaults
  /** The other servers on the store, and the name of this one among them; undefined: there are none. */
  readonly nodes?: Nodes | undefined
  readonly node: string
}

/** Sessions that have expired are dropped from the store so often. */
const PURGE_EVERY_MS = 60 * 60 * 1000

/** Makes the parts. Rejects with a ColloquyError: CANNOT_LISTEN, TOO_MANY_SESSIONS, CANNOT_HASH. */
export const ownParts = async (options: PartsOptions): Promise<OwnParts> => {
  const { mode, store, clock, today, limits, looks, processes = 1, faults } = options
  const [{ maxSessions, maxArriving, room }, canHash] = await Promise.all([
    roomFor(options.maxSessions, looks, processes),
    mode === 'auth' ? loadHashing() : true,
  ])
  if (!canHash) throw new ColloquyError({ code: 'CANNOT_HASH' }, cannotHash.remedy)
  const hasher = createHasher()
  const shared =
    options.nodes !== undefined && mode === 'auth'
      ? new NodeCounts({ nodes: options.nodes, node: options.node, onFault: faults.of('counts') })
      : null
  const authenticator = createAuthenticator({
    store,
    get registration() {
      return options.registration()
    },
    hasher,
    now: today,
    elapsed: () => clock.now(),
    onFault: faults.of('accounts'),
    get freeFailures() {
      return limits.freeFailures
    },
    get registrationsPerHour() {
      return limits.registrationsPerHour
    },
    get sessionsPerAccount() {
      return limits.sessionsPerAccount
    },
    isExempt: limits.isExempt,
    ...(shared === null ? {} : { shared }),
  })
  const sessions = shieldedPart(store, 'sessions')
  const purged = store.held === undefined ? [sessions] : [sessions, shieldedPart(store, 'held')]
  let purging: Timer | null = null
  const purge = async (): Promise<void> => {
    purging = clock.setTimer(PURGE_EVERY_MS, purge)
    for (const part of purged) {
      const done = await part.purge(today())()
      if (E.isLeft(done)) faults.of('purge')(done.left)
    }
  }
  let watch: { readonly stop: () => void } | null = null
  return {
    authenticator,
    slots: new Slots<string>({
      limits,
      maxSessions,
      now: () => clock.now(),
      random: Math.random,
      ...(shared === null ? {} : { shared }),
    }),
    accounts: new AccountLimit(limits),
    rates: new Rates(() => clock.now(), limits.rates),
    maxArriving,
    processes,
    room,
    passwords: () => hasher.load?.() ?? { running: 0, waiting: 0 },
    begin: (live) => {
      void purge()
      if (mode !== 'auth') return
      const told = faults.of('revocations')
      watch = watchRevocations({
        sessions,
        ...(store.nodes === undefined ? {} : { nodes: store.nodes }),
        live,
        clock,
        onFault: (fault) => {
          faults.unreadable = fault.code
          told(fault)
        },
        onLook: () => faults.isThere(),
      })
    },
    stop: () => {
      if (purging !== null) clock.clearTimer(purging)
      watch?.stop()
      shared?.stop()
    },
  }
}
