import * as E from 'fp-ts/lib/Either.js'
import type {
  ByeReason,
  ClientConversation,
  ConversationMessage,
  Message,
  ServerConversation,
} from '../../protocol/generated/messages.ts'
import type { Grant } from '../auth/index.ts'
import { type Host, MessageConnection, type Refusal } from '../engine/connection.ts'
import type { Ending } from '../engine/ending.ts'
import type { Log, PeerEvent } from '../engine/events.ts'
import { type Performer, Runner } from '../engine/machine-runner.ts'
import { ask, byeEvent, HandlerContext, handle, type Interlocutor, say } from '../engine/message-context.ts'
import type { HeardMessage } from '../engine/messaging.ts'
import type { MessageCounts } from '../engine/peer.ts'
import type { AskOptions } from '../engine/requests.ts'
import { CONVERSE, states } from '../engine/runtime.ts'
import { stepper } from '../engine/stepper.ts'
import { type MessageByName, type OutgoingMessage, session as sessionMachine } from '../machines/index.ts'
import type { Connection, Endpoint } from '../transport/connection.ts'
import { type ServerContext, type ServerPeer, tellFault } from './context.ts'
import { ServerHandshake } from './handshake.ts'
import { Lifetime } from './lifetime.ts'

const first = stepper(sessionMachine.machine, states)

/** The server's side of one connection: what the machine asks for, with the store and the accounts at hand. */
export class ServerSession implements Host, Performer, Interlocutor, ServerPeer {
  readonly session: string
  readonly remote: Endpoint
  readonly line: MessageConnection
  private readonly context: ServerContext
  private readonly handshake: ServerHandshake
  private readonly log: Log<PeerEvent>
  private readonly runner: Runner
  private everywhere = false
  private lifetime: Lifetime | null = null

  constructor(
    context: ServerContext,
    id: string,
    address: string,
    connection: Connection,
    log: Log<PeerEvent>,
  ) {
    this.context = context
    this.session = id
    this.remote = connection.remote
    this.log = log
    this.handshake = new ServerHandshake(context, id, address, log)
    this.runner = new Runner(first, this, context.around.clock)
    this.line = new MessageConnection('server', this, connection, context.around, log)
  }

  /** Begins to listen. */
  open(): void {
    this.line.open()
    this.runner.start()
  }

  get name(): string | null {
    return this.handshake.name
  }

  get grant(): Grant | null {
    return this.handshake.grant
  }

  /** Grows with what is said in the conversation, by either side. */
  get uses(): number {
    const { said, heard } = this.line.sequence
    return said + heard
  }

  get tally(): MessageCounts {
    return this.line.tally
  }

  get state(): number {
    return this.runner.state
  }

  get heartbeatMs(): number {
    return this.context.heartbeatMs
  }

  get congested(): boolean {
    return false
  }

  get oldestKept(): number {
    return 0
  }

  handles(type: ConversationMessage['type']): boolean {
    return this.context.converse[type] !== undefined
  }

  // What a handler, an operator or the server asks for.

  say(message: ServerConversation): Promise<number> {
    return say(this.line, message)
  }

  ask(message: ServerConversation, options?: AskOptions): Promise<HeardMessage<ClientConversation>> {
    return ask(this.line, message, options)
  }

  bye(reason: ByeReason = 'DONE'): void {
    this.step(byeEvent(reason))
  }

  // What the line tells.

  step(event: string): void {
    this.runner.step(event)
  }

  expire(): void {
    this.runner.expire()
  }

  hear(message: Message): Refusal | null {
    if (message.type === 'Logout') {
      this.everywhere = message.everywhere
      this.line.ending ??= { how: 'bye', code: 'LOGGED_OUT', by: 'them', detail: 'The client logged out.' }
    }
    return this.handshake.hear(message)
  }

  converse(message: ConversationMessage, id: number, re: number): Promise<void> | undefined {
    const exchange = new HandlerContext<ServerConversation, ClientConversation>(this, id, re)
    return handle(this.context.converse, message, exchange) || undefined
  }

  gone(ending: Ending): void {
    this.runner.stop()
    this.lifetime?.stop()
    this.context.live.delete(this)
    this.log.write(this.line.disconnectedEvent(ending))
    this.context.gone(this)
  }

  // What the machine asks for.

  entered(state: number, from: number): void {
    this.line.entered(state, from)
    if (state !== CONVERSE) return
    this.log.write({ event: 'ready' })
    this.context.live.add(this)
    this.live()
    this.context.began(this)
  }

  failed(error: unknown): void {
    this.line.broke('session', error)
  }

  run(actor: string): string | Promise<string> {
    switch (actor as keyof typeof sessionMachine.outcomes) {
      case 'lookUp':
        return this.handshake.lookUp()
      case 'requireProof':
        return this.context.mode === 'auth' ? 'proof.required' : 'proof.waived'
      case 'verify':
        return this.handshake.verify()
      case 'settle':
        return this.line.settle().then(() => 'settled')
      case 'logOut':
        return this.line.settle().then(() => this.revoke())
      default:
        throw new Error(`The machine runs ${actor}, which nobody plays.`)
    }
  }

  /** A check or a revocation that has begun is finished, whoever still waits for it. */
  stop(): void {}

  perform(action: string): void {
    if (action === 'rememberAddress') this.handshake.rememberAddress()
    else if (action === 'revoke') void this.revoke()
    else throw new Error(`The machine asks for ${action}, which nobody does.`)
  }

  compose(type: MessageByName): Message {
    return this.handshake.compose(type)
  }

  speak(said: OutgoingMessage): void {
    this.line.speak(said)
  }

  // Inside.

  /** A conversation that stands on a proof ends with its session. */
  private live(): void {
    const { grant, context } = this
    if (grant === null) return
    this.lifetime = new Lifetime({
      grant,
      clock: context.around.clock,
      authenticator: context.authenticator,
      uses: () => context.live.usesOf(grant.sessionRow),
      over: () => this.bye('LOGGED_OUT'),
      onFault: (fault) => tellFault(context, this.log, 'session', fault),
    })
  }

  private async revoke(): Promise<string> {
    const { grant, context } = this
    if (grant === null) return 'loggedOut.done'
    const { authenticator } = context
    const revoked = this.everywhere
      ? await authenticator.revokeEverywhere(grant.accountId)()
      : await authenticator.revoke(grant.sessionRow)()
    if (E.isLeft(revoked)) {
      tellFault(context, this.log, 'revocation', revoked.left)
      return 'loggedOut.failed'
    }
    if (this.everywhere) context.live.revokedEverywhere(grant.accountId, this)
    else context.live.revoked(grant.sessionRow, this)
    return 'loggedOut.done'
  }
}
