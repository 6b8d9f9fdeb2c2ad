import type { AnswerRow, AnyMessage } from '../codec/index.ts'
import { Acknowledgements } from './acknowledgements.ts'
import type { BaseMessage, Farewell } from './base-messages.ts'
import type { Ending } from './ending.ts'
import { ColloquyError } from './errors.ts'
import { Farewells } from './farewells.ts'
import { Handling, type HandlingOwner } from './handling.ts'
import { HeldEnd, type LeftEnd } from './held-end.ts'
import { brokenStream, IncomingStream } from './incoming-stream.ts'
import { Keepalive, type KeepaliveOwner } from './keepalive.ts'
import { type Conversation, type ConversationEnd, ConversationPeer } from './message-context.ts'
import type { MessagingEnd } from './messaging-end.ts'
import { MutualWait, type MutualWaitOwner } from './mutual-wait.ts'
import type { KeptFrame } from './outbox.ts'
import type { AnswerStream, AnyPeer, AskOptions, HeardMessage, StreamOptions } from './peer.ts'
import { PendingAnswers } from './pending-answers.ts'
import type { Received } from './receive-queue.ts'
import {
  answeredByNoStream,
  answeredByStream,
  failed,
  hasEnded,
  unanswered,
  unreadable,
} from './rejections.ts'
import { Request, type RequestOwner } from './requests.ts'
import { Sending } from './sending.ts'
import { MAX_ID, type SavedSequence, SequenceNumbers } from './sequence.ts'
import type { WriteBuffer } from './write-buffer.ts'

/** A conversation between two processes. */
export interface SavedConversation {
  /** The version of the contract that both sides speak. */
  readonly version: number
  /** The contract's state, by its name. */
  readonly state: string
  readonly sequence: SavedSequence
  /** Messages of this side that the other has not acknowledged, in order. */
  readonly unacknowledged: readonly KeptFrame[]
  /** Messages of the other side that were not handled yet, in order. */
  readonly queued: readonly Received[]
  /** Last words about messages that may not have arrived. */
  readonly farewells: readonly Farewell[]
}

/**
 * The conversation itself: messages both ways with their answers, acknowledgements, and heartbeats. An original is a
 * message that answers none; docs/decisions/0013 says why originals and replies wait for different things.
 */
export class Messaging implements KeepaliveOwner, RequestOwner, Conversation, HandlingOwner, MutualWaitOwner {
  /** When whole frames were heard last. */
  heardAtMs: number
  readonly session: string
  readonly sequence: SequenceNumbers
  private end: MessagingEnd
  private readonly pending: PendingAnswers
  private readonly sending: Sending
  private readonly handling: Handling
  private readonly acknowledgements: Acknowledgements
  private keepalive: Keepalive
  /** Made when handlers of both sides may wait for each other. */
  private mutualWait: MutualWait | null = null
  private pongs = 0
  private nonce = 0
  /** Whether streams go on before originals when there is room again: they take turns. */
  private streamsFirst = false
  private isOver = false
  /** Last words that may not have arrived. */
  private readonly farewells = new Farewells()
  /** The highest of our ids that the other side had heard when the conversation went on over another connection, until it is told all. */
  private heardBefore: number | null = null
  /** Something of this side's own failed while there was no connection to say so. */
  private isSpoilt = false
  private repeatedMessages = 0
  /** The highest id that was given to a connection before there was none. */
  private writtenBefore = 0
  private anyPeer: AnyPeer | null = null

  /** `session` is the one in which the conversation began. */
  constructor(end: MessagingEnd, session: string, heartbeatMs: number, sequence = end.sequence) {
    const { clock, runtime } = end
    this.end = end
    this.session = session
    this.sequence = sequence
    this.pending = new PendingAnswers(clock)
    this.sending = new Sending(end, sequence, this.pending, this)
    this.handling = new Handling(end, this.sending, this)
    this.acknowledgements = new Acknowledgements(end, this.sending)
    this.heardAtMs = clock.now()
    this.keepalive = new Keepalive(clock, heartbeatMs, runtime.maxSilentHeartbeats, this)
  }

  /** The other side, as a program that is no handler sees it: the same for as long as the conversation lasts. */
  get peer(): AnyPeer {
    this.anyPeer ??= new ConversationPeer(this)
    return this.anyPeer
  }

  /** The end that it goes over now. */
  get over(): ConversationEnd {
    return this.end
  }

  /** Whether it can go on over another connection: all that was said and not acknowledged is kept. */
  get mayContinue(): boolean {
    return this.sending.keeps && !this.isOver && !this.isSpoilt
  }

  /** Bytes that are kept for another connection, and for the program. */
  get keptBytes(): number {
    return this.sending.keptBytes + this.handling.queue.bytes
  }

  /** Messages that were heard, and not handed to a handler yet. */
  get waitingMessages(): number {
    return this.handling.queue.length
  }

  /** The index of the contract's state, as this side left it. */
  get state(): number {
    return this.end.state
  }

  /** Keeps the words that are written over this connection until they are acknowledged. */
  keepFor(writeBuffer: WriteBuffer): void {
    if (this.sending.keeps) writeBuffer.keepFor(this.sending)
  }

  /** There is no connection for now: what is said is kept. `state` is the one that was left. */
  hold(left: LeftEnd, state: number): void {
    this.keepalive.stop()
    this.writtenBefore = this.written
    this.moveTo(new HeldEnd(left, this, this.sending, state))
    this.drained()
  }

  /** All that another process needs to go on with it, once it is held and its handlers were waited for. This one cannot any more. */
  save(): SavedConversation {
    const { sending, handling, pending, sequence, end } = this
    sending.sayWaiting()
    this.isSpoilt = true
    const { said, heard, taken, acknowledged, acked } = sequence
    const lost = handling.unanswered.map((id): Farewell => ({ type: 'Aborted', id, reason: 'LOST' }))
    const unwanted = pending.ids.map((id): Farewell => ({ type: 'Cancel', id }))
    return {
      version: end.version,
      state: end.runtime.stateName(end.state),
      sequence: { said, heard, taken, acknowledged, acked },
      unacknowledged: sending.unacknowledged,
      queued: handling.queue.waiting,
      farewells: [...this.farewells.messages, ...lost, ...unwanted],
    }
  }

  /** Goes on from where another process left it. It is held until then; `left` is the connection that comes to go on with it. */
  static restore(left: LeftEnd, session: string, saved: SavedConversation): Messaging {
    const sequence = SequenceNumbers.of(saved.sequence)
    const messaging = new Messaging(left, session, Number.POSITIVE_INFINITY, sequence)
    messaging.sending.restore(saved.unacknowledged)
    for (const received of saved.queued) messaging.handling.queue.push(received)
    for (const message of saved.farewells) messaging.farewells.add(message, saved.sequence.said, 0)
    messaging.hold(
      left,
      left.runtime.states.findIndex(({ name }) => name === saved.state),
    )
    return messaging
  }

  /** The highest of our ids that was ever given to a connection: what was said above it only waits for one. */
  get written(): number {
    return this.end.isAway ? this.writtenBefore : Math.max(this.writtenBefore, this.sending.writtenId)
  }

  /** Messages that were said again when it went on over the connection of now. */
  get repeated(): number {
    return this.repeatedMessages
  }

  /** It cannot go on. */
  spoil(): void {
    this.isSpoilt = true
  }

  /** Goes on over another connection, whose other end has heard our messages up to the id `heard`. */
  goOn(end: MessagingEnd, heartbeatMs: number, heard: number): void {
    const { clock, runtime } = end
    this.moveTo(end)
    this.mutualWait?.moved()
    this.heardAtMs = clock.now()
    this.keepalive = new Keepalive(clock, heartbeatMs, runtime.maxSilentHeartbeats, this)
    this.heardBefore = heard
    const repeated = this.sending.repeatAfter(heard)
    this.repeatedMessages = repeated.length
    this.pending.countRoom(heard)
    this.handling.awaitRoom(repeated)
    this.acknowledgements.repeat()
    this.drained()
  }

  /**
   * Whether reading must wait. Never for replies of ours that wait to be written: then each side could wait for the
   * other to read. What is kept is bounded by the other side's window.
   */
  get backpressured(): boolean {
    return this.handling.backpressured || this.pongs >= this.end.limits.maxPongs
  }

  /** Says a message of the program's own accord; see `Peer.say`. */
  say<M extends AnyMessage>(message: M): Promise<number> {
    return this.sending.say(message)
  }

  /** Answers a message; see `MessageContext.reply`. */
  reply<M extends AnyMessage>(message: M, re: number): Promise<void> {
    return this.sending.reply(message, re)
  }

  /** Says a message and waits for its answer; see `Peer.ask`. */
  ask<M extends AnyMessage>(message: M, options: AskOptions): Promise<HeardMessage> {
    const row = this.answersTo(message)
    if (row instanceof ColloquyError) return failed(row)
    if (row !== null && row.each.length > 0) return failed(answeredByStream(message.type))
    const request = new Request(row?.end ?? null, options, this)
    if (!request.isOver) this.sending.ask(message, request)
    return request.answered
  }

  /** Says a message and takes the stream of its answers; see `Peer.stream`. */
  stream<M extends AnyMessage>(message: M, options: StreamOptions): AnswerStream<AnyMessage, AnyMessage> {
    const row = this.answersTo(message)
    if (row instanceof ColloquyError) return brokenStream(row)
    if (row === null || row.each.length === 0) return brokenStream(answeredByNoStream(message?.type))
    const stream = new IncomingStream(row, this.end.limits.streamBytes, this, options)
    if (!stream.isOver) this.sending.ask(message, stream)
    return stream
  }

  /** Nobody waits for an answer any more. Only what the contract calls one is not wanted either. */
  givenUp(id: number, answers: readonly string[] | null): void {
    if (answers === null) this.pending.delete(id)
    else this.cancel(id)
  }

  /** Wants no more answers to a message of ours. */
  cancel(id: number): void {
    if (this.pending.delete(id)) this.tell({ type: 'Cancel', id })
  }

  /** Has room for so many more answers to a message of ours. */
  more(id: number, messages: number): void {
    if (this.sending.maySay('More')) this.sending.sayOwn({ type: 'More', id, messages })
  }

  /** Says a last word about one message, and keeps it until it has arrived. */
  tell(message: Farewell): void {
    const { sending, sequence, farewells } = this
    if (sending.keeps) farewells.add(message, sequence.said, this.nonce)
    // Before all is said again, `tellAgain` will tell of it.
    if (this.heardBefore !== null || !sending.maySay(message.type)) return
    sending.sayOwn(message, message.type === 'Aborted')
    if (farewells.askNow) this.ping()
    if (farewells.size > this.end.limits.maxUnacknowledgedMessages) sending.stopKeeping()
  }

  /** Hears a message whose frame was judged and decoded; `index` is that of its type in the contract's tables. */
  hear(message: AnyMessage, index: number, id: number, re: number, bytes: number): void {
    const { end } = this
    if (end instanceof HeldEnd) end.heardTurn(index)
    this.sequence.heard = id
    let waits = false
    if (re !== 0) {
      this.heardAck(re)
      if (!this.answers(message, index, id, re, bytes)) this.handling.hand(message, index, id, re, bytes)
    } else if (this.handling.takeOriginal(message, index, id, bytes)) {
      waits = true
      this.watchMutualWait()
    }
    if (this.isOver) return
    this.took(waits ? 0 : bytes)
    if (this.backpressured) end.updateBackpressure()
    if (id === MAX_ID) end.exhausted()
  }

  /** Hears a message of the base that leads nowhere. False: an Ack that breaks the contract, or none of the engine's own. */
  courtesy(message: BaseMessage): boolean {
    switch (message.type) {
      case 'Ping':
        this.pong(message.nonce)
        return true
      case 'Ack':
        if (!this.sequence.accept(message.received)) return false
        this.heardAck(message.received)
        return true
      case 'Cancel':
        this.handling.cancel(message.id)
        return true
      case 'More':
        this.handling.more(message.id, message.messages)
        return true
      case 'Pong':
        if (this.heardBefore === null) this.farewells.ponged(message.nonce)
        return true
      case 'Aborted': {
        const pending = this.pending.get(message.id)
        this.pending.delete(message.id)
        pending?.fail(unanswered(message.reason))
        return true
      }
      default:
        return false
    }
  }

  /** Says a control message of the role's own. False: it may not be said now. */
  sayControl(message: AnyMessage): boolean {
    if (!this.sending.maySay(message.type)) return false
    this.sending.sayOwn(message)
    return true
  }

  /** The signal of the handler of a message. */
  signalOf(id: number): AbortSignal {
    return this.handling.signals.of(id)
  }

  /** Nothing was heard until the deadline. */
  silent(): void {
    this.end.silent()
  }

  /** Reading was paused, or goes on. */
  setReading(yes: boolean): void {
    if (yes) this.keepalive.resume()
    else this.keepalive.pause()
  }

  /** There is room again: sends what waited, replies first, and has handled what waited for room. */
  drained(): void {
    const { sending, handling } = this
    this.pongs = 0
    sending.sendReplies()
    if (this.heardBefore !== null && !sending.isRepeating) this.tellAgain(this.heardBefore)
    if (handling.streamsWait) this.streamsFirst = !this.streamsFirst
    if (this.streamsFirst) handling.resumeStreams()
    sending.sendOriginals()
    if (!this.streamsFirst) handling.resumeStreams()
    const acknowledges = this.acknowledgements.drained()
    this.takeQueued()
    this.end.writeBuffer.isAwaited ||=
      acknowledges ||
      sending.repliesWait ||
      sending.isRepeating ||
      sending.originalsWait ||
      handling.streamsWait ||
      handling.queue.length > 0
  }

  /** A handler has come to its end. */
  handlerEnded(): void {
    this.mutualWait?.moved()
    this.takeQueued()
    this.end.updateBackpressure()
  }

  /** An original waits for the window. */
  windowFilled(): void {
    this.watchMutualWait()
  }

  /** Whether all handlers are busy, while sends of this side wait for the window. */
  get waitsMutually(): boolean {
    return this.sending.waitsForWindow && this.handling.isBusy
  }

  get isAway(): boolean {
    return this.end.isAway
  }

  standsStill(): void {
    this.end.refuse('INTERNAL', 0, 'All handlers wait, and so do those of the other side: for each other.')
  }

  /** An iterator has taken a message. */
  keptWasTaken(): void {
    this.took(0)
  }

  /** The Ack before our last word, however full it is. */
  lastAck(): void {
    this.acknowledgements.last()
  }

  /** Whether a message of the engine's own may be said now. */
  maySay(type: BaseMessage['type']): boolean {
    return this.sending.maySay(type)
  }

  /** A last word was said or heard: the silence is no longer listened to, and streams are over. */
  close(): void {
    this.keepalive.stop()
    this.handling.cancelStreams()
  }

  /** Resolves when everything that was heard was handled, or after `withinMs`. */
  settle(withinMs: number): Promise<void> {
    return this.handling.settle(withinMs)
  }

  /** Nothing more is said or heard: whoever waits is told. */
  finish(ending: Ending): void {
    this.isOver = true
    this.keepalive.stop()
    this.acknowledgements.stop()
    this.mutualWait?.stop()
    const error = hasEnded(ending)
    this.sending.close(error)
    this.pending.fail(error)
    this.handling.close()
  }

  /** Nothing was heard for a heartbeat. */
  ping(): void {
    if (!this.sending.maySay('Ping')) return
    this.nonce = (this.nonce + 1) >>> 0
    this.sending.sayOwn({ type: 'Ping', nonce: this.nonce })
  }

  private pong(nonce: number): void {
    this.sending.sayOwn({ type: 'Pong', nonce })
    this.pongs += 1
    this.end.writeBuffer.isAwaited = true
    if (this.backpressured) this.end.updateBackpressure()
  }

  private moveTo(end: MessagingEnd): void {
    this.end = end
    this.pongs = 0
    this.heardBefore = null
    this.sending.moveTo(end)
    this.handling.moveTo(end)
    this.acknowledgements.moveTo(end)
  }

  /** Says again what is no message of its own, and may have been lost with the connection before. */
  private tellAgain(heardBefore: number): void {
    const { sending, farewells } = this
    this.heardBefore = null
    farewells.restate(this.sequence.said, this.nonce)
    for (const message of farewells.messages) if (sending.maySay(message.type)) sending.sayOwn(message)
    this.pending.tellRoom(heardBefore)
  }

  /** The answers to what a program gives for a message; an error where that throws when it is looked at. */
  private answersTo(message: AnyMessage): AnswerRow | ColloquyError | null {
    try {
      return this.end.runtime.answersTo(message?.type)
    } catch (error) {
      return unreadable(error)
    }
  }

  /** Gives an answer to whoever waits for it. False: it is for the program's handlers. */
  private answers(message: AnyMessage, index: number, id: number, re: number, bytes: number): boolean {
    const { runtime } = this.end
    const pending = this.pending.get(re)
    // An answer that comes after it was waited for is nobody's.
    if (pending === undefined) return runtime.isAnswer[index] === 1
    const taken = pending.take(message, id, re, bytes)
    if (taken === 'unexpected') {
      this.end.refuse('UNEXPECTED_MESSAGE', runtime.numbers[message.type], noAnswer(message.type, re))
      return true
    }
    if (taken === 'last') this.pending.delete(re)
    // One that asks in its turn is for a handler, too.
    return runtime.answers[index] === null
  }

  private heardAck(received: number): void {
    this.mutualWait?.moved()
    this.sending.acknowledged(received)
    if (!this.sending.keeps) this.farewells.clear()
    else if (this.heardBefore === null) this.farewells.acknowledge(received)
  }

  private takeQueued(): void {
    this.handling.takeQueued((bytes) => this.took(bytes))
  }

  /** The program may have taken more. */
  private took(bytes: number): void {
    const { oldestKept } = this.end
    const { sequence } = this
    const queued = this.handling.queue.firstId ?? sequence.heard + 1
    this.acknowledgements.took(bytes, oldestKept === 0 ? queued : Math.min(queued, oldestKept))
  }

  private watchMutualWait(): void {
    if (!this.waitsMutually) return
    this.mutualWait ??= new MutualWait(this.end.clock, this)
    this.mutualWait.watch()
  }
}

const noAnswer = (type: string, re: number): string =>
  `${type} is no answer to the message with the id ${re}, or more than was asked for.`
