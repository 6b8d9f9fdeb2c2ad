/** A conversation that can be told that its session is over. */
export interface Revocable {
  /** Their rows in the store; null before a proof was accepted. */
  readonly grant: { readonly sessionRow: string; readonly accountId: string } | null
  /** Grows with what is said in the conversation. */
  readonly uses: number
  bye(reason: 'LOGGED_OUT' | 'REPLACED'): void
}

/** The conversations of a server that stand on a proof, so that a revocation reaches them. */
export class SessionRegistry {
  private readonly bySession = new Map<string, Set<Revocable>>()
  private readonly byAccount = new Map<string, Set<Revocable>>()
  private readonly maxPerAccount: number

  /** Of more than `maxPerAccount` conversations of an account the oldest one is ended with Bye(REPLACED). */
  constructor(maxPerAccount = Number.POSITIVE_INFINITY) {
    this.maxPerAccount = maxPerAccount
  }

  add(session: Revocable): void {
    if (session.grant === null) return
    const { sessionRow, accountId } = session.grant
    const ofAccount = this.byAccount.get(accountId) ?? new Set()
    this.byAccount.set(accountId, ofAccount)
    const [oldest] = ofAccount
    if (ofAccount.size >= this.maxPerAccount && oldest !== undefined) {
      ofAccount.delete(oldest)
      oldest.bye('REPLACED')
    }
    ofAccount.add(session)
    const others = this.bySession.get(sessionRow)
    if (others === undefined) this.bySession.set(sessionRow, new Set([session]))
    else others.add(session)
  }

  delete(session: Revocable): void {
    if (session.grant === null) return
    const { sessionRow, accountId } = session.grant
    remove(this.bySession, sessionRow, session)
    remove(this.byAccount, accountId, session)
  }

  /** Changes when a session row is used: in one of its conversations, or by another one. */
  usesOf(sessionRow: string): number {
    let uses = 0
    for (const session of this.bySession.get(sessionRow) ?? []) uses += 1 + session.uses
    return uses
  }

  /** Ends the conversations of one session row with Bye(LOGGED_OUT), but for the one that asked for it. */
  revoked(sessionRow: string, but?: Revocable): void {
    for (const session of [...(this.bySession.get(sessionRow) ?? [])])
      if (session !== but) session.bye('LOGGED_OUT')
  }

  /** Ends all conversations of an account in the same way. */
  revokedEverywhere(accountId: string, but?: Revocable): void {
    for (const sessions of [...this.bySession.values()])
      for (const session of [...sessions])
        if (session.grant?.accountId === accountId && session !== but) session.bye('LOGGED_OUT')
  }
}

const remove = (groups: Map<string, Set<Revocable>>, key: string, session: Revocable): void => {
  const group = groups.get(key)
  group?.delete(session)
  if (group?.size === 0) groups.delete(key)
}
