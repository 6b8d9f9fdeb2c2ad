import type { SourceSettings } from './options.ts'

/** A conversation that may have to end for a newer one. */
export interface Replaceable {
  bye(reason: 'REPLACED'): void
}

/** The conversations that go on, by their accounts. */
export interface AccountConversations {
  /** One has begun. */
  begin(accountId: string, conversation: Replaceable): void
  /** One is over, or was replaced. */
  end(accountId: string, conversation: Replaceable): void
}

/** Keeps accounts to so many conversations at the same time: of more the oldest ends with Bye(REPLACED). */
export class AccountLimit implements AccountConversations {
  private readonly conversations = new Map<string, Set<Replaceable>>()
  private readonly limits: Pick<SourceSettings, 'sessionsPerAccount'>

  /** The limits may change: they are looked at when a conversation begins. */
  constructor(limits: Pick<SourceSettings, 'sessionsPerAccount'>) {
    this.limits = limits
  }

  begin(accountId: string, conversation: Replaceable): void {
    const those = this.conversations.get(accountId) ?? new Set()
    this.conversations.set(accountId, those)
    for (const oldest of those) {
      if (those.size < this.limits.sessionsPerAccount) break
      those.delete(oldest)
      oldest.bye('REPLACED')
    }
    those.add(conversation)
  }

  end(accountId: string, conversation: Replaceable): void {
    const those = this.conversations.get(accountId)
    those?.delete(conversation)
    if (those?.size === 0) this.conversations.delete(accountId)
  }
}
