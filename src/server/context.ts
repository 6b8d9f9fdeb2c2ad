import type { Authenticator } from '../auth/index.ts'
import type { Messages } from '../codec/index.ts'
import type { SharedParts } from '../engine/connection.ts'
import type { Ending } from '../engine/ending.ts'
import type { Log, PeerEvent } from '../engine/events.ts'
import type { AnyPeer, Handlers, Peer } from '../engine/peer.ts'
import type { Runtime } from '../engine/runtime.ts'
import type { Identity } from '../identity.ts'
import type { AddressBook, StoreFault } from '../store/index.ts'
import type { Endpoint } from '../transport/connection.ts'
import type { Handover } from './handover.ts'
import type { SessionRegistry } from './registry.ts'
import type { Rates } from './sources/rates.ts'
import type { StoredConversations } from './stored-conversations.ts'

/** The proof that a server asks for. `raw` knows no frames, and no session either. */
export type Mode = 'auth' | 'identify' | 'echo'

/** The way in which a server tells who a client is. */
export type IdentifyBy = 'proof' | 'certificate'

/** The addresses at which the name that was last seen there is said to whoever comes. */
export type GreetKnown = 'private' | 'all' | 'none'

/** The other side of a server's conversation. */
export type ServerPeer<M extends Messages> = Peer<M['server'], M['client']>

/** The settings and parts that all sessions of a server stand on. */
export interface ServerContext extends SharedParts {
  readonly runtime: Runtime
  readonly mode: Mode
  readonly agent: string
  readonly store: { readonly addresses: Pick<AddressBook, 'find' | 'remember'> }
  readonly authenticator: Authenticator
  readonly registration: 'open' | 'closed'
  readonly insecurePassword: boolean
  /** With `certificate` a client is who its certificate says, and none comes without one. */
  readonly identifyBy?: IdentifyBy
  /** Where those whose address is known are greeted by name. */
  readonly greetKnown?: GreetKnown
  /** Shown and proven to clients that ask for it. */
  readonly identity?: Identity
  readonly heartbeatMs: number
  /** Milliseconds from the connection to its conversation; Infinity: as long as the contract lets it. */
  readonly loginGraceMs: number
  readonly converse: Handlers
  /** Rates that accounts are kept to; none unless given. */
  readonly rates?: Pick<Rates, 'isLimited' | 'use'>
  readonly live: SessionRegistry
  /** Conversations that another process of this server has left; none unless given. */
  readonly stored?: StoredConversations
  /** Conversations of other servers on the store; it has none unless given. */
  readonly handover?: Pick<Handover, 'ask'>
  /** Milliseconds since 1970. */
  readonly today: () => number
  /** Whether a fault of the store is to be told; each one is, unless given. */
  readonly isNews?: (fault: StoreFault) => boolean
  /** Counts a fault of the store, be it told or not. */
  readonly countFault?: (fault: StoreFault) => void
  /** A client came back for a conversation that cannot go on. */
  readonly notContinued?: () => void
  /** A conversation begins, or goes on over this connection: called before the next message is heard. */
  readonly began: (session: ConnectedSession, peer: AnyPeer) => void
  /** The connection is gone, in that way. */
  readonly gone: (session: ConnectedSession, ending: Ending) => void
  /** The conversation is over: no other connection goes on with it. */
  readonly ended: (peer: AnyPeer) => void
}

/** One connection, as the server counts it. */
interface ConnectedSession {
  readonly session: string
  readonly remote: Endpoint
}

/** Tells a log what the store failed at, unless that is known already. */
export const tellFault = (
  context: ServerContext,
  log: Log<PeerEvent>,
  what: string,
  fault: StoreFault,
): void => {
  context.countFault?.(fault)
  if (context.isNews?.(fault) === false) return
  log.write({ event: 'failed', what, detail: fault.remedy })
}
