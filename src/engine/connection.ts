import { type AnyMessage, formatFault, Reader } from '../codec/index.ts'
import type { Clock } from '../transport/clock.ts'
import type { CloseReason, Connection, ConnectionListener, Endpoint } from '../transport/connection.ts'
import { HEADER_BYTES } from '../transport/framing/header.ts'
import { linger } from '../transport/linger.ts'
import type { BaseMessage } from './base-messages.ts'
import type { KnownByeReason, KnownFaultCode } from './codes.ts'
import { FORBIDDEN_CODE, LOST_EVENT, refusalEvent } from './driver-events.ts'
import type { Ending, Loss } from './ending.ts'
import { failing } from './error-text.ts'
import { ColloquyError } from './errors.ts'
import { disconnected, type Log, type PeerEvent, type Totals } from './events.ts'
import type { Flushable, FlushScheduler } from './flush-scheduler.ts'
import { type FrameWatch, frameWatchOf } from './frame-watch.ts'
import type { LeftEnd } from './held-end.ts'
import { LastWords } from './last-words.ts'
import type { Limits } from './limits.ts'
import type { OutgoingMessage } from './machine.ts'
import type { Runner, RunnerConnection } from './machine-runner.ts'
import { Messaging } from './messaging.ts'
import type { ObservedEnd, Observer } from './observer.ts'
import { Pace, type PaceOwner } from './pace.ts'
import type { Handlers, MessageCounts } from './peer.ts'
import { FrameReceiver, type ReceiverOwner } from './receiver.ts'
import type { Continuation, Role } from './role.ts'
import { ILLEGAL, opposite, type Runtime, type Side } from './runtime.ts'
import { faultSentence } from './sentences.ts'
import { SequenceNumbers } from './sequence.ts'
import { SETTLE_WITHIN_MS } from './times.ts'
import { laterThan, placeOf } from './versions.ts'
import { WriteBuffer, type WriteBufferOwner } from './write-buffer.ts'

/** The clock and the scheduler that connections share. */
export interface SharedParts {
  readonly clock: Clock
  readonly scheduler: FlushScheduler
  /** Hears of all that the ends do. */
  readonly observer?: Observer
}

/** One end of a connection, to be. */
export interface ConnectionOptions extends Omit<SharedParts, 'observer'> {
  readonly side: Side
  readonly runtime: Runtime
  readonly role: Role
  readonly runner: Runner
  readonly connection: Connection
  readonly observer: Observer | null
  readonly log: Log<PeerEvent>
}

const reader = new Reader()

/**
 * One side of one connection: frames in, judged by the contract's table and decoded, then to the machine or to the
 * conversation; messages out, with one write a turn. The only place that sees codec, machine and connection.
 */
export class MessageConnection
  implements
    ConnectionListener,
    ReceiverOwner,
    LeftEnd,
    WriteBufferOwner,
    RunnerConnection,
    Flushable,
    PaceOwner
{
  readonly side: Side
  readonly runtime: Runtime
  readonly clock: Clock
  readonly limits: Limits
  sequence = new SequenceNumbers()
  readonly writeBuffer: WriteBuffer
  readonly connection: Connection
  hears: Int16Array
  says: Int16Array
  readonly handlers: Handlers
  readonly watch: FrameWatch | null
  /** The index of the contract's state, as the runner keeps it. */
  state = -1
  messaging: Messaging | null = null
  /** Whether the conversation is held for another connection. */
  private isHeld = false
  /** Whether an earlier version of the contract is spoken than this side's. */
  isEarlier = false
  private readonly lastWords: LastWords
  private readonly role: Role
  private readonly runner: Runner
  private readonly log: Log<PeerEvent>
  private readonly observer: Observer | null
  private readonly receiver: FrameReceiver
  private readonly scheduler: FlushScheduler
  private receivedBytes = 0
  /** Made in a conversation whose other side has a rate. */
  private pace: Pace | null = null
  private finished = false
  private gone = false

  constructor(options: ConnectionOptions) {
    const { side, runtime, role, runner, connection, clock, scheduler, observer, log } = options
    this.side = side
    this.runtime = runtime
    this.clock = clock
    this.scheduler = scheduler
    this.limits = runtime.limits
    this.role = role
    this.runner = runner
    this.connection = connection
    this.observer = observer
    this.log = log
    this.lastWords = new LastWords(side, runtime, log)
    this.watch = frameWatchOf(observer, runtime, () => this.observed)
    this.says = runtime.says[side]
    this.handlers = role.converse
    this.hears = runtime.says[opposite(side)]
    this.writeBuffer = new WriteBuffer(connection, scheduler, clock, this, runtime)
    this.receiver = new FrameReceiver(this, connection, clock)
    runner.speakOver(this)
  }

  /** How it ends, or ended; null while nobody has said so. */
  get ending(): Ending | null {
    return this.lastWords.ending
  }

  /** Whether the other side has said Bye. */
  get heardBye(): boolean {
    return this.lastWords.heardBye
  }

  /** A log may come to want data, or not, while the connection is there. */
  get watchesWrites(): boolean {
    return this.log.data
  }

  get session(): string {
    return this.role.session
  }

  get version(): number {
    return this.role.version
  }

  get name(): string | null {
    return this.role.name
  }

  get remote(): Endpoint {
    return this.connection.remote
  }

  get counts(): MessageCounts {
    return this.sequence.counts
  }

  private get totals(): Totals {
    const { receivedBytes, sequence, writeBuffer } = this
    const { heard, said, acknowledged } = sequence
    return { receivedBytes, sentBytes: writeBuffer.writtenBytes, heard, said, acknowledged }
  }

  /** The bytes that were carried so far, and those that wait to be taken. */
  get traffic(): { readonly received: number; readonly sent: number; readonly waiting: number } {
    const { receivedBytes: received, writeBuffer } = this
    return { received, sent: writeBuffer.writtenBytes, waiting: writeBuffer.queuedBytes }
  }

  /** The other side has spoken this protocol before: how it begins tells nothing. */
  trust(): void {
    this.lastWords.opening = null
  }

  /** Begins to listen. */
  open(): void {
    this.connection.listen(this)
  }

  // Told by the connection.

  chunk(bytes: Buffer): void {
    this.receivedBytes += bytes.length
    this.lastWords.opening?.add(bytes)
    this.read(bytes)
  }

  drained(): void {
    this.writeBuffer.drained()
    this.roomAgain()
  }

  ended(): void {
    this.receiver.end()
  }

  closed(reason: CloseReason): void {
    this.gone = true
    this.lose(reason === 'reset' ? 'RESET' : 'BROKEN', `The connection is gone (${reason}).`)
  }

  // Asked for by the machine and the role.

  /** Says what the machine says. */
  speak(said: OutgoingMessage): void {
    const { type, code, reason } = said
    if (code !== undefined) return this.fault(code)
    // The program has said it; the machine follows.
    if (this.runtime.isConversation[this.indexOf(type)] === 1) return
    if (reason !== undefined || type === 'Logout') this.messaging?.lastAck()
    if (type === 'Logout') this.lastWords.sayLogout()
    if (reason !== undefined) this.send({ type: 'Bye', reason, detail: this.lastWords.sayBye(reason) })
    else this.send(this.role.handshake.buildMessage(type))
  }

  turned(state: number, from: number): void {
    const { isConverse, done } = this.runtime
    const conversed = isConverse[from] === 1
    const converses = isConverse[state] === 1
    if (converses && !conversed) {
      this.converse()
      this.role.began()
    }
    if (conversed && !converses) this.leaveConverse(from)
    if (state === done) this.finish()
  }

  bye(reason?: KnownByeReason): void {
    this.role.bye(reason)
  }

  /** Ends it because the contract was broken, or because this side failed. */
  refuse(code: KnownFaultCode, offending = 0, detail = faultSentence[code], retryAfterMs = 0): void {
    if (this.finished) return
    this.lastWords.refuse({ code, offending, detail, retryAfterMs })
    this.runner.step(refusalEvent(code))
  }

  /** Resolves when running handlers have ended, or were waited for long enough. */
  settle(): Promise<void> {
    return this.messaging?.settle(SETTLE_WITHIN_MS) ?? Promise.resolve()
  }

  // Handed on by the receiver.

  frame(
    index: number,
    next: number,
    id: number,
    re: number,
    source: Buffer,
    start: number,
    end: number,
  ): void {
    const { runtime } = this
    const type = runtime.messages[index]?.number ?? 0
    this.lastWords.opening = null
    if (next === ILLEGAL) return this.refuse(FORBIDDEN_CODE, type)
    const isConversation = runtime.isConversation[index] === 1
    if (this.leadsNowhere(index, next)) {
      if (isConversation) this.sequence.heard = id
      return
    }
    const message = runtime.decodeBody(type, reader.reset(source, start, end))
    if (message === null) {
      const fault = reader.fault
      return this.refuse('MALFORMED', type, fault === null ? undefined : `The body is ${formatFault(fault)}.`)
    }
    if (isConversation) {
      const later = this.isEarlier ? laterThan(message, runtime.messages[index]?.later, this.version) : null
      if (later !== null)
        return this.refuse('MALFORMED', type, `${placeOf(message.type, later)} is of version ${later.since}.`)
      if (next !== this.state) this.runner.step(runtime.heardEvent[index] as string)
      this.messaging?.hear(message, index, id, re, end - start)
      if (this.pace !== null) this.keepPace(this.pace, end - start + HEADER_BYTES)
    } else if (next === this.state) this.courtesy(message, type)
    else this.turn(message, type, index, next)
  }

  awaitTurn(): void {
    this.scheduler.flushAtEnd(this)
  }

  /** The next turn has come. */
  flush(): void {
    if (this.pace?.isHolding !== true) this.read(null)
  }

  endOfStream(): void {
    // After their last word nothing was to come: it is answered all the same.
    if (this.heardLast) return
    this.settle().then(() => this.lose('BROKEN'))
  }

  /** The other side is ahead of its rate: nothing is read, and that is no silence of its own. */
  hold(): void {
    this.receiver.hold()
    this.messaging?.setReading(false)
  }

  goOn(): void {
    this.messaging?.setReading(!this.receiver.paused)
    this.read(null)
  }

  // Used by the conversation.

  /** A message of the program was said that leads to another state. */
  saidTurn(index: number): void {
    this.runner.step(this.runtime.saidEvent[index] as string)
  }

  readonly isAway = false

  get keepsSaid(): boolean {
    return this.role.keepsSaid
  }

  /** Its conversation, where that is held for another connection. */
  get heldConversation(): Messaging | null {
    return this.isHeld ? this.messaging : null
  }

  /**
   * Gives up its conversation to another connection of the same client: nothing more that comes here is handled. Null where that
   * cannot go on.
   */
  release(): Messaging | null {
    const { messaging, isHeld } = this
    const goesOn = isHeld || this.runtime.isConverse[this.state] === 1
    if (messaging?.mayContinue !== true || !goesOn) return null
    // One that is held has left this connection, which is still to close.
    if (!isHeld) this.holdOver(messaging, this.state)
    this.messaging = null
    this.sequence = this.sequence.copy()
    if (!isHeld) this.runner.step('bye.REPLACED')
    return messaging
  }

  keep(message: AnyMessage, id: number, re: number, bytes: number): void {
    this.role.keep(message, id, re, bytes)
  }

  /** A handler failed. A message that came too late to be said is no failure. */
  failed(error: unknown): void {
    const late =
      error instanceof ColloquyError && error.code === 'ENDED' && this.messaging?.maySay('Ack') !== true
    if (!late) this.broke('handler', error)
  }

  /** A handler failed while the conversation has no connection. */
  failedUnheard(error: unknown): void {
    this.log.write({ event: 'failed', ...failing('handler', error) })
  }

  /** A handler gave no answer. One that came too late to be said is no failure. */
  answerFailed(type: string, error: unknown): void {
    if (error instanceof ColloquyError && error.code === 'ENDED') return
    this.log.write({ event: 'failed', ...failing(`the handler of ${type}`, error) })
  }

  /** Something of our own failed. */
  broke(what: string, error: unknown): void {
    this.log.write({ event: 'failed', ...failing(what, error) })
    this.refuse('INTERNAL')
  }

  silent(): void {
    this.runner.expire()
  }

  get oldestKept(): number {
    return this.role.oldestKept
  }

  exhausted(): void {
    this.runner.step('bye.DONE')
  }

  outgrown(unacknowledged: number): void {
    this.log.write({ event: 'outgrown', unacknowledged })
  }

  updateBackpressure(): void {
    const waits = this.role.backpressured || this.messaging?.backpressured === true
    if (waits === this.receiver.paused || this.finished) return
    this.messaging?.setReading(!waits)
    this.writeBuffer.isAwaited ||= waits
    if (waits) this.receiver.pause()
    else this.receiver.resume()
    this.observer?.reading?.({ ...this.observed, paused: this.receiver.paused })
  }

  // Inside.

  /** Reads a chunk, or goes on with what an earlier turn left; writes what is said meanwhile. */
  private read(bytes: Buffer | null): void {
    const { receiver } = this
    const { frames } = receiver
    this.writeBuffer.isHeld = true
    try {
      if (bytes === null) receiver.goOn()
      else receiver.chunk(bytes)
      if (receiver.frames !== frames && this.messaging !== null) this.messaging.heardAtMs = this.clock.now()
      if (bytes !== null && this.log.data)
        this.log.write({ event: 'received', bytes: bytes.length, id: this.sequence.heard })
    } finally {
      this.writeBuffer.release()
    }
  }

  private keepPace(pace: Pace, bytes: number): void {
    const waitMs = this.role.pace?.(bytes) ?? 0
    if (!this.finished) pace.wait(waitMs)
  }

  /** The conversation begins, in the version that was chosen. */
  private converse(): void {
    const { runtime, side } = this
    this.isEarlier = this.version < runtime.version
    const says = runtime.saysIn(this.version)
    this.says = says[side]
    this.hears = says[opposite(side)]
    if (this.role.pace != null) this.pace = new Pace(this.clock, this)
    const { continuation, heartbeatMs } = this.role
    if (continuation === null) {
      this.messaging = new Messaging(this, this.role.session, heartbeatMs)
      if (this.keepsSaid) this.messaging.keepFor(this.writeBuffer)
    } else this.continue(continuation, heartbeatMs)
  }

  /** A conversation goes on that began over another connection. */
  private continue({ messaging, received }: Continuation, heartbeatMs: number): void {
    this.messaging = messaging
    this.sequence = messaging.sequence
    this.runner.continueIn(messaging.state)
    messaging.keepFor(this.writeBuffer)
    messaging.goOn(this, heartbeatMs, received)
  }

  /** A last word was said or heard, or the connection is gone. */
  private leaveConverse(from: number): void {
    const { messaging, lastWords } = this
    if (messaging === null) return
    if (messaging.mayContinue && lastWords.ending !== null && this.role.mayGoOn(lastWords.ending))
      this.holdOver(messaging, from)
    else messaging.close()
  }

  private holdOver(messaging: Messaging, state: number): void {
    this.isHeld = true
    this.writeBuffer.letGo()
    messaging.hold(this, state)
  }

  private get observed(): ObservedEnd {
    const { side, connection, session } = this
    return { protocol: this.runtime.name, side, connection, session }
  }

  /** Whether the other side has said its last word, and it is on us to answer. */
  private get heardLast(): boolean {
    const row = this.runtime.states[this.state]
    return row?.inFlight === true && row.turn === this.side
  }

  /** A message of converse that needs no handler. */
  private courtesy(heard: AnyMessage, type: number): void {
    // The contract's codec has decoded it.
    const message = heard as BaseMessage
    if (this.messaging?.courtesy(message) !== false) return
    if (message.type === 'Ack')
      return this.refuse('GAP', type, `${message.received} cannot be acknowledged now.`)
    const refused = this.role.hear?.(heard) ?? null
    if (refused !== null) this.refuse(refused.code, type, refused.detail)
  }

  /** A message that changes the state. */
  private turn(heard: AnyMessage, type: number, index: number, next: number): void {
    const refused = this.role.handshake.receive(heard)
    if (refused !== null) return this.refuse(refused.code, type, refused.detail, refused.retryAfterMs)
    const { done, states } = this.runtime
    if (next === done || states[next]?.inFlight === true) this.lastWords.hear(heard as BaseMessage)
    this.runner.step(this.runtime.heardEvent[index] as string)
  }

  /**
   * Whether a message leads nowhere that was in flight when we said our last word: conversation messages still count, and the last Ack does;
   * the rest is skipped undecoded.
   */
  private leadsNowhere(index: number, next: number): boolean {
    const { runtime } = this
    if (next !== this.state || runtime.states[next]?.inFlight !== true) return false
    return this.messaging === null || (runtime.isConversation[index] === 0 && index !== runtime.ack)
  }

  private indexOf(type: string): number {
    return this.runtime.indexOf[this.runtime.numbers[type] ?? 0] ?? ILLEGAL
  }

  private fault(code: KnownFaultCode): void {
    this.send({ type: 'Fault', ...this.lastWords.sayFault(code) })
  }

  private send(message: AnyMessage | BaseMessage): void {
    const fault = this.writeBuffer.frame(message, this.runtime.numbers[message.type] ?? 0, 0, 0, false)
    if (fault !== null) throw new Error(`We would break the contract ourselves: ${formatFault(fault)}.`)
  }

  wrote(bytes: number): void {
    const { said: id, saidRe: re } = this.sequence
    this.log.write({ event: 'sent', bytes, id, re })
  }

  /** All that was written was taken: what waited goes on. */
  roomAgain(): void {
    if (this.finished) return
    this.messaging?.drained()
    this.updateBackpressure()
    if (this.receiver.paused) this.writeBuffer.isAwaited = true
  }

  /** Ends it at once, without a word: there is no more time for one. */
  abandon(): void {
    this.connection.destroy()
  }

  stalled(detail: string): void {
    this.lastWords.stall(detail)
    this.connection.destroy()
  }

  private lose(code: Loss, detail?: string): void {
    if (this.finished) return
    this.lastWords.lose(code, detail)
    this.runner.step(LOST_EVENT)
  }

  private finish(): void {
    if (this.finished) return
    this.finished = true
    this.receiver.stop()
    this.pace?.stop()
    const ending = this.lastWords.final
    if (!this.isHeld) this.messaging?.finish(ending)
    const { role, connection, clock } = this
    const over = (): void => {
      this.log.write(disconnected(ending, this.totals))
      this.observer?.ended?.({ ...this.observed, ending })
      role.gone(ending)
    }
    this.writeBuffer.end(() => {
      if (this.gone) over()
      else linger(connection, clock, over)
    })
  }
}
