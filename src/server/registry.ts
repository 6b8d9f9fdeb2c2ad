import type { Ending } from '../engine/ending.ts'
import type { Messaging } from '../engine/messaging.ts'
import { byeSentence } from '../engine/sentences.ts'
import type { HeldConversation, HeldConversations } from './held.ts'
import { type AccountConversations, AccountLimit } from './sources/account-limit.ts'

/** A conversation that can be told that its session is over. */
export interface Revocable {
  /** Their rows in the store; null before a proof was accepted. */
  readonly grant: { readonly sessionRow: string; readonly accountId: string } | null
  /** Grows with what is said in the conversation. */
  readonly uses: number
  /** The conversation; null before it has begun. */
  readonly messaging: Messaging | null
  bye(reason: 'LOGGED_OUT' | 'REPLACED'): void
  /** Gives its conversation up to another connection; null where that cannot go on. */
  release(): Messaging | null
}

/** How a conversation was asked for by a client that comes to go on with it. */
export interface Claim {
  /** The session in which it began. */
  readonly session: string
  /** The highest of our ids that the client has received. */
  readonly received: number
  /** The version that both sides speak now. */
  readonly version: number
}

/** The conversations of a server that stand on a proof, so that a revocation reaches them. */
export class SessionRegistry {
  private readonly bySession = new Map<string, Set<Revocable>>()
  private readonly accounts: AccountConversations
  private readonly held: HeldConversations

  /** `accounts` keeps accounts to their conversations; without a limit unless given. */
  constructor(
    held: HeldConversations,
    accounts: AccountConversations = new AccountLimit({
      sessionsPerAccount: Number.POSITIVE_INFINITY,
    }),
  ) {
    this.held = held
    this.accounts = accounts
  }

  /** Keeps a conversation whose connection is gone. */
  hold(conversation: HeldConversation): void {
    this.held.hold(conversation)
  }

  /**
   * Takes a conversation of a session row, so that it goes on over another connection; from the one that it goes over now, if that
   * is not gone yet. null: there is none that can go on. GAP: the client cannot have received so much, or so little.
   */
  take({ session, received, version }: Claim, sessionRow: string): Messaging | 'GAP' | null {
    const live = this.find(session, sessionRow)
    const found = live?.messaging ?? this.held.find(session, sessionRow)
    if (found === null) return null
    const { said, acknowledged } = found.sequence
    if (received < acknowledged || received > said) return 'GAP'
    const isSame = found.over.version === version
    if (live !== undefined) return this.replace(live, isSame)
    return isSame ? (this.held.take(session, sessionRow)?.messaging ?? null) : null
  }

  /** Gives up a conversation of a session row to another server. null: there is none here that can go on. */
  release(session: string, sessionRow: string): HeldConversation | null {
    const live = this.find(session, sessionRow)
    if (live === undefined) return this.held.take(session, sessionRow)
    const messaging = this.replace(live)
    if (messaging === null || live.grant === null) return null
    return { messaging, sessionRow, accountId: live.grant.accountId, ending: ELSEWHERE }
  }

  add(session: Revocable): void {
    if (session.grant === null) return
    const { sessionRow, accountId } = session.grant
    this.accounts.begin(accountId, session)
    const others = this.bySession.get(sessionRow)
    if (others === undefined) this.bySession.set(sessionRow, new Set([session]))
    else others.add(session)
  }

  delete(session: Revocable): void {
    if (session.grant === null) return
    const { sessionRow, accountId } = session.grant
    const others = this.bySession.get(sessionRow)
    others?.delete(session)
    if (others?.size === 0) this.bySession.delete(sessionRow)
    this.accounts.end(accountId, session)
  }

  /** Changes when a session row is used: in one of its conversations, or by another one. */
  usesOf(sessionRow: string): number {
    let uses = 0
    for (const session of this.bySession.get(sessionRow) ?? []) uses += 1 + session.uses
    return uses
  }

  /** The one that began in `session`, with the connection that it goes over now. */
  private find(session: string, sessionRow: string): Revocable | undefined {
    return [...(this.bySession.get(sessionRow) ?? [])].find(({ messaging }) => messaging?.session === session)
  }

  /** Ends a connection with Bye(REPLACED), and gives its conversation if that goes on. */
  private replace(live: Revocable, goesOn = true): Messaging | null {
    const released = goesOn ? live.release() : null
    if (released === null) live.bye('REPLACED')
    this.delete(live)
    return released
  }

  /** Ends the conversations of one session row with Bye(LOGGED_OUT), but for the one that asked for it. */
  revoked(sessionRow: string, but?: Revocable): void {
    for (const session of [...(this.bySession.get(sessionRow) ?? [])])
      if (session !== but) session.bye('LOGGED_OUT')
    this.held.revoked(sessionRow)
  }

  /** Ends all conversations of an account in the same way. */
  revokedEverywhere(accountId: string, but?: Revocable): void {
    for (const sessions of [...this.bySession.values()])
      for (const session of [...sessions])
        if (session.grant?.accountId === accountId && session !== but) session.bye('LOGGED_OUT')
    this.held.revokedEverywhere(accountId)
  }
}

/** The conversation went to another server. */
export const ELSEWHERE: Ending = { how: 'bye', code: 'REPLACED', by: 'us', detail: byeSentence.REPLACED }
