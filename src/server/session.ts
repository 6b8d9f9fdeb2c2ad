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
  private readonly service: ServerContext
  private readonly admission: ServerHandshake
  private readonly log: Log<PeerEvent>
  private readonly runner: Runner
  private everywhere = false
  private lifetime: Lifetime | null = null

  constructor(
    service: ServerContext,
    id: string,
    address: string,
    connection: Connection,
    log: Log<PeerEvent>,
  ) {
    this.service = service
    this.session = id
    this.remote = connection.remote
    this.log = log
    this.admission = new ServerHandshake(service, id, address, log)
    this.runner = new Runner(first, this, service.around.clock)
    this.line = new MessageConnection('server', this, connection, service.around, log)
  }

  /** Begins to listen. */
  open(): void {
    this.line.open()
    this.runner.start()
  }

  get name(): string | null {
    return this.admission.name
  }

  get grant(): Grant | null {
    return this.admission.grant
  }

  /** Grows with what is said in the conversation, by either side. */
  get uses(): number {
    const { said, heard } = this.line.ledger
    return said + heard
  }

  get tally(): MessageCounts {
    return this.line.tally
  }

  get state(): number {
    return this.runner.state
  }

  get heartbeatMs(): number {
    return this.service.heartbeatMs
  }

  get congested(): boolean {
    return false
  }

  get oldestKept(): number {
    return 0
  }

  handles(type: ConversationMessage['type']): boolean {
    return this.service.converse[type] !== undefined
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
    return this.admission.hear(message)
  }

  converse(message: ConversationMessage, id: number, re: number): Promise<void> | undefined {
    const exchange = new HandlerContext<ServerConversation, ClientConversation>(this, id, re)
    return handle(this.service.converse, message, exchange) || undefined
  }

  gone(ending: Ending): void {
    this.runner.stop()
    this.lifetime?.stop()
    this.service.live.delete(this)
    this.log.write(this.line.farewell(ending))
    this.service.gone(this)
  }

  // What the machine asks for.

  entered(state: number, from: number): void {
    this.line.entered(state, from)
    if (state !== CONVERSE) return
    this.log.write({ event: 'ready' })
    this.service.live.add(this)
    this.live()
    this.service.began(this)
  }

  failed(error: unknown): void {
    this.line.broke('session', error)
  }

  run(actor: string): string | Promise<string> {
    switch (actor as keyof typeof sessionMachine.outcomes) {
      case 'lookUp':
        return this.admission.lookUp()
      case 'requireProof':
        return this.service.mode === 'auth' ? 'proof.required' : 'proof.waived'
      case 'verify':
        return this.admission.verify()
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
    if (action === 'rememberAddress') this.admission.rememberAddress()
    else if (action === 'revoke') void this.revoke()
    else throw new Error(`The machine asks for ${action}, which nobody does.`)
  }

  compose(type: MessageByName): Message {
    return this.admission.compose(type)
  }

  speak(said: OutgoingMessage): void {
    this.line.speak(said)
  }

  // Inside.

  /** A conversation that stands on a proof ends with its session. */
  private live(): void {
    const { grant, service } = this
    if (grant === null) return
    this.lifetime = new Lifetime({
      grant,
      clock: service.around.clock,
      authenticator: service.authenticator,
      uses: () => service.live.usesOf(grant.sessionRow),
      over: () => this.bye('LOGGED_OUT'),
      onFault: (fault) => tellFault(service, this.log, 'session', fault),
    })
  }

  private async revoke(): Promise<string> {
    const { grant, service } = this
    if (grant === null) return 'loggedOut.done'
    const { authenticator } = service
    const revoked = this.everywhere
      ? await authenticator.revokeEverywhere(grant.accountId)()
      : await authenticator.revoke(grant.sessionRow)()
    if (E.isLeft(revoked)) {
      tellFault(service, this.log, 'revocation', revoked.left)
      return 'loggedOut.failed'
    }
    if (this.everywhere) service.live.revokedEverywhere(grant.accountId, this)
    else service.live.revoked(grant.sessionRow, this)
    return 'loggedOut.done'
  }
}
