import type { Option } from 'fp-ts/lib/Option.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoreFault } from './fault.ts'
import type { Transfer } from './transfer.ts'

/** An operation on a store. It runs each time it is called, and never rejects for what a disk or a user caused. */
export type Stored<A> = TaskEither<StoreFault, A>

/** The memory of a server: addresses that it greets by name, accounts, and sessions. */
export interface Store {
  readonly addresses: AddressBook
  readonly accounts: Accounts
  readonly sessions: Sessions
  /** Missing where conversations cannot outlive their server. */
  readonly held?: HeldConversations
  /** Missing where the store keeps nothing, or works in a thread of its own. */
  readonly transfer?: Transfer
  /** Missing where no other server can be told of something at once. */
  readonly nodes?: Nodes
  /** Waits for what is under way. Afterwards every operation is CLOSED. */
  readonly close: () => Stored<void>
}

/** The name that was last seen at each address. Addresses are compared in their canonical form. */
export interface AddressBook {
  /** The name that was seen there last; none: nobody was. */
  readonly find: (address: string) => Stored<Option<KnownAddress>>
  /** The last one wins. Beyond the capacity the entry seen longest ago goes. */
  readonly remember: (address: string, name: string, atMs: number) => Stored<void>
  /** The last visit first. */
  readonly list: () => Stored<readonly AddressEntry[]>
  /** False when nobody was seen there. */
  readonly forget: (address: string) => Stored<boolean>
  /** Forgets every address at which the name was seen, in any of its forms. Gives how many there were. */
  readonly forgetName: (name: string) => Stored<number>
}

/** An address at which somebody was seen, and who. */
export interface AddressEntry extends KnownAddress {
  /** In its canonical form. */
  readonly address: string
}

/** A visit to the server: who came last from an address. */
export interface KnownAddress {
  readonly name: string
  /** Milliseconds since 1970, as everywhere in the store. */
  readonly lastSeenMs: number
}

/** At most so many addresses are remembered. */
export const DEFAULT_ADDRESS_CAPACITY = 65_536

/** The accounts, which may log in. Names are compared in their comparison form, and are unique in it. */
export interface Accounts {
  /** `taken`: there is one of that name, in any of its forms. */
  readonly add: (account: Account) => Stored<'added' | 'taken'>
  /** The account of that name, in any of its forms; none: there is none. */
  readonly find: (name: string) => Stored<Option<Account>>
  /** With `instead` only while that is the stored hash. False when there is no such account, or hash. */
  readonly setPasswordHash: (id: string, passwordHash: string, instead?: string) => Stored<boolean>
  /** Revokes its sessions, and forgets where its name was seen, too. False when there is no such account. */
  readonly remove: (id: string, atMs: number) => Stored<boolean>
  /** In the order of the compared names. */
  readonly list: () => Stored<readonly Account[]>
}

/** Somebody who may log in. */
export interface Account {
  readonly id: string
  /** As it was registered. */
  readonly name: string
  /** A PHC string. */
  readonly passwordHash: string
  readonly createdAtMs: number
}

/** The sessions of accounts that are logged in. Tokens are known by their hashes only. Every operation is atomic against other processes. */
export interface Sessions {
  /**
   * `stale`: the account is gone, or `provenBy` is no longer its password hash. Beyond `maxPerAccount` sessions of its account
   * those that were used longest ago are revoked with it; without a limit unless given.
   */
  readonly create: (session: Session, provenBy: string, maxPerAccount?: number) => Stored<'created' | 'stale'>
  /**
   * Offers a token and a fresh one to follow, from that address; see `rotate`. A `replayed` session is revoked by it. Without an
   * address the session keeps the one that it has.
   */
  readonly resume: (
    offered: string,
    fresh: string,
    nowMs: number,
    life: TokenLife,
    address?: string,
  ) => Stored<Resumption>
  /** Counts as a use of the session. False when there is none that is still good. */
  readonly use: (id: string, nowMs: number, life: TokenLife) => Stored<boolean>
  /** The name of the account whose token this is, whether it is good or dead; none: it is unknown. */
  readonly holder: (offered: string) => Stored<Option<string>>
  /** False when there is no such session; with an account, of that account. */
  readonly revoke: (id: string, atMs: number, accountId?: string) => Stored<boolean>
  /** Gives the ids of the sessions that it revoked. */
  readonly revokeAll: (accountId: string, atMs: number) => Stored<readonly string[]>
  /**
   * Sessions revoked by any process since the cursor that an earlier call gave; with null none, and a first cursor.
   * Costs one look into an index.
   */
  readonly revokedSince: (cursor: number | null) => Stored<Revocations>
  /** The sessions of an account that have not expired: of more than `limit` those that were used last. The last one first. */
  readonly ofAccount: (accountId: string, nowMs: number, limit: number) => Stored<readonly SessionSummary[]>
  /** In the order of their creation, expired ones included until they are purged. */
  readonly list: () => Stored<readonly SessionSummary[]>
  /** Drops the sessions that have expired, and revocations older than a day. Gives how many sessions went. */
  readonly purge: (nowMs: number) => Stored<number>
}

/** A session without its tokens. Times are in milliseconds since 1970. */
export interface SessionSummary {
  readonly id: string
  readonly accountId: string
  readonly createdAtMs: number
  readonly usedAtMs: number
  readonly expiresAtMs: number
  /** Where the last login or resume came from; empty where nobody noted it. */
  readonly address: string
}

/** A session with the hashes of its tokens. */
export interface Session extends SessionSummary {
  /** The hash of the token that was used last. */
  readonly current: string
  /** The hash of the token that was issued last, until it is used. */
  readonly next: string | null
  /** The last one first. */
  readonly dead: readonly DeadToken[]
}

/** A token that was replaced, by its hash. */
export interface DeadToken {
  readonly hash: string
  readonly diedAtMs: number
}

/** The result of offering a token. */
export type Resumption =
  | { readonly outcome: 'resumed'; readonly session: SessionSummary; readonly name: string }
  | { readonly outcome: 'unknown' | 'expired' | 'dead' }
  | { readonly outcome: 'replayed'; readonly sessionId: string }

/**
 * The conversations that may go on over another connection. Each has an owner, the server that has it in memory; only between
 * two owners is its state in the store. Its epoch grows with each owner, so that none writes over a later one.
 */
export interface HeldConversations {
  /**
   * Writes the conversation over what is there of its session, and may be repeated. `stale`: another owner or a later epoch is there,
   * or its login was revoked; `too large`: its state exceeds `MAX_HELD_STATE_BYTES`. A loss of power before the store is
   * closed may undo it. Rejects with a RangeError for a session, an owner or an account that is too long.
   */
  readonly put: (conversation: HeldConversation) => Stored<'held' | 'stale' | 'too large'>
  /**
   * Makes `owner` the one that has the conversation, in the next epoch, and gives it with its state, which only one caller gets.
   * None: its owner has it in memory, nobody knows it, or it has expired.
   */
  readonly take: (session: string, owner: string, nowMs: number) => Stored<Option<TakenConversation>>
  /** The conversation without its state, whether that is in the store or not; none: nobody knows it. */
  readonly find: (session: string) => Stored<Option<HeldSummary>>
  /** Those of an owner, in the order of their sessions. */
  readonly list: (owner: string) => Stored<readonly HeldSummary[]>
  /** Forgets a conversation that is over. False when that epoch of it is not there. */
  readonly drop: (session: string, epoch: number) => Stored<boolean>
  /** Drops the conversations that have expired, and gives how many. */
  readonly purge: (nowMs: number) => Stored<number>
}

/** A conversation without its state. */
export interface HeldSummary {
  /** The id of the conversation, which is its key. */
  readonly session: string
  /** The name of the server that has it, or had it last: 1 to 64 bytes. */
  readonly owner: string
  /** From 0; one more with each owner. */
  readonly epoch: number
  /** The client, as the server tells its clients apart: at most 64 bytes; null: it does not. */
  readonly account: string | null
  /** The id of the session whose token proved it; it goes when that is revoked or purged. Null: none did. */
  readonly login: string | null
  readonly expiresAtMs: number
}

/** A conversation as its owner writes it. */
export interface HeldConversation extends HeldSummary {
  /** Opaque bytes; null: its owner has it in memory. */
  readonly state: Uint8Array | null
}

/** A conversation as its next owner gets it. */
export interface TakenConversation extends HeldSummary {
  readonly state: Uint8Array
}

/** Limit on the state of one conversation. */
export const MAX_HELD_STATE_BYTES = 8 * 1024 * 1024

/** How servers that share a store tell each other something at once. Whoever is away from the store never hears it. */
export interface Nodes {
  /**
   * Tells the server of that name, if there is one now: at most 7,000 bytes. Rejects with a RangeError for more, or for a name
   * that has not 1 to 64 bytes.
   */
  readonly notify: (node: string, payload: string) => Stored<void>
  /**
   * Calls `hear` with each payload for that name, and `began` whenever listening has begun: what was told before may be lost.
   * Gives what ends it. Throws a RangeError for a name as `notify`.
   */
  readonly onNotify: (node: string, hear: (payload: string) => void, began?: () => void) => () => void
  /** Calls back when sessions have been revoked by anybody, and whenever they may have been. Gives what ends it. */
  readonly onRevoked: (changed: () => void) => () => void
}

/** The sessions that were revoked since a cursor, and the next one. */
export interface Revocations {
  readonly cursor: number
  /** Ids of sessions, the first revoked first. */
  readonly sessions: readonly string[]
}

/** A server that looks less often than this may miss a revocation. */
export const revocationsKeptMs = 24 * 60 * 60 * 1000

/** How long a session and its tokens are good for, in milliseconds; Infinity: for ever. */
export interface TokenLife {
  /** After the last use. */
  readonly slidingMs: number
  /** After the login, however often it is used. */
  readonly absoluteMs: number
  /** For so long a dead token is taken for a straggler; later it is taken for a stolen one. */
  readonly graceMs: number
}
