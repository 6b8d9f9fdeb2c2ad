import * as E from 'fp-ts/lib/Either.js'
import type { AnyMessage } from '../codec/index.ts'
import type { KnownByeReason } from '../engine/codes.ts'
import { MessageConnection } from '../engine/connection.ts'
import { type Ending, mayGoOn } from '../engine/ending.ts'
import { failing } from '../engine/error-text.ts'
import { ColloquyError } from '../engine/errors.ts'
import { Inbox } from '../engine/inbox.ts'
import { logObserver } from '../engine/log-observer.ts'
import { Runner } from '../engine/machine-runner.ts'
import { byeEvent, isThenable } from '../engine/message-context.ts'
import type { Messaging } from '../engine/messaging.ts'
import { type Observer, observerOf } from '../engine/observer.ts'
import type { Handlers, MessageCounts } from '../engine/peer.ts'
import { hasEnded, failed as rejected } from '../engine/rejections.ts'
import type { Continuation, Refusal, Role } from '../engine/role.ts'
import { oncePer, type Runtime } from '../engine/runtime.ts'
import { stepper } from '../engine/stepper.ts'
import { clientMachine } from '../machines/index.ts'
import { Deadline } from '../transport/deadline.ts'
import { type ConnectFault, connectSentence, type Endpoint } from '../transport/index.ts'
import { worthAnother } from './backoff.ts'
import type { ClientConfig } from './config.ts'
import { ClientHandshake } from './handshake.ts'
import { OwnSessions } from './own-sessions.ts'
import { Retries } from './retries.ts'

const firstStep = oncePer(({ tables, states }: Runtime) => stepper(clientMachine(tables).machine, states))

type Actor = keyof ReturnType<typeof clientMachine>['outcomes']

/** A conversation whose connection is gone, and that is to go on over the next one. */
interface HeldConversation {
  readonly connection: MessageConnection
  readonly messaging: Messaging
  /** How the connection ended. */
  readonly ending: Ending
}

/** A server to which a name or a proof is withheld has this long to answer our Bye. */
const FAREWELL_WITHIN_MS = 500

const NO_COUNTS: MessageCounts = { said: 0, heard: 0, acknowledged: 0 }

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

const nowhere: Endpoint = { address: '', port: 0 }

/** The client's side, over one connection after the other: what the machine asks for, with the program at hand. */
export class ClientSession implements Role {
  connection: MessageConnection | null = null
  readonly inbox: Inbox
  /** Resolves when the first conversation has begun; rejects when there will be none. */
  readonly begun: Promise<void>
  /** Resolves when nothing follows any more. */
  readonly over: Promise<Ending | null>
  /** Why no conversation followed; null while one may, and where the program ended it or the ending says it all. */
  failure: Error | null = null
  private readonly config: ClientConfig
  private readonly runtime: Runtime
  private readonly observer: Observer | null
  private readonly runner: Runner
  readonly handshake: ClientHandshake
  /** The sessions of the account. */
  readonly sessions = new OwnSessions(this)
  private readonly retries: Retries
  private readonly farewell: Deadline
  private aborter = new AbortController()
  private conversations = 0
  private held: HeldConversation | null = null
  private ending: Ending | null = null
  private isOver = false
  private waiting: Waiting[] = []
  private hungUp: ((event: string) => void) | null = null
  private hasBegun: () => void = () => {}
  private fellThrough: (error: Error) => void = () => {}
  private finish: (ending: Ending | null) => void = () => {}

  constructor(config: ClientConfig) {
    this.config = config
    this.runtime = config.runtime
    this.inbox = new Inbox(
      config.runtime.limits,
      () => this.connection?.messaging?.keptWasTaken(),
      () => this.connection?.updateBackpressure(),
    )
    this.begun = new Promise((resolve, reject) => {
      this.hasBegun = resolve
      this.fellThrough = reject
    })
    this.over = new Promise((resolve) => {
      this.finish = resolve
    })
    this.handshake = new ClientHandshake(config)
    this.retries = new Retries(config)
    const { clock, runtime } = config
    this.farewell = new Deadline(clock, { expire: () => this.connection?.abandon() })
    this.observer = observerOf(config.observer, logObserver(config.log))
    this.runner = new Runner('client', runtime, firstStep(runtime), this, clock, this.observer)
  }

  start(): void {
    this.runner.start()
  }

  /** The index of the contract's state, -1 while there is no connection. */
  get state(): number {
    return this.runner.state
  }

  get heartbeatMs(): number {
    return this.handshake.heartbeatMs
  }

  get backpressured(): boolean {
    return this.state === this.runtime.clientLeft ? this.inbox.flooded : this.inbox.full
  }

  get oldestKept(): number {
    return this.inbox.oldestId
  }

  get converse(): Handlers {
    return this.config.converse
  }

  get session(): string {
    return this.handshake.session
  }

  /** The conversation, be it over a connection or held for the next one; null before it has begun. */
  get messaging(): Messaging | null {
    return this.connection?.messaging ?? this.held?.messaging ?? null
  }

  /** Whether the conversation waits for its next connection. */
  get isHeld(): boolean {
    return this.held !== null
  }

  /** How it ends; null while nobody has said so. */
  get lastEnding(): Ending | null {
    return this.connection?.ending ?? null
  }

  get counts(): MessageCounts {
    return this.messaging?.sequence.counts ?? this.connection?.counts ?? NO_COUNTS
  }

  /** A conversation that stands on a proof can go on over another connection. */
  get keepsSaid(): boolean {
    return this.config.reconnect && this.handshake.isGranted
  }

  get continuation(): Continuation | null {
    return this.handshake.continuation
  }

  mayGoOn(ending: Ending): boolean {
    return mayGoOn(ending) && !this.leaving
  }

  get version(): number {
    return this.handshake.version
  }

  get name(): string | null {
    return this.handshake.name
  }

  get remote(): Endpoint {
    return this.connection?.remote ?? nowhere
  }

  // Requests of the program.

  bye(reason: KnownByeReason = 'DONE'): void {
    const event = byeEvent(reason)
    this.leaving = true
    this.runner.step(event)
  }

  /** Resolves when a conversation goes on; see `Client.ready`. */
  ready(): Promise<void> {
    if (this.runtime.isConverse[this.state] === 1) return Promise.resolve()
    if (this.isOver) return rejected(this.whyOver())
    const ready = new Promise<void>((resolve, reject) => this.waiting.push({ resolve, reject }))
    ready.catch(() => {})
    return ready
  }

  /** Ends the wait before the next connection. */
  connectNow(): void {
    this.retries.endWait()
  }

  /** Ends it without waiting for an answer to our Bye. */
  abandon(): void {
    this.bye()
    this.connection?.abandon()
  }

  logout(everywhere: boolean): void {
    if (typeof everywhere !== 'boolean') throw new RangeError('everywhere is true or false.')
    this.leaving = true
    this.handshake.logOut(everywhere)
    this.runner.step('do.logout')
  }

  /** The program ends it: no other connection follows. */
  private leaving = false

  // Events of the connection.

  keep(message: AnyMessage, id: number, re: number, bytes: number): void {
    this.inbox.put({ ...message, id, re }, bytes)
    if (this.inbox.full) this.connection?.updateBackpressure()
  }

  hear(message: AnyMessage): Refusal | null {
    return this.sessions.hear(message)
  }

  gone(ending: Ending): void {
    const connection = this.must(this.connection)
    this.ending = ending
    this.farewell.stop()
    this.aborter.abort()
    this.retries.gone(this.conversing)
    const again =
      this.config.reconnect &&
      this.conversations > 0 &&
      this.handshake.failure === null &&
      worthAnother(ending)
    if (this.conversing) {
      const messaging = connection.heldConversation
      if (messaging?.mayContinue === true && again && !this.leaving)
        this.held = { connection, messaging, ending }
      else this.endConversation(connection, ending, again && !this.leaving)
    }
    this.conversing = false
    if (!this.isHeld) this.sessions.end(ending)
    void this.handshake
      .end(ending)
      .then(() => this.hungUp?.(again && !this.leaving ? 'hungUp.later' : 'hungUp.final'))
  }

  private conversing = false

  began(): void {
    this.conversing = true
    const { messaging } = this.must(this.connection)
    if (this.held !== null && this.held.messaging === messaging) {
      const { session: conversation, repeated } = this.held.messaging
      this.config.log.write({ event: 'continued', conversation, repeated })
      this.held = null
      this.sessions.goOn()
    } else {
      this.giveUpHeld(true)
      this.inbox.begin()
    }
    this.conversations += 1
    this.retries.began()
    void this.handshake.granted().then(() => {
      this.config.log.write({ event: 'ready' })
      this.hasBegun()
      for (const { resolve } of this.waiting.splice(0)) resolve()
    })
  }

  failed(error: unknown): void {
    if (error instanceof Error) this.handshake.failure ??= error
    if (this.state < 0) this.runner.step('refuse.INTERNAL')
    else this.connection?.broke('client', error)
  }

  run(actor: string): string | Promise<string> {
    switch (actor as Actor) {
      case 'open':
        return this.open()
      case 'tellName':
        return this.orFarewell(this.handshake.tellName())
      case 'prove':
        return this.orFarewell(this.handshake.prove(this.must(this.connection).connection))
      case 'settle':
        return this.must(this.connection)
          .settle()
          .then(() => 'settled')
      case 'hangUp':
        return new Promise((resolve) => {
          this.hungUp = resolve
        })
      case 'backOff':
        return this.retries.wait(this.ending).then(() => 'waited')
      default:
        throw new Error(`The machine runs ${actor}, which nobody plays.`)
    }
  }

  stop(actor: string): void {
    if (actor === 'open') this.aborter.abort()
    if (actor === 'backOff') this.retries.stop()
    if (actor === 'tellName' || actor === 'prove') this.handshake.stopAsking()
  }

  perform(action: string): void {
    if (action !== 'end') throw new Error(`The machine asks for ${action}, which nobody does.`)
    this.end()
  }

  // Inside.

  /** The program gets its answer soon where nothing is told to the server: that may be anybody, who never answers a Bye. */
  private async orFarewell(told: Promise<string>): Promise<string> {
    const event = await told
    if (this.handshake.failure !== null) this.farewell.set(FAREWELL_WITHIN_MS)
    return event
  }

  private async open(): Promise<string> {
    const { config } = this
    const aborter = new AbortController()
    this.aborter = aborter
    const opened = await config.open(aborter.signal)
    if (E.isLeft(opened)) {
      const again = this.conversations > 0 && !isFinal(opened.left)
      this.retries.failed(opened.left)
      if (!again)
        this.handshake.failure ??= new ColloquyError(
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
    config.log.write({ event: 'connected', remote: connection.remote })
    this.retries.connected()
    this.handshake.begin(connection, this.held?.messaging ?? null)
    this.connection = new MessageConnection({
      side: 'client',
      runtime: this.runtime,
      role: this,
      runner: this.runner,
      connection,
      clock: config.clock,
      scheduler: config.scheduler,
      observer: this.observer,
      log: config.log,
    })
    if (this.conversations > 0) this.connection.trust()
    this.connection.open()
    return 'opened.done'
  }

  private end(): void {
    // A farewell that comes too late ends it once more.
    if (this.isOver) return
    const { ending } = this
    this.runner.stop()
    this.isOver = true
    const { refusal } = this.handshake
    this.fellThrough(refusal ?? neverBegan(ending))
    this.failure = this.leaving ? null : refusal
    this.giveUpHeld(false)
    this.inbox.close(this.failure ?? (ending === null || ending.how === 'bye' ? null : hasEnded(ending)))
    for (const { reject } of this.waiting.splice(0)) reject(this.whyOver())
    // One that was opened in the very moment in which it was no longer wanted.
    this.connection?.abandon()
    const { handshake } = this
    const released = handshake.loggingOut ? handshake.end(ending) : Promise.resolve()
    void released.then(() => this.finish(ending))
  }

  private whyOver(): Error {
    return this.failure ?? hasEnded(this.ending)
  }

  /** The conversation that is held does not go on. */
  private giveUpHeld(again: boolean): void {
    const { held } = this
    this.held = null
    if (held === null) return
    this.sessions.end(held.ending)
    this.endConversation(held.connection, held.ending, again)
  }

  private endConversation(connection: MessageConnection, ending: Ending, again: boolean): void {
    connection.heldConversation?.finish(ending)
    this.tellEnded(connection, ending, again)
  }

  /** Tells the program of a conversation that is over, and which of its messages may not have arrived. */
  private tellEnded(connection: MessageConnection, ending: Ending, again: boolean): void {
    const { counts } = connection
    const arrived =
      connection.heardBye && ending.how === 'bye' && ending.by === 'us' ? counts.said : counts.acknowledged
    const written = Math.max(arrived, connection.messaging?.written ?? 0)
    const fail = (error: unknown): void =>
      this.config.log.write({ event: 'failed', ...failing('ended', error) })
    try {
      // It may be an async function, which the types do not see.
      const told: unknown = this.config.ended?.({ ending, again, ...counts, arrived, written })
      if (isThenable(told)) told.then(undefined, fail)
    } catch (error) {
      fail(error)
    }
  }

  private must<A>(value: A | null): A {
    if (value === null) throw new Error(`Nothing is known yet in state ${this.state}.`)
    return value
  }
}

/** Whether another try would come to the same. */
const isFinal = ({ code }: ConnectFault): boolean =>
  code === 'ABORTED' || code === 'UNKNOWN_SERVER' || code === 'CERTIFICATE_REFUSED'

const neverBegan = (ending: Ending | null): ColloquyError =>
  new ColloquyError(
    { code: 'ENDED', ending },
    ending === null
      ? 'No conversation began; connect again when it is wanted.'
      : `No conversation began (${ending.code}): ${ending.detail}`,
  )
