import * as E from 'fp-ts/lib/Either.js'
import type {
  AskName,
  ByeReason,
  Challenge,
  ClientConversation,
  ConversationMessage,
  Denied,
  Granted,
  Message,
  MyName,
  ServerConversation,
  Welcome,
} from '../../../protocol/generated/messages.ts'
import { client as clientMachine, type Said } from '../../machines/index.ts'
import {
  type ConnectFault,
  type Connection,
  connectSentence,
  type Endpoint,
  isLoopback,
} from '../../transport/index.ts'
import type { Ending } from '../ending.ts'
import { ColloquyError } from '../error.ts'
import type { ClientEvent, Log } from '../events.ts'
import { Exchange, handle, type Interlocutor } from '../exchange.ts'
import { type HeardMessage, hasEnded } from '../line/conversation.ts'
import { type Host, Line, type Refusal, type Surroundings } from '../line/line.ts'
import { type Performer, Runner } from '../machine/runner.ts'
import { stepper } from '../machine/stepper.ts'
import { CLIENT_LEFT, CONVERSE, contractHash, protocolVersion } from '../machine/table.ts'
import type { Converse } from '../peer.ts'
import { backOffMs, worthAnother } from './backoff.ts'
import { type Credentials, CredentialsProver, type Proof, type Prover, personName } from './credentials.ts'
import { Inbox } from './inbox.ts'

/** What a client does with what it hears. What has no handler waits for an iterator. */
export type ClientConverse = Converse<ClientConversation, ServerConversation>

/** What a client's conversations stand on. */
export interface Calling {
  readonly open: (signal: AbortSignal) => Promise<E.Either<ConnectFault, Connection>>
  readonly name: string | ((asked: AskName) => Promise<string | null>) | null
  readonly credentials: Credentials | Prover | null
  /** Whether a server that asks for no proof is refused. */
  readonly requireProof: boolean
  readonly converse: ClientConverse
  readonly reconnect: boolean
  readonly insecurePassword: boolean
  readonly agent: string
  readonly around: Surroundings
  readonly log: Log<ClientEvent>
  /** 0 to 1. */
  readonly random: () => number
}

/** A conversation that lasted so long proves that connecting works. */
const PROVEN_AFTER_MS = 30_000

const first = stepper(clientMachine.machine)
const proofEvent = { Register: 'proved.register', Login: 'proved.login', Resume: 'proved.resume' } as const
const how = { Register: 'register', Login: 'login', Resume: 'resume' } as const
const nowhere: Endpoint = { address: '', port: 0 }

/** The client's side, over one connection after the other: what the machine asks for, with the program at hand. */
export class Caller implements Host, Performer, Interlocutor {
  line: Line | null = null
  readonly inbox = new Inbox(() => this.line?.balance())
  /** Resolves when the first conversation has begun; rejects when there will be none. */
  readonly begun: Promise<void>
  /** Resolves when nothing follows any more. */
  readonly over: Promise<Ending | null>
  private readonly calling: Calling
  private readonly runner: Runner
  private readonly prover: CredentialsProver | null
  private welcome: Welcome | null = null
  private asked: AskName | null = null
  private myName: MyName | null = null
  private challenge: Challenge | null = null
  private denied: Denied | null = null
  private proof: Proof | null = null
  private grantedName: string | null = null
  private proven = false
  private aborter = new AbortController()
  private failures = 0
  private conversations = 0
  private beganAtMs = 0
  private ending: Ending | null = null
  private failure: ColloquyError | null = null
  private hungUp: ((event: string) => void) | null = null
  private began: () => void = () => {}
  private fellThrough: (error: ColloquyError) => void = () => {}
  private finish: (ending: Ending | null) => void = () => {}

  constructor(calling: Calling) {
    this.calling = calling
    this.begun = new Promise((resolve, reject) => {
      this.began = resolve
      this.fellThrough = reject
    })
    this.over = new Promise((resolve) => {
      this.finish = resolve
    })
    const { credentials } = calling
    this.prover =
      credentials === null || typeof credentials === 'function' ? null : new CredentialsProver(credentials)
    this.runner = new Runner(first, this, calling.around.clock)
  }

  start(): void {
    this.runner.start()
  }

  get state(): number {
    return this.runner.state
  }

  get heartbeatMs(): number {
    return this.must(this.welcome).heartbeatMs
  }

  get congested(): boolean {
    return this.state === CLIENT_LEFT ? this.inbox.flooded : this.inbox.full
  }

  get session(): string {
    return this.welcome?.session ?? ''
  }

  get name(): string | null {
    return this.grantedName
  }

  get remote(): Endpoint {
    return this.line?.remote ?? nowhere
  }

  // What the program asks for.

  bye(reason: ByeReason = 'DONE'): void {
    this.leaving = true
    this.step(`bye.${reason}`)
  }

  logout(everywhere: boolean): void {
    this.everywhere = everywhere
    this.leaving = this.loggingOut = true
    this.step('do.logout')
  }

  private everywhere = false
  /** The program ends it: no other connection follows. */
  private leaving = false
  /** The token is forgotten, however it ends. */
  private loggingOut = false

  // What the line tells.

  step(event: string): void {
    this.runner.step(event)
  }

  expire(): void {
    this.runner.expire()
  }

  hear(message: Message): Refusal | null {
    switch (message.type) {
      case 'Welcome':
        return this.hearWelcome(message)
      case 'AskName':
        this.asked = message
        return null
      case 'Greeting':
        this.calling.log.write({
          event: 'greeting',
          name: message.name,
          known: message.known,
          lastSeenMs: message.lastSeenMs,
        })
        this.grantedName = message.name
        return null
      case 'Challenge':
        this.challenge = message
        return null
      case 'Granted':
        return this.hearGranted(message)
      case 'Denied':
        this.denied = message
        this.calling.log.write({
          event: 'denied',
          reason: message.reason,
          attemptsLeft: message.attemptsLeft,
          retryAfterMs: message.retryAfterMs,
        })
        return null
      case 'Bye':
        // Our Logout was answered.
        if (this.loggingOut && message.reason === 'LOGGED_OUT' && this.line !== null)
          this.line.ending ??= { how: 'bye', code: 'LOGGED_OUT', by: 'us', detail: message.detail }
        return null
      case 'Ready':
        return !this.calling.requireProof
          ? null
          : { code: 'UNAUTHORIZED', detail: 'The server asks for no proof, and the client came with one.' }
      default:
        return null
    }
  }

  converse(message: ConversationMessage, id: number, re: number, bytes: number): Promise<void> | undefined {
    const exchange = new Exchange<ClientConversation, ServerConversation>(this, id, re)
    const handled = handle(this.calling.converse, message, exchange)
    if (handled !== false) return handled
    // The line has judged that the server may say it.
    this.inbox.put({ ...message, id, re } as HeardMessage<ServerConversation>, bytes)
    if (this.inbox.full) this.line?.balance()
    return undefined
  }

  gone(ending: Ending): void {
    const line = this.must(this.line)
    this.ending = ending
    this.aborter.abort()
    this.calling.log.write(line.farewell(ending))
    const lived = this.calling.around.clock.now() - this.beganAtMs
    if (this.conversing && lived >= PROVEN_AFTER_MS) this.failures = 0
    this.conversing = false
    const again =
      this.calling.reconnect && this.conversations > 0 && this.failure === null && worthAnother(ending)
    void this.releaseToken().then(() =>
      this.hungUp?.(again && !this.leaving ? 'hungUp.later' : 'hungUp.final'),
    )
  }

  private conversing = false

  // What the machine asks for.

  speak(said: Said): void {
    this.must(this.line).speak(said)
  }

  entered(state: number, from: number): void {
    this.line?.entered(state, from)
    if (state !== CONVERSE) return
    this.conversing = true
    this.conversations += 1
    this.beganAtMs = this.calling.around.clock.now()
    void this.settleIn()
  }

  failed(error: unknown): void {
    if (error instanceof ColloquyError) this.failure ??= error
    if (this.state < 0) this.step('refuse.INTERNAL')
    else this.line?.broke('client', error)
  }

  run(actor: string): string | Promise<string> {
    switch (actor as keyof typeof clientMachine.outcomes) {
      case 'open':
        return this.open()
      case 'tellName':
        return this.tellName()
      case 'prove':
        return this.prove()
      case 'settle':
        return this.must(this.line)
          .settle()
          .then(() => 'settled')
      case 'hangUp':
        return new Promise((resolve) => {
          this.hungUp = resolve
        })
      case 'backOff':
        return this.backOff()
      default:
        throw new Error(`The machine runs ${actor}, which nobody plays.`)
    }
  }

  stop(actor: string): void {
    if (actor === 'open' || actor === 'backOff') this.aborter.abort()
  }

  perform(action: string): void {
    if (action !== 'end') throw new Error(`The machine asks for ${action}, which nobody does.`)
    this.end()
  }

  compose(type: Exclude<Said['type'], 'Fault' | 'Bye'>): Message {
    switch (type) {
      case 'Hello':
        return {
          type,
          minVersion: protocolVersion,
          maxVersion: protocolVersion,
          contract: contractHash,
          agent: this.calling.agent,
        }
      case 'MyName':
        return this.must(this.myName)
      case 'Register':
      case 'Login':
      case 'Resume':
        return this.must(this.proof)
      case 'Logout':
        return { type, everywhere: this.everywhere }
      default:
        throw new Error(`The machine says ${type}, which a client never does.`)
    }
  }

  // Inside.

  private async open(): Promise<string> {
    const { calling } = this
    const aborter = new AbortController()
    this.aborter = aborter
    const opened = await calling.open(aborter.signal)
    if (E.isLeft(opened)) {
      const again = this.conversations > 0 && opened.left.code !== 'ABORTED'
      if (!again)
        this.failure ??= new ColloquyError(
          { code: 'CANNOT_CONNECT', fault: opened.left },
          connectSentence(opened.left),
        )
      return again ? 'opened.later' : 'opened.failed'
    }
    const connection = opened.right
    if (aborter.signal.aborted) {
      connection.destroy()
      return 'opened.failed'
    }
    calling.log.write({ event: 'connected', remote: connection.remote })
    this.welcome = this.denied = this.proof = null
    this.proven = false
    this.prover?.begin()
    this.line = new Line('client', this, connection, calling.around, calling.log)
    this.line.open()
    return 'opened.done'
  }

  private hearWelcome(message: Welcome): Refusal | null {
    const { version, server, session, heartbeatMs } = message
    if (version !== protocolVersion)
      return { code: 'VERSION', detail: `The server chose version ${version}, which was not offered.` }
    this.welcome = message
    const sameContract = Buffer.compare(message.contract, contractHash) === 0
    this.calling.log.write({ event: 'welcome', version, server, session, heartbeatMs, sameContract })
    return null
  }

  private hearGranted({ name, expiresAtMs, token }: Granted): null {
    this.grantedName = name
    this.proven = true
    this.token = token
    const { type } = this.must(this.proof)
    this.calling.log.write({ event: 'granted', name, how: how[type], expiresAtMs })
    return null
  }

  private token = ''
  /** The storing of the token that was granted last. */
  private keeping: Promise<void> | undefined

  /** The conversation has begun; the program hears of it once the new token is stored. */
  private async settleIn(): Promise<void> {
    try {
      if (this.proven) this.keeping = this.prover?.granted(this.grantedName ?? '', this.token)
      await this.keeping
    } catch (error) {
      this.calling.log.write({ event: 'failed', what: 'token', detail: String(error) })
    }
    this.calling.log.write({ event: 'ready' })
    this.began()
  }

  private async tellName(): Promise<string> {
    const { name, credentials } = this.calling
    const fallback = this.prover === null ? null : ((credentials as Credentials).name ?? null)
    const given = typeof name === 'function' ? await name(this.must(this.asked)) : (name ?? fallback)
    if (given === null) return this.withhold('The server asks for a name; give one.', 'named.withheld')
    this.myName = { type: 'MyName', name: personName(given) }
    return 'named.given'
  }

  private async prove(): Promise<string> {
    const { credentials, insecurePassword } = this.calling
    const prover = typeof credentials === 'function' ? credentials : this.prover?.prove
    if (prover === undefined)
      return this.withhold('The server asks for a proof; give credentials.', 'proved.withheld')
    if (!insecurePassword && !isLoopback(this.remote.address)) {
      this.failure ??= new ColloquyError(
        { code: 'INSECURE_CHANNEL' },
        'A password or token would cross the network unprotected; connect over loopback, or allow it on both sides with insecurePassword.',
      )
      return 'proved.withheld'
    }
    const { denied } = this
    const proof = denied?.attemptsLeft === 0 ? null : await prover(this.must(this.challenge), denied)
    if (proof === null) {
      if (denied !== null) this.failure ??= wasDenied(denied)
      return this.failure === null
        ? this.withhold('No proof was given.', 'proved.withheld')
        : 'proved.withheld'
    }
    this.proof = proof
    return proofEvent[proof.type]
  }

  private withhold(sentence: string, event: string): string {
    this.failure ??= new ColloquyError({ code: 'WITHHELD' }, sentence)
    return event
  }

  private backOff(): Promise<string> {
    const { around, log, random } = this.calling
    const withinMs = backOffMs(this.failures, this.ending, random)
    this.failures += 1
    log.write({ event: 'reconnecting', withinMs })
    const aborter = new AbortController()
    this.aborter = aborter
    return new Promise((resolve) => {
      const timer = around.clock.setTimer(withinMs, () => resolve('waited'))
      aborter.signal.addEventListener('abort', () => around.clock.clearTimer(timer))
    })
  }

  /** Lets go of the token; one that was revoked is forgotten. */
  private async releaseToken(): Promise<void> {
    try {
      await this.keeping?.catch(() => {})
      if (this.loggingOut || this.ending?.code === 'LOGGED_OUT') await this.prover?.forget()
      this.loggingOut = false
      this.prover?.begin()
      await this.prover?.release()
    } catch (error) {
      this.calling.log.write({ event: 'failed', what: 'token', detail: String(error) })
    }
  }

  private end(): void {
    const { ending } = this
    this.runner.stop()
    this.fellThrough(
      this.failure ?? (this.denied !== null && !this.proven ? wasDenied(this.denied) : hasEnded(ending)),
    )
    this.inbox.close(ending === null || ending.how === 'bye' ? null : hasEnded(ending))
    // One that was opened in the very moment in which it was no longer wanted.
    this.line?.abandon()
    const released = this.loggingOut ? this.releaseToken() : Promise.resolve()
    void released.then(() => this.finish(ending))
  }

  private must<A>(value: A | null): A {
    if (value === null) throw new Error(`Nothing is known yet in state ${this.state}.`)
    return value
  }
}

const wasDenied = ({ reason, detail, retryAfterMs, attemptsLeft }: Denied): ColloquyError =>
  new ColloquyError(
    { code: 'DENIED', reason, retryAfterMs, attemptsLeft },
    detail === '' ? `Denied: ${reason}.` : detail,
  )
