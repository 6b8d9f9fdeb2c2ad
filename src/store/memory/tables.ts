import { nameKey } from '../names.ts'
import type { Account, HeldConversation, KnownAddress, Session, Stored } from '../store.ts'

/** Makes an operation of a function that does not wait. */
export type Operate = <A>(operation: () => A) => Stored<A>

/** Tables that the parts of the store share. */
export interface Tables {
  /** By address, in the order of the last visit. */
  readonly addresses: Map<string, KnownAddress>
  readonly accounts: Map<string, Account>
  /** In the order of their creation. */
  readonly sessions: Map<string, Session>
  /** From the hash of a token, whether good or dead, to the session. */
  readonly tokens: Map<string, string>
  readonly revocations: Revocation[]
  /** By the ids of the conversations. */
  readonly held: Map<string, HeldConversation>
  /** The sessions of an account, in the order of their creation. */
  readonly sessionsOf: (accountId: string) => readonly Session[]
  /** Writes the session and makes its tokens, and no others, lead to it. */
  readonly keep: (session: Session) => void
  readonly drop: (id: string) => boolean
  readonly revoke: (id: string, atMs: number) => boolean
  readonly revokeAll: (accountId: string, atMs: number) => readonly string[]
  /** Forgets every address at which the name was seen. Gives how many there were. */
  readonly forgetName: (name: string) => number
}

interface Revocation {
  readonly number: number
  readonly sessionId: string
  readonly atMs: number
}

/** Empty tables. */
export const tablesInMemory = (): Tables => {
  const addresses = new Map<string, KnownAddress>()
  const sessions = new Map<string, Session>()
  const tokens = new Map<string, string>()
  const byAccount = new Map<string, Set<string>>()
  const revocations: Revocation[] = []
  const held = new Map<string, HeldConversation>()
  let revoked = 0

  const forgetTokens = (session: Session): void => {
    for (const hash of tokensOf(session)) tokens.delete(hash)
  }
  const keep = (session: Session): void => {
    const before = sessions.get(session.id)
    if (before !== undefined) forgetTokens(before)
    sessions.set(session.id, session)
    const others = byAccount.get(session.accountId) ?? new Set()
    byAccount.set(session.accountId, others.add(session.id))
    for (const hash of tokensOf(session)) tokens.set(hash, session.id)
  }
  const drop = (id: string): boolean => {
    const session = sessions.get(id)
    if (session !== undefined) {
      forgetTokens(session)
      const others = byAccount.get(session.accountId)
      others?.delete(id)
      if (others?.size === 0) byAccount.delete(session.accountId)
      for (const [key, { login }] of held) if (login === id) held.delete(key)
    }
    return sessions.delete(id)
  }
  const revoke = (id: string, atMs: number): boolean => {
    if (!drop(id)) return false
    revoked += 1
    revocations.push({ number: revoked, sessionId: id, atMs })
    return true
  }
  const sessionsOf = (accountId: string): readonly Session[] =>
    [...(byAccount.get(accountId) ?? [])].flatMap((id) => sessions.get(id) ?? [])
  const revokeAll = (accountId: string, atMs: number): readonly string[] =>
    sessionsOf(accountId)
      .map(({ id }) => id)
      .filter((id) => revoke(id, atMs))

  const forgetName = (name: string): number =>
    [...addresses].filter(
      ([address, { name: seen }]) => nameKey(seen) === nameKey(name) && addresses.delete(address),
    ).length

  const accounts = new Map<string, Account>()
  return {
    addresses,
    accounts,
    sessions,
    tokens,
    revocations,
    held,
    sessionsOf,
    keep,
    drop,
    revoke,
    revokeAll,
    forgetName,
  }
}

const tokensOf = ({ current, next, dead }: Session): readonly string[] => [
  current,
  ...(next === null ? [] : [next]),
  ...dead.map(({ hash }) => hash),
]
