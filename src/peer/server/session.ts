import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type {
  ByeReason,
  ClientConversation,
  ConversationMessage,
  Login,
  Message,
  PersonName,
  Register,
  Resume,
  ServerConversation,
  Token,
} from '../../../protocol/generated/messages.ts'
import type { Authenticator, Denial, Grant } from '../../auth/index.ts'
import { type Said, session as sessionMachine } from '../../machines/index.ts'
import type { Store } from '../../store/index.ts'
import type { Connection, Endpoint } from '../../transport/connection.ts'
import { isLoopback } from '../../transport/loopback.ts'
import type { Ending } from '../ending.ts'
import type { Log, PeerEvent } from '../events.ts'
import { ask, Exchange, handle, type Interlocutor, say } from '../exchange.ts'
import type { AskOptions } from '../line/asks.ts'
import type { HeardMessage } from '../line/conversation.ts'
import { type Host, Line, type Refusal, type Surroundings } from '../line/line.ts'
import { type Performer, Runner } from '../machine/runner.ts'
import { stepper } from '../machine/stepper.ts'
import { CONVERSE, contractHash, largestBody, protocolVersion } from '../machine/table.ts'
import type { Converse, Peer } from '../peer.ts'
import type { LiveSessions } from './live.ts'

/** Whom a server asks for what. `raw` knows no frames, and no session either. */
export type Mode = 'auth' | 'identify' | 'echo'

/** The other side of a server's conversation. */
export type ServerPeer = Peer<ServerConversation, ClientConversation>

/** What a server does with what it hears. */
export type ServerConverse = Converse<ServerConversation, ClientConversation>

/** What all sessions of a server stand on. */
export interface Service {
  readonly mode: Mode
  readonly agent: string
  readonly store: Pick<Store, 'addresses'>
  readonly authenticator: Authenticator
  readonly registration: 'open' | 'closed'
  readonly insecurePassword: boolean
  readonly heartbeatMs: number
  readonly converse: ServerConverse
  readonly around: Surroundings
  readonly live: LiveSessions<Session>
  /** Milliseconds since 1970. */
  readonly today: () => number
  /** A conversation can begin: called before the first message. */
  readonly began: (session: Session) => void
  /** The connection is gone. */
  readonly gone: (session: Session) => void
}

/** Denials on one connection before it is given up. */
const ATTEMPTS = 3

const first = stepper(sessionMachine.machine)

/** The server's side of one connection: what the machine asks for, with the store and the accounts at hand. */
export class Session implements Host, Performer, Interlocutor, ServerPeer {
  readonly session: string
  readonly remote: Endpoint
  readonly line: Line
  name: PersonName | null = null
  grant: Grant | null = null
  private readonly service: Service
  private readonly address: string
  readonly log: Log<PeerEvent>
  private readonly runner: Runner
  private known = false
  private lastSeenMs = 0
  private proof: Register | Login | Resume | null = null
  private denial: Denial | Insecure | null = null
  private attemptsLeft = ATTEMPTS
  private everywhere = false

  constructor(service: Service, id: string, address: string, connection: Connection, log: Log<PeerEvent>) {
    this.service = service
    this.session = id
    this.address = address
    this.remote = connection.remote
    this.log = log
    this.runner = new Runner(first, this, service.around.clock)
    this.line = new Line('server', this, connection, service.around, log)
  }

  /** Begins to listen. */
  open(): void {
    this.line.open()
    this.runner.start()
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

  // What a handler, an operator or the server asks for.

  say(message: ServerConversation): Promise<number> {
    return say(this.line, message)
  }

  ask(message: ServerConversation, options?: AskOptions): Promise<HeardMessage<ClientConversation>> {
    return ask(this.line, message, options)
  }

  bye(reason: ByeReason = 'DONE'): void {
    this.step(`bye.${reason}`)
  }

  // What the line tells.

  step(event: string): void {
    this.runner.step(event)
  }

  expire(): void {
    this.runner.expire()
  }

  hear(message: Message): Refusal | null {
    switch (message.type) {
      case 'Hello':
        if (message.minVersion <= protocolVersion && protocolVersion <= message.maxVersion) return null
        return {
          code: 'VERSION',
          detail: `This server speaks version ${protocolVersion}, the client ${message.minVersion} to ${message.maxVersion}.`,
        }
      case 'MyName':
        this.name = message.name
        return null
      case 'Register':
      case 'Login':
      case 'Resume':
        this.proof = message
        return null
      case 'Logout':
        this.everywhere = message.everywhere
        this.line.ending ??= { how: 'bye', code: 'LOGGED_OUT', by: 'them', detail: 'The client logged out.' }
        return null
      default:
        return null
    }
  }

  converse(message: ConversationMessage, id: number, re: number): Promise<void> | undefined {
    const exchange = new Exchange<ServerConversation, ClientConversation>(this, id, re)
    return handle(this.service.converse, message, exchange) || undefined
  }

  gone(ending: Ending): void {
    this.runner.stop()
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
    this.service.began(this)
  }

  failed(error: unknown): void {
    this.line.broke('session', error)
  }

  run(actor: string): string | Promise<string> {
    switch (actor as keyof typeof sessionMachine.outcomes) {
      case 'lookUp':
        return this.lookUp()
      case 'requireProof':
        return this.service.mode === 'auth' ? 'proof.required' : 'proof.waived'
      case 'verify':
        return this.verify()
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
    if (action === 'rememberAddress') this.rememberAddress()
    else if (action === 'revoke') void this.revoke()
    else throw new Error(`The machine asks for ${action}, which nobody does.`)
  }

  compose(type: Exclude<Said['type'], 'Fault' | 'Bye'>): Message {
    const { service } = this
    switch (type) {
      case 'Welcome':
        return {
          type,
          version: protocolVersion,
          contract: contractHash,
          server: service.agent,
          session: this.session,
          maxBody: largestBody,
          heartbeatMs: service.heartbeatMs,
        }
      case 'AskName':
        return { type, address: this.address }
      case 'Greeting':
        this.log.write({ event: 'identified', name: this.must(this.name), known: this.known })
        return { type, name: this.must(this.name), known: this.known, lastSeenMs: this.lastSeenMs }
      case 'Challenge':
        return { type, name: this.name ?? '', registrationOpen: service.registration === 'open' }
      case 'Granted': {
        const { name, token, expiresAtMs } = this.must(this.grant)
        // The authenticator minted the token, and the name passed the codec when it was registered.
        return {
          type,
          name: name as PersonName,
          token: token as Token,
          expiresAtMs,
          continued: false,
          received: 0,
        }
      }
      case 'Denied': {
        const { reason, detail, retryAfterMs } = this.must(this.denial)
        return { type, reason, detail, attemptsLeft: this.attemptsLeft, retryAfterMs }
      }
      case 'Ready':
        return { type }
      default:
        throw new Error(`The machine says ${type}, which a server never does.`)
    }
  }

  speak(said: Said): void {
    this.line.speak(said)
  }

  // Identity.

  private async lookUp(): Promise<string> {
    const { service } = this
    if (service.mode === 'echo') return 'looked.waived'
    const found = await service.store.addresses.find(this.address)()
    if (E.isLeft(found)) this.fell('address book', found.left.remedy)
    if (E.isLeft(found) || O.isNone(found.right)) return 'looked.unknown'
    // The address book holds what a codec let pass.
    this.name = found.right.value.name as PersonName
    this.known = true
    this.lastSeenMs = found.right.value.lastSeenMs
    return 'looked.known'
  }

  private rememberAddress(): void {
    const name = this.must(this.name)
    void this.service.store.addresses
      .remember(this.address, name, this.service.today())()
      .then((done) => {
        if (E.isLeft(done)) this.fell('address book', done.left.remedy)
      })
  }

  private async verify(): Promise<string> {
    const proof = this.must(this.proof)
    this.proof = null
    const verdict = this.mayHearSecrets() ? await this.check(proof) : E.left(insecure)
    if (E.isRight(verdict)) {
      this.grant = verdict.right
      // Registered names passed the codec.
      this.name = verdict.right.name as PersonName
      const { expiresAtMs } = verdict.right
      this.log.write({ event: 'granted', name: this.name, how: words[proof.type], expiresAtMs })
      return 'verified.granted'
    }
    const { reason, retryAfterMs } = verdict.left
    this.denial = verdict.left
    this.attemptsLeft -= 1
    this.log.write({ event: 'denied', reason, attemptsLeft: this.attemptsLeft, retryAfterMs })
    if ('revokedSession' in verdict.left && verdict.left.revokedSession !== undefined)
      this.service.live.revoked(verdict.left.revokedSession)
    return this.attemptsLeft > 0 ? 'verified.denied' : 'verified.last'
  }

  private check(proof: Register | Login | Resume): Promise<E.Either<Denial, Grant>> {
    const { authenticator } = this.service
    switch (proof.type) {
      case 'Register':
        return authenticator.register(proof.name, proof.password, this.address)()
      case 'Login':
        return authenticator.login(proof.name, proof.password, this.address)()
      case 'Resume':
        return authenticator.resume(proof.token, this.address)()
      default:
        return proof satisfies never
    }
  }

  private mayHearSecrets(): boolean {
    return this.service.insecurePassword || isLoopback(this.address)
  }

  private async revoke(): Promise<string> {
    const { grant, service } = this
    if (grant === null) return 'loggedOut.done'
    const { authenticator } = service
    const revoked = this.everywhere
      ? await authenticator.revokeEverywhere(grant.accountId)()
      : await authenticator.revoke(grant.sessionRow)()
    if (E.isLeft(revoked)) {
      this.fell('revocation', revoked.left.remedy)
      return 'loggedOut.failed'
    }
    if (this.everywhere) service.live.revokedEverywhere(grant.accountId, this)
    else service.live.revoked(grant.sessionRow, this)
    return 'loggedOut.done'
  }

  private fell(what: string, detail: string): void {
    this.log.write({ event: 'failed', what, detail })
  }

  private must<A>(value: A | null): A {
    if (value === null) throw new Error(`Nothing is known yet in ${this.state}.`)
    return value
  }
}

interface Insecure {
  readonly reason: 'INSECURE_CHANNEL'
  readonly detail: string
  readonly retryAfterMs: 0
}

const insecure: Insecure = {
  reason: 'INSECURE_CHANNEL',
  detail: 'This channel is not private. Use loopback, or allow it on both sides with --insecure-password.',
  retryAfterMs: 0,
}

const words = { Register: 'register', Login: 'login', Resume: 'resume' } as const
