import * as E from 'fp-ts/lib/Either.js'
import { sourceOf } from '../address.ts'
import type { Grant } from '../auth/index.ts'
import type { AnyMessage } from '../codec/index.ts'
import type { KnownByeReason } from '../engine/codes.ts'
import { MessageConnection } from '../engine/connection.ts'
import { type Ending, mayGoOn } from '../engine/ending.ts'
import type { Log, PeerEvent } from '../engine/events.ts'
import { logObserver } from '../engine/log-observer.ts'
import { Runner } from '../engine/machine-runner.ts'
import { ask, byeEvent, say, stream } from '../engine/message-context.ts'
import type { Messaging } from '../engine/messaging.ts'
import { observerOf } from '../engine/observer.ts'
import type {
  AnswerStream,
  AnyPeer,
  AskOptions,
  Handlers,
  HeardMessage,
  MessageCounts,
  StreamOptions,
} from '../engine/peer.ts'
import type { Continuation, Refusal, Role } from '../engine/role.ts'
import { oncePer, type Runtime } from '../engine/runtime.ts'
import { stepper } from '../engine/stepper.ts'
import { serverMachine } from '../machines/index.ts'
import type { Connection, Endpoint } from '../transport/connection.ts'
import { type ServerContext, tellFault } from './context.ts'
import { findConversation } from './find-conversation.ts'
import { ServerHandshake } from './handshake.ts'
import { Lifetime } from './lifetime.ts'
import { OwnSessions } from './own-sessions.ts'
import type { Revocable } from './registry.ts'
import { LoginGrace } from './sources/login-grace.ts'

const firstStep = oncePer(({ tables, states }: Runtime) => stepper(serverMachine(tables).machine, states))

type Actor = keyof ReturnType<typeof serverMachine>['outcomes']

/** The server's side of one connection: what the machine asks for, with the store and the accounts at hand. */
export class ServerSession implements Role, AnyPeer, Revocable {
  readonly session: string
  readonly remote: Endpoint
  readonly connection: MessageConnection
  private readonly context: ServerContext
  readonly handshake: ServerHandshake
  private readonly log: Log<PeerEvent>
  private readonly runner: Runner
  private lifetime: Lifetime | null = null
  private ownSessions: OwnSessions | null = null
  private loginGrace: LoginGrace | null

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
    this.handshake = new ServerHandshake(context, id, address, connection, log)
    const { clock, scheduler, runtime } = context
    const observer = observerOf(context.observer, logObserver(log))
    this.runner = new Runner('server', runtime, firstStep(runtime), this, clock, observer)
    this.connection = new MessageConnection({
      side: 'server',
      runtime,
      role: this,
      runner: this.runner,
      connection,
      clock,
      scheduler,
      observer,
      log,
    })
    this.loginGrace = new LoginGrace(clock, context.loginGraceMs, this)
  }

  /** Begins to listen. */
  open(): void {
    this.connection.open()
    this.runner.start()
    this.loginGrace?.start()
  }

  /** Whether the other side is waited for. */
  get isTheirTurn(): boolean {
    return this.context.runtime.states[this.state]?.turn === 'client'
  }

  /** No conversation has begun in time. */
  expire(detail: string): void {
    this.connection.refuse('TIMEOUT', 0, detail)
  }

  get name(): string | null {
    return this.handshake.name
  }

  get version(): number {
    return this.handshake.version
  }

  get grant(): Grant | null {
    return this.handshake.grant
  }

  /** Grows with what is said in the conversation, by either side. */
  get uses(): number {
    const { said, heard } = this.connection.sequence
    return said + heard
  }

  get counts(): MessageCounts {
    return this.connection.counts
  }

  /** The index of the contract's state. */
  get state(): number {
    return this.runner.state
  }

  get heartbeatMs(): number {
    return this.context.heartbeatMs
  }

  /** Keeps the account to its rate; where no proof is asked for, the source. */
  get pace(): ((bytes: number) => number) | null {
    const { rates } = this.context
    if (rates?.isLimited !== true) return null
    const account = this.grant?.accountId ?? sourceOf(this.remote.address)
    return (bytes) => rates.use(account, bytes)
  }

  get backpressured(): boolean {
    return false
  }

  get oldestKept(): number {
    return 0
  }

  get converse(): Handlers {
    return this.context.converse
  }

  /** Nobody takes it: a server has handlers alone. */
  keep(): void {}

  /** A conversation that stands on a proof can go on over another connection. */
  get keepsSaid(): boolean {
    return this.grant !== null
  }

  get continuation(): Continuation | null {
    return this.handshake.continuation
  }

  mayGoOn(ending: Ending): boolean {
    return mayGoOn(ending)
  }

  get messaging(): Messaging | null {
    return this.connection.messaging
  }

  get lastEnding(): Ending | null {
    return this.connection.ending
  }

  // Requests of the program, or of the server.

  say<M extends AnyMessage>(message: M): Promise<number> {
    return say(this, message)
  }

  ask<M extends AnyMessage>(message: M, options?: AskOptions): Promise<HeardMessage> {
    return ask(this, message, options)
  }

  stream<M extends AnyMessage>(message: M, options?: StreamOptions): AnswerStream<AnyMessage, AnyMessage> {
    return stream(this, message, options)
  }

  release(): Messaging | null {
    return this.connection.release()
  }

  bye(reason: KnownByeReason = 'DONE'): void {
    this.runner.step(byeEvent(reason))
  }

  // Events of the connection.

  gone(ending: Ending): void {
    this.runner.stop()
    this.loginGrace?.stop()
    this.lifetime?.stop()
    const { context, messaging, grant, handshake } = this
    context.live.delete(this)
    context.gone(this, ending)
    // It was to go on over this connection, which did not come so far.
    const conversation = handshake.continuation?.messaging ?? messaging
    if (conversation === null) return
    const isHeld = handshake.continuation !== null || this.connection.heldConversation !== null
    if (isHeld && grant !== null && conversation.mayContinue) return this.hold(conversation, ending, grant)
    conversation.finish(ending)
    context.ended(conversation.peer)
  }

  hear(message: AnyMessage): Refusal | null {
    this.ownSessions ??= new OwnSessions(this.context, this.grant, this.connection, this.log)
    return this.ownSessions.hear(message)
  }

  began(): void {
    this.loginGrace?.stop()
    this.loginGrace = null
    this.handshake.continuation = null
    const { messaging, context } = this
    if (messaging !== null && messaging.session !== this.session)
      this.log.write({ event: 'continued', conversation: messaging.session, repeated: messaging.repeated })
    this.log.write({ event: 'ready' })
    context.live.add(this)
    this.live()
    if (messaging !== null) context.began(this, messaging.peer)
  }

  failed(error: unknown): void {
    this.connection.broke('session', error)
  }

  // Work for the machine. A hash or a revocation that has begun is finished, whoever still waits for it.

  run(actor: string): string | Promise<string> {
    switch (actor as Actor) {
      case 'lookUp':
        return this.handshake.lookUp()
      case 'requireProof':
        return this.context.mode === 'auth' && this.handshake.certifiedName === null
          ? 'proof.required'
          : 'proof.waived'
      case 'verify':
        return this.verify()
      case 'settle':
        return this.connection.settle().then(() => 'settled')
      case 'logOut':
        return this.connection.settle().then(() => this.revoke())
      default:
        throw new Error(`The machine runs ${actor}, which nobody plays.`)
    }
  }

  stop(actor: string): void {
    if (actor === 'verify') this.handshake.stopVerifying()
  }

  perform(action: string): void {
    if (action === 'rememberAddress') this.handshake.rememberAddress()
    else if (action === 'revoke') void this.revoke()
    else throw new Error(`The machine asks for ${action}, which nobody does.`)
  }

  // Inside.

  private async verify(): Promise<string> {
    const { handshake, connection, context } = this
    const verified = await handshake.verify()
    const { claim, grant } = handshake
    if (claim === null || grant === null || connection.ending !== null) return verified
    const found = await findConversation(context, connection, claim, grant)
    if (found === null || found === 'GAP') context.notContinued?.()
    // The client may be gone by now, and come again.
    const { ending } = connection
    if (found === 'GAP') connection.refuse('GAP', 0, 'What was received cannot be that of the conversation.')
    else if (found !== null && ending !== null) this.hold(found, ending, grant)
    else if (found !== null) handshake.continuation = { messaging: found, received: claim.received }
    return verified
  }

  private hold(messaging: Messaging, ending: Ending, { sessionRow, accountId }: Grant): void {
    this.context.live.hold({ messaging, ending, sessionRow, accountId })
  }

  /** A conversation that stands on a proof ends with its session. */
  private live(): void {
    const { grant, context } = this
    if (grant === null) return
    this.lifetime = new Lifetime({
      grant,
      clock: context.clock,
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
    const revoked = this.handshake.everywhere
      ? await authenticator.revokeEverywhere(grant.accountId)()
      : await authenticator.revoke(grant.sessionRow)()
    if (E.isLeft(revoked)) {
      tellFault(context, this.log, 'revocation', revoked.left)
      return 'loggedOut.failed'
    }
    if (this.handshake.everywhere) context.live.revokedEverywhere(grant.accountId, this)
    else context.live.revoked(grant.sessionRow, this)
    return 'loggedOut.done'
  }
}
