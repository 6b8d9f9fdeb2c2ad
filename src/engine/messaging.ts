import type { AnyMessage } from '../codec/index.ts'
import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'
import type { BaseMessage } from './base-messages.ts'
import type { Ending } from './ending.ts'
import type { ColloquyError } from './errors.ts'
import { RunningHandlers } from './handlers.ts'
import { type Beating, Keepalive } from './keepalive.ts'
import type { Limits } from './limits.ts'
import { HandlerContext, type Interlocutor, isThenable, type Sender } from './message-context.ts'
import type { Handlers, HeardMessage } from './peer.ts'
import { ReceiveQueue } from './receive-queue.ts'
import {
  breaksContract,
  failed,
  hasEnded,
  noConversationMessage,
  notNow,
  tooManyWaiting,
} from './rejections.ts'
import { type AskOptions, PendingRequests } from './requests.ts'
import { ILLEGAL, type Runtime } from './runtime.ts'
import { SendWindow } from './send-window.ts'
import { MAX_ID, type SequenceNumbers } from './sequence.ts'
import type { WriteBuffer } from './write-buffer.ts'

/** An Ack goes out at the latest after this. */
const ACK_AFTER_MS = 1_000

/** A side that has acknowledged nothing for so long while the window was full never will. */
const FIRST_ACK_WITHIN_MS = 5_000

/** Handlers that are all busy while sends of this side wait for the window may be what both sides wait for. */
const MUTUAL_WAIT_MS = 30_000

/** The connection that a conversation stands on. */
export interface Footing extends Interlocutor {
  readonly runtime: Runtime
  readonly clock: Clock
  readonly limits: Limits
  readonly sequence: SequenceNumbers
  readonly writeBuffer: WriteBuffer
  /** The runtime's table of what this side says. */
  readonly says: Int16Array
  /** A message was said that leads to another state. */
  saidTurn(index: number): void
  /** The index of the contract's state. */
  readonly state: number
  /** The handlers of the program. */
  readonly handlers: Handlers
  /** Takes a message that has no handler. */
  keep(message: AnyMessage, id: number, re: number, bytes: number): void
  /** The id of the oldest message that is kept for whoever iterates, or 0. */
  readonly oldestKept: number
  /** A handler threw. */
  failed(error: unknown): void
  /** The deadline of converse has passed. */
  silent(): void
  /** Handlers of both sides wait for each other. */
  stuck(): void
  /** The last id was used. */
  exhausted(): void
  /** Called when the cause of paused reading may have changed. */
  updateBackpressure(): void
}

interface Waiting {
  readonly message: AnyMessage
  readonly re: number
  readonly resolve: (id: number) => void
  readonly reject: (error: ColloquyError) => void
}

/**
 * The conversation itself: messages both ways, acknowledgements, heartbeats, and what waits to be sent or handled. An
 * original is a message that answers none; docs/decisions/0013 says why originals and replies wait for different things.
 */
export class Messaging implements Beating, Sender {
  /** When whole frames were heard last. */
  heardAtMs: number
  private readonly footing: Footing
  private readonly handlers: RunningHandlers
  private readonly replyHandlers: RunningHandlers
  private readonly ackDeadline: Deadline
  private readonly keepalive: Keepalive
  private readonly window: SendWindow
  private readonly queue = new ReceiveQueue()
  private requests: PendingRequests<HeardMessage> | null = null
  private originals: Waiting[] = []
  private replies: Waiting[] = []
  private firstAck: Deadline | null = null
  private mutualWait: Deadline | null = null
  /** Counts acknowledgements heard and handlers ended. */
  private progress = 0
  private settling: Set<() => void> | null = null
  private takenBytes = 0
  private ackWaits = false
  private taking = false
  private pongs = 0
  private nonce = 0
  private over = false

  constructor(footing: Footing, heartbeatMs: number) {
    const { clock, limits, runtime } = footing
    this.footing = footing
    this.handlers = new RunningHandlers(limits, () => this.handlerEnded())
    this.replyHandlers = new RunningHandlers(limits, () => this.handlerEnded())
    this.window = new SendWindow(limits)
    this.heardAtMs = clock.now()
    this.ackDeadline = new Deadline(clock, () => this.acknowledge())
    this.keepalive = new Keepalive(clock, heartbeatMs, runtime.maxSilentHeartbeats, this)
  }

  /**
   * Whether reading must wait. Never for replies of ours that wait to be written: then each side could wait for the
   * other to read. What is kept is bounded by the other side's window.
   */
  get congested(): boolean {
    const { limits } = this.footing
    return (
      this.queue.length >= limits.maxKeptMessages ||
      this.queue.bytes >= limits.maxKeptBytes ||
      this.replyHandlers.full ||
      this.pongs >= limits.maxPongs
    )
  }

  /** Says a message of the program's own accord; see `Peer.say`. */
  say<M extends AnyMessage>(message: M): Promise<number> {
    if (this.originals.length > 0 || !this.hasRoomForOriginal) return this.wait(message, 0, this.originals)
    const error = this.put(message, 0)
    return error === null ? Promise.resolve(this.footing.sequence.said) : failed(error)
  }

  /** Answers a message; see `Asker.reply`. One that need not wait allocates nothing: its promise is SAID. */
  reply<M extends AnyMessage>(message: M, re: number): Promise<void> {
    if (this.replies.length > 0 || !this.hasRoomForReply)
      return this.wait(message, re, this.replies) as Promise<unknown> as Promise<void>
    const error = this.put(message, re)
    return error === null ? SAID : failed(error)
  }

  /** Says a message and waits for the first one that answers it. */
  ask<M extends AnyMessage>(message: M, options: AskOptions): Promise<HeardMessage> {
    const answered = this.say(message).then((id) => {
      if (this.over) throw hasEnded(this.footing.ending)
      this.requests ??= new PendingRequests(this.footing.clock)
      return this.requests.answerTo(id, options)
    })
    answered.catch(() => {})
    return answered
  }

  /** Hears a message whose frame was judged and decoded. */
  hear(message: AnyMessage, id: number, re: number, bytes: number): void {
    const { footing } = this
    footing.sequence.heard = id
    if (re !== 0) this.heardAck(re)
    const waits =
      re === 0 &&
      (this.queue.length > 0 || !this.takesOriginals) &&
      footing.handlers[message.type] !== undefined
    if (waits) {
      this.queue.push({ message, id, bytes })
      footing.writeBuffer.isAwaited = true
      this.watchMutualWait()
    } else if (re === 0 || this.requests === null || !this.requests.answer(re, { ...message, id, re }))
      this.hand(message, id, re, bytes)
    if (this.over) return
    this.took(waits ? 0 : bytes)
    if (this.congested) footing.updateBackpressure()
    if (id === MAX_ID) footing.exhausted()
  }

  /** Their Ack was heard. False: it goes beyond what we said, or back. */
  accept(received: number): boolean {
    if (!this.footing.sequence.accept(received)) return false
    this.heardAck(received)
    return true
  }

  /** Answers a Ping. */
  pong(nonce: number): void {
    this.send({ type: 'Pong', nonce })
    this.pongs += 1
    this.footing.writeBuffer.isAwaited = true
    if (this.congested) this.footing.updateBackpressure()
  }

  /** Nothing was heard until the deadline. */
  silent(): void {
    this.footing.silent()
  }

  /** Reading was paused, or goes on. */
  setReading(yes: boolean): void {
    if (yes) this.keepalive.resume()
    else this.keepalive.pause()
  }

  /** There is room again: sends what waited, replies first, and has handled what waited for room. */
  drained(): void {
    this.pongs = 0
    while (this.replies.length > 0 && this.hasRoomForReply) this.putWaiting(this.replies)
    this.sendOriginals()
    if (this.ackWaits) this.acknowledge()
    this.takeQueued()
    if (this.originals.length > 0 || this.replies.length > 0 || this.ackWaits || this.queue.length > 0)
      this.footing.writeBuffer.isAwaited = true
  }

  /** An iterator has taken a message. */
  keptWasTaken(): void {
    this.took(0)
  }

  /** The Ack before our last word, however full it is. */
  lastAck(): void {
    if (this.footing.sequence.unacknowledged > 0) this.ack()
  }

  /** A last word was said or heard: the silence is no longer listened to. */
  close(): void {
    this.keepalive.stop()
  }

  /** Resolves when everything that was heard was handled, or after `withinMs`. */
  settle(withinMs: number): Promise<void> {
    if (this.isSettled) return Promise.resolve()
    return new Promise((resolve) => {
      const settled = (): void => {
        deadline.stop()
        this.settling?.delete(settled)
        resolve()
      }
      const deadline = new Deadline(this.footing.clock, settled)
      deadline.set(withinMs)
      this.settling ??= new Set()
      this.settling.add(settled)
    })
  }

  /** Nothing more is said or heard: whoever waits is told. */
  end(ending: Ending): void {
    this.over = true
    this.keepalive.stop()
    this.ackDeadline.stop()
    this.firstAck?.stop()
    this.mutualWait?.stop()
    const error = hasEnded(ending)
    for (const { reject } of [...this.replies.splice(0), ...this.originals.splice(0)]) reject(error)
    this.requests?.fail(error)
    for (const settled of this.settling ?? []) settled()
  }

  /** Nothing was heard for a heartbeat. */
  ping(): void {
    if (!this.maySay('Ping')) return
    this.nonce = (this.nonce + 1) >>> 0
    this.send({ type: 'Ping', nonce: this.nonce })
  }

  // What is heard.

  /** Whether the handler of another original may begin: it has room for its reply. */
  private get takesOriginals(): boolean {
    const { writeBuffer, limits } = this.footing
    return (
      !this.handlers.full && this.replies.length === 0 && writeBuffer.replyBytes < limits.repliesPendingBytes
    )
  }

  private hand(message: AnyMessage, id: number, re: number, bytes: number): void {
    const { footing } = this
    const handler = footing.handlers[message.type]
    if (handler === undefined) return footing.keep(message, id, re, bytes)
    try {
      const running = handler(message, new HandlerContext(footing, id, re))
      // A reply that need not wait is the usual end of a handler.
      if (running === undefined || running === SAID || !isThenable(running)) return
      const handlers = re === 0 ? this.handlers : this.replyHandlers
      handlers.add(running, bytes, (error) => footing.failed(error))
    } catch (error) {
      footing.failed(error)
    }
  }

  /** Hands on what waited, as long as there is room. */
  private takeQueued(): void {
    if (this.taking) return
    this.taking = true
    while (this.queue.length > 0 && !this.over && this.takesOriginals) {
      const { message, id, bytes } = this.queue.shift() as NonNullable<ReturnType<ReceiveQueue['shift']>>
      this.hand(message, id, 0, bytes)
      if (!this.over) this.took(bytes)
    }
    this.taking = false
    if (this.settling !== null && this.isSettled) for (const settled of this.settling) settled()
  }

  private handlerEnded(): void {
    if (this.over) return
    this.progress += 1
    this.takeQueued()
    this.footing.updateBackpressure()
  }

  private get isSettled(): boolean {
    return this.queue.length === 0 && this.handlers.idle && this.replyHandlers.idle
  }

  /** The program may have taken more: what it took is acknowledged before long. */
  private took(bytes: number): void {
    const { sequence, oldestKept, limits } = this.footing
    const queued = this.queue.firstId ?? sequence.heard + 1
    sequence.taken = Math.max(sequence.taken, (oldestKept === 0 ? queued : Math.min(queued, oldestKept)) - 1)
    this.takenBytes += bytes
    const { unacknowledged } = sequence
    if (unacknowledged <= 0) {
      this.takenBytes = 0
      return
    }
    if (unacknowledged >= limits.ackAfterMessages || this.takenBytes >= limits.ackAfterBytes)
      this.acknowledge()
    else if (!this.ackDeadline.isSet) this.ackDeadline.set(ACK_AFTER_MS)
  }

  private acknowledge(): void {
    const { footing } = this
    this.ackWaits = false
    if (!this.maySay('Ack') || footing.sequence.unacknowledged <= 0) return
    if (footing.writeBuffer.queuedBytes >= footing.limits.repliesUpToBytes)
      footing.writeBuffer.isAwaited = this.ackWaits = true
    else this.ack()
  }

  private ack(): void {
    this.takenBytes = 0
    this.send({ type: 'Ack', received: this.footing.sequence.acknowledge() })
  }

  private heardAck(received: number): void {
    this.footing.sequence.answered(received)
    this.window.acknowledge(received)
    this.progress += 1
    if (this.originals.length > 0) this.sendOriginals()
  }

  // What is said.

  private get hasRoomForOriginal(): boolean {
    const { writeBuffer, limits } = this.footing
    return writeBuffer.queuedBytes < limits.originalsUpToBytes && !this.window.full
  }

  private get hasRoomForReply(): boolean {
    const { writeBuffer, limits } = this.footing
    return writeBuffer.queuedBytes < limits.repliesUpToBytes
  }

  private sendOriginals(): void {
    while (this.originals.length > 0 && this.hasRoomForOriginal) this.putWaiting(this.originals)
  }

  private putWaiting(queue: Waiting[]): void {
    const { message, re, resolve, reject } = queue.shift() as Waiting
    const error = this.put(message, re)
    if (error === null) resolve(this.footing.sequence.said)
    else reject(error)
  }

  private wait(message: AnyMessage, re: number, queue: Waiting[]): Promise<number> {
    if (queue.length >= this.footing.limits.maxWaitingSends) return failed(tooManyWaiting())
    const said = new Promise<number>((resolve, reject) => queue.push({ message, re, resolve, reject }))
    said.catch(() => {})
    this.footing.writeBuffer.isAwaited = true
    if (re === 0 && this.window.full) {
      this.awaitFirstAck()
      this.watchMutualWait()
    }
    return said
  }

  /** Gives up the window of a side that acknowledges nothing at all. */
  private awaitFirstAck(): void {
    const { clock, sequence } = this.footing
    if (sequence.acknowledged > 0 || this.firstAck !== null) return
    this.firstAck = new Deadline(clock, () => {
      if (sequence.acknowledged > 0) return
      this.window.lift()
      this.sendOriginals()
    })
    this.firstAck.set(FIRST_ACK_WITHIN_MS)
  }

  /**
   * A handler that waits for a send of its own may wait for the other side's handlers, and they for this one. Nothing
   * would ever move, so it ends with a code.
   */
  private watchMutualWait(): void {
    if (!this.waitsMutually || this.mutualWait?.isSet === true) return
    const { progress } = this
    this.mutualWait = new Deadline(this.footing.clock, () => {
      if (this.waitsMutually && this.progress === progress) this.footing.stuck()
      else this.watchMutualWait()
    })
    this.mutualWait.set(MUTUAL_WAIT_MS)
  }

  private get waitsMutually(): boolean {
    return this.originals.length > 0 && this.window.full && this.handlers.full && this.queue.length > 0
  }

  /** Says a message now. An error says why not; then nothing was said. */
  private put(message: AnyMessage, re: number): ColloquyError | null {
    const { footing } = this
    const { sequence, writeBuffer, runtime } = footing
    const number = runtime.numbers[message?.type] ?? 0
    const index = runtime.indexOf[number] ?? ILLEGAL
    // A program without types may give anything, also what only this side itself may say.
    if (runtime.isConversation[index] !== 1) return noConversationMessage()
    const next = this.nextAfter(index)
    if (next === ILLEGAL)
      return runtime.isConverse[footing.state] === 1
        ? notNow(runtime.stateName(footing.state))
        : hasEnded(footing.ending)
    const id = sequence.said + 1
    const before = writeBuffer.queuedBytes
    const fault = writeBuffer.frame(message, number, id, re, re !== 0)
    if (fault !== null) return breaksContract(fault)
    sequence.said = id
    sequence.saidRe = re
    if (re === 0) this.window.add(id, writeBuffer.queuedBytes - before)
    else sequence.answer(re)
    if (next !== footing.state) footing.saidTurn(index)
    if (id === MAX_ID) footing.exhausted()
    return null
  }

  /** Whether a message of the engine's own may be said now. */
  maySay(type: BaseMessage['type']): boolean {
    const { runtime } = this.footing
    return this.nextAfter(runtime.indexOf[runtime.numbers[type] ?? 0] ?? ILLEGAL) !== ILLEGAL
  }

  /** Says a message of the engine's own. */
  private send(message: BaseMessage): void {
    this.footing.writeBuffer.frame(message, this.footing.runtime.numbers[message.type] ?? 0, 0, 0, false)
  }

  /** Where saying the message with this index leads; ILLEGAL: it may not be said now. */
  private nextAfter(index: number): number {
    const { says, state, runtime } = this.footing
    return this.over ? ILLEGAL : (says[state * runtime.messages.length + index] ?? ILLEGAL)
  }
}

/** The promise of every reply that need not wait. */
const SAID: Promise<void> = Promise.resolve()
