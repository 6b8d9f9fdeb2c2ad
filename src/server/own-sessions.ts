import * as E from 'fp-ts/lib/Either.js'
import type { Message, SessionsResult } from '../../protocol/base/messages.ts'
import type { Grant } from '../auth/index.ts'
import type { AnyMessage } from '../codec/index.ts'
import type { MessageConnection } from '../engine/connection.ts'
import type { Log, PeerEvent } from '../engine/events.ts'
import type { Refusal } from '../engine/role.ts'
import type { StoreFault } from '../store/index.ts'
import { type ServerContext, tellFault } from './context.ts'

/** Limit on the sessions that are told of: those that were used last. */
const MAX_LISTED = 256

type Answer = 'DONE' | 'UNKNOWN_SESSION' | 'UNAVAILABLE'

/** Lists and revokes the sessions of the account that one conversation stands on, a question after the other. */
export class OwnSessions {
  private readonly context: ServerContext
  private readonly grant: Grant | null
  private readonly connection: MessageConnection
  private readonly log: Log<PeerEvent>
  private isAnswering = false

  constructor(
    context: ServerContext,
    grant: Grant | null,
    connection: MessageConnection,
    log: Log<PeerEvent>,
  ) {
    this.context = context
    this.grant = grant
    this.connection = connection
    this.log = log
  }

  /** Takes a question of the client. */
  hear(heard: AnyMessage): Refusal | null {
    // A control message is one of the base.
    const message = heard as Message
    if (message.type !== 'ListSessions' && message.type !== 'RevokeSession') return null
    const { grant } = this
    if (grant === null) return { code: 'UNEXPECTED_MESSAGE', detail: 'Nobody has proven an account here.' }
    if (this.isAnswering)
      return {
        code: 'UNEXPECTED_MESSAGE',
        detail: 'The question about sessions before this is not answered yet.',
      }
    this.isAnswering = true
    const answered = message.type === 'ListSessions' ? this.list(grant) : this.revoke(grant, message.id)
    answered.catch((error) => this.connection.broke(message.type, error))
    return null
  }

  private async list(grant: Grant): Promise<void> {
    const found = await this.context.authenticator.sessionsOf(grant.accountId, MAX_LISTED)()
    if (E.isLeft(found)) return this.unavailable(found.left)
    for (const { id, createdAtMs, usedAtMs, address } of found.right)
      this.say({
        type: 'SessionInfo',
        id,
        beganAtMs: createdAtMs,
        usedAtMs,
        address,
        current: id === grant.sessionRow,
      })
    this.answer('DONE')
  }

  /** The conversations of the session that is revoked end once that is answered: this may be one of them. */
  private async revoke(grant: Grant, id: string): Promise<void> {
    const revoked = await this.context.authenticator.revokeOf(grant.accountId, id)()
    if (E.isLeft(revoked)) return this.unavailable(revoked.left)
    if (!revoked.right) return this.answer('UNKNOWN_SESSION')
    this.log.write({ event: 'revoked', name: grant.name, revoked: id })
    this.answer('DONE')
    this.context.live.revoked(id)
  }

  private unavailable(fault: StoreFault): void {
    tellFault(this.context, this.log, 'sessions', fault)
    this.answer('UNAVAILABLE')
  }

  private answer(result: SessionsResult & Answer): void {
    this.isAnswering = false
    this.say({ type: 'SessionsAnswered', result })
  }

  /** The conversation may have ended meanwhile: then nobody waits for it. */
  private say(message: Message): void {
    this.connection.messaging?.sayControl(message)
  }
}
