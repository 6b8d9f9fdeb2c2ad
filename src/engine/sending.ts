import type { AnyMessage } from '../codec/index.ts'
import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'
import { HEADER_BYTES } from '../transport/framing/decoder.ts'
import type { BaseMessage } from './base-messages.ts'
import type { Ending } from './ending.ts'
import { ColloquyError } from './errors.ts'
import type { Limits } from './limits.ts'
import { type KeptFrame, Outbox } from './outbox.ts'
import type { PendingAnswer, PendingAnswers } from './pending-answers.ts'
import {
  answeredByStream,
  breaksContract,
  failed,
  hasEnded,
  noConversationMessage,
  notNow,
  tooManyWaiting,
  tooNew,
  unreadable,
} from './rejections.ts'
import { ILLEGAL, type Runtime } from './runtime.ts'
import { SendWindow } from './send-window.ts'
import { MAX_ID, type SequenceNumbers } from './sequence.ts'
import { FIRST_ACK_WITHIN_MS } from './times.ts'
import { asOf, laterThan, placeOf } from './versions.ts'
import type { FrameSink, Keeper } from './write-buffer.ts'

/** The end of a connection that messages are sent over. */
export interface SendingEnd {
  readonly runtime: Runtime
  readonly clock: Clock
  readonly limits: Limits
  readonly sequence: SequenceNumbers
  readonly writeBuffer: FrameSink
  /** The runtime's table of what this side says. */
  readonly says: Int16Array
  /** The index of the contract's state. */
  readonly state: number
  readonly ending: Ending | null
  /** Whether what is said is kept until it is acknowledged. */
  readonly keepsSaid: boolean
  /** Whether there is no connection for now. */
  readonly isAway: boolean
  /** The version of the contract that both sides speak. */
  readonly version: number
  /** Whether that is an earlier one than this side's. */
  readonly isEarlier: boolean
  /** A message was said that leads to another state. */
  saidTurn(index: number): void
  /** The last id was used. */
  exhausted(): void
  /** More was said than is kept until it is acknowledged. */
  outgrown(unacknowledged: number): void
}

/** The owner of what is sent. */
export interface WindowWait {
  /** An original waits for the other side to acknowledge some. */
  windowFilled(): void
}

interface Waiting {
  readonly message: AnyMessage
  readonly re: number
  readonly pending: PendingAnswer | null
  readonly resolve: (id: number) => void
  readonly reject: (error: ColloquyError) => void
}

/** Shared by all: most conversations repeat none. */
const NONE: readonly KeptFrame[] = []

/**
 * Sends the messages of a program. An original is a message that answers none; docs/decisions/0013 says why originals and
 * replies wait for different things.
 */
export class Sending implements Keeper {
  /** How far the conversation has come. It goes on over another connection. */
  readonly sequence: SequenceNumbers
  private end: SendingEnd
  private readonly pending: PendingAnswers
  private readonly waits: WindowWait
  /** Made with the first original: many a server only answers. */
  private window: SendWindow | null = null
  private originals: Waiting[] = []
  private replies: Waiting[] = []
  private firstAck: Deadline | null = null
  private over = false
  /** Made with the first message, where what is said is kept. */
  private outbox: Outbox | null = null
  /** Whether all that was said and not acknowledged is kept. */
  keeps: boolean
  /** Messages that are to be said again first. */
  private repeated = NONE

  constructor(end: SendingEnd, sequence: SequenceNumbers, pending: PendingAnswers, waits: WindowWait) {
    this.end = end
    this.sequence = sequence
    this.keeps = end.keepsSaid
    this.pending = pending
    this.waits = waits
  }

  /** Goes on over another end. */
  moveTo(end: SendingEnd): void {
    this.end = end
    this.repeated = NONE
    this.firstAck?.stop()
    this.firstAck = null
    if (this.waitsForWindow) this.awaitFirstAck()
  }

  /** The other side has received all up to this id; what it lacks is said again. Returns that. */
  repeatAfter(id: number): readonly KeptFrame[] {
    this.sequence.answered(id)
    this.outbox?.acknowledge(id)
    this.repeated = this.outbox?.after(id) ?? NONE
    return this.repeated
  }

  /** Says what waits, however full it is: it is kept, and the process ends. */
  sayWaiting(): void {
    while (this.replies.length > 0) this.putFirst(this.replies)
    while (this.originals.length > 0) this.putFirst(this.originals)
  }

  /** The messages that were said and not acknowledged. */
  get unacknowledged(): readonly KeptFrame[] {
    return this.outbox?.after(this.sequence.acknowledged) ?? []
  }

  /** Messages that this side has said before it was another process. */
  restore(frames: readonly KeptFrame[]): void {
    for (const { bytes, id, re } of frames) {
      this.keep(bytes, bytes.length, id)
      if (re !== 0) continue
      this.window ??= new SendWindow(this.end.limits)
      this.window.add(id, bytes.length)
    }
  }

  /** The highest id that the connection of now was given, or an earlier one had. */
  get writtenId(): number {
    const [next] = this.repeated
    return next === undefined ? this.sequence.said : next.id - 1
  }

  /** Whether messages are still to be said again. */
  get isRepeating(): boolean {
    return this.repeated.length > 0
  }

  /** Bytes that are kept until they are acknowledged. */
  get keptBytes(): number {
    return this.outbox?.bytes ?? 0
  }

  written(source: Uint8Array, bytes: number): void {
    const { said, acknowledged } = this.sequence
    if (said !== acknowledged) this.keep(source, bytes, said)
  }

  keep(source: Uint8Array, bytes: number, id: number): void {
    if (!this.keeps) return
    this.outbox ??= new Outbox(this.end.limits, this.sequence.acknowledged)
    this.outbox.add(source, bytes, id)
    if (this.outbox.isFull) this.stopKeeping()
  }

  /** More than is kept waits to be acknowledged: the conversation cannot go on over another connection. */
  stopKeeping(): void {
    const { said, acknowledged } = this.sequence
    this.outbox?.empty()
    this.outbox = null
    this.keeps = false
    this.end.outgrown(said - acknowledged)
  }

  get repliesWait(): boolean {
    return this.replies.length > 0
  }

  get originalsWait(): boolean {
    return this.originals.length > 0
  }

  /** Whether originals wait for the other side to acknowledge some. */
  get waitsForWindow(): boolean {
    return this.originals.length > 0 && this.isWindowFull
  }

  /** Whether there is room in the share of the write buffer that replies leave. */
  get hasRoom(): boolean {
    const { writeBuffer, limits } = this.end
    return writeBuffer.queuedBytes < limits.originalsUpToBytes && !this.isRepeating
  }

  /** Says a message of the program's own accord; see `Peer.say`. */
  say<M extends AnyMessage>(message: M): Promise<number> {
    if (this.originals.length > 0 || !this.hasRoomForOriginal) return this.wait(message, 0, this.originals)
    const error = this.put(message, 0, null)
    return error === null ? Promise.resolve(this.sequence.said) : failed(error)
  }

  /** Says a message whose answers are waited for. */
  ask(message: AnyMessage, pending: PendingAnswer): void {
    if (this.originals.length > 0 || !this.hasRoomForOriginal)
      return this.enqueue(
        { message, re: 0, pending, resolve: ignore, reject: (error) => pending.fail(error) },
        this.originals,
      )
    const error = this.put(message, 0, pending)
    if (error !== null) pending.fail(error)
  }

  /** Answers a message; see `MessageContext.reply`. One that need not wait allocates nothing: its promise is SAID. */
  reply<M extends AnyMessage>(message: M, re: number): Promise<void> {
    if (this.replies.length > 0 || !this.hasRoomForReply)
      return this.wait(message, re, this.replies) as Promise<unknown> as Promise<void>
    const error = this.put(message, re, null)
    return error === null ? SAID : failed(error)
  }

  /** Says one answer of a stream, for which there is room. Returns the bytes of its body, or why it was not said. */
  answer(message: AnyMessage, re: number): number | ColloquyError {
    const { writeBuffer } = this.end
    const before = writeBuffer.queuedBytes
    return this.put(message, re, null, false) ?? writeBuffer.queuedBytes - before - HEADER_BYTES
  }

  /** The other side acknowledged everything up to this id of ours. */
  acknowledged(id: number): void {
    this.sequence.answered(id)
    this.outbox?.acknowledge(id)
    this.window?.acknowledge(id)
    if (this.originals.length > 0) this.sendOriginals()
  }

  sendReplies(): void {
    this.repeat()
    while (this.replies.length > 0 && this.hasRoomForReply) this.putFirst(this.replies)
  }

  sendOriginals(): void {
    while (this.originals.length > 0 && this.hasRoomForOriginal) this.putFirst(this.originals)
  }

  /** Whether a message of the engine's own, or of the role's, may be said now. */
  maySay(type: string): boolean {
    const { runtime } = this.end
    return this.nextAfter(runtime.indexOf[runtime.numbers[type] ?? 0] ?? ILLEGAL) !== ILLEGAL
  }

  /** Says a message of the engine's own, or of the role's. */
  sayOwn(message: BaseMessage | AnyMessage, isReply = false): void {
    this.end.writeBuffer.frame(message, this.end.runtime.numbers[message.type] ?? 0, 0, 0, isReply)
  }

  /** Nothing more is said: whoever waits is told. */
  close(error: ColloquyError): void {
    this.over = true
    this.outbox?.empty()
    this.firstAck?.stop()
    for (const { reject } of [...this.replies.splice(0), ...this.originals.splice(0)]) reject(error)
  }

  /** The time for a first acknowledgement is over. */
  expire(): void {
    if (this.sequence.acknowledged > 0) return
    this.window?.lift()
    this.sendOriginals()
  }

  private get isWindowFull(): boolean {
    return this.window?.full === true
  }

  private get hasRoomForOriginal(): boolean {
    return this.hasRoom && !this.isWindowFull
  }

  private get hasRoomForReply(): boolean {
    const { writeBuffer, limits } = this.end
    return writeBuffer.queuedBytes < limits.repliesUpToBytes && !this.isRepeating
  }

  /** Says again what the other side lacks, as far as there is room. */
  private repeat(): void {
    if (!this.isRepeating) return
    const { writeBuffer, limits } = this.end
    let said = 0
    for (const frame of this.repeated) {
      if (writeBuffer.queuedBytes >= limits.repliesUpToBytes) break
      writeBuffer.again(frame)
      said += 1
    }
    this.repeated = this.repeated.slice(said)
    writeBuffer.isAwaited ||= this.isRepeating
  }

  private putFirst(queue: Waiting[]): void {
    const { message, re, pending, resolve, reject } = queue.shift() as Waiting
    // Nothing is said once the caller has given up.
    if (pending?.isOver === true) return
    const error = this.put(message, re, pending)
    if (error === null) resolve(this.sequence.said)
    else reject(error)
  }

  private wait(message: AnyMessage, re: number, queue: Waiting[]): Promise<number> {
    const said = new Promise<number>((resolve, reject) =>
      this.enqueue({ message, re, pending: null, resolve, reject }, queue),
    )
    said.catch(() => {})
    return said
  }

  private enqueue(waiting: Waiting, queue: Waiting[]): void {
    if (queue.length >= this.end.limits.maxWaitingSends) return waiting.reject(tooManyWaiting())
    queue.push(waiting)
    this.end.writeBuffer.isAwaited = true
    if (waiting.re === 0 && this.isWindowFull) {
      this.awaitFirstAck()
      this.waits.windowFilled()
    }
  }

  /** Gives up the window of a side that acknowledges nothing at all. */
  private awaitFirstAck(): void {
    const { clock, isAway } = this.end
    // Nobody acknowledges anything without a connection.
    if (isAway) return
    if (this.sequence.acknowledged > 0 || this.firstAck !== null) return
    this.firstAck = new Deadline(clock, this)
    this.firstAck.set(FIRST_ACK_WITHIN_MS)
  }

  /** Says a message now. An error says why not; then nothing was said. The message may be anything, and throw when it is looked at. */
  private put(
    message: AnyMessage,
    re: number,
    pending: PendingAnswer | null,
    isReply = re !== 0,
  ): ColloquyError | null {
    try {
      return this.putReadable(message, re, pending, isReply)
    } catch (error) {
      return unreadable(error)
    }
  }

  private putReadable(
    message: AnyMessage,
    re: number,
    pending: PendingAnswer | null,
    isReply: boolean,
  ): ColloquyError | null {
    const { sequence } = this
    const { writeBuffer, runtime, state } = this.end
    const type = message?.type
    const number = runtime.numbers[type] ?? 0
    const index = runtime.indexOf[number] ?? ILLEGAL
    // A program without types may give anything, also what only this side itself may say.
    if (runtime.isConversation[index] !== 1) return noConversationMessage(type, this.sayable)
    if (runtime.isStreamed[index] === 1 && pending === null) return answeredByStream(message.type)
    const next = this.nextAfter(index)
    if (next === ILLEGAL) return this.whyNot(index)
    const spoken = this.end.isEarlier ? this.inItsVersion(message, index) : message
    if (spoken instanceof ColloquyError) return spoken
    const id = sequence.said + 1
    const before = writeBuffer.queuedBytes
    const fault = writeBuffer.frame(spoken, number, id, re, isReply)
    if (fault !== null) return breaksContract(fault)
    sequence.said = id
    sequence.saidRe = re
    if (re !== 0) sequence.answer(re)
    else {
      this.window ??= new SendWindow(this.end.limits)
      this.window.add(id, writeBuffer.queuedBytes - before)
    }
    if (pending !== null) this.pending.add(id, pending)
    if (next !== state) this.end.saidTurn(index)
    if (id === MAX_ID) this.end.exhausted()
    return null
  }

  /** A message as the version of the conversation has it; an error where that cannot say it. */
  private inItsVersion(message: AnyMessage, index: number): AnyMessage | ColloquyError {
    const { runtime, version } = this.end
    const members = runtime.messages[index]?.later
    if (members === undefined) return message
    const spoken = asOf(message, members, version)
    const later = laterThan(spoken, members, version)
    return later === null ? spoken : tooNew(placeOf(message.type, later), later.since, version)
  }

  /** Why the message with this index is not legal. */
  private whyNot(index: number): ColloquyError {
    const { runtime, state, version, ending } = this.end
    if (this.over || runtime.isConverse[state] !== 1) return hasEnded(ending)
    const { name = '', since = 0 } = runtime.messages[index] ?? {}
    return since > version ? tooNew(name, since, version) : notNow(runtime.stateName(state), this.sayable)
  }

  /** The names of the conversation messages that may be said now. */
  private get sayable(): readonly string[] {
    const { messages, isConversation } = this.end.runtime
    return messages.flatMap(({ name }, index) =>
      isConversation[index] === 1 && this.nextAfter(index) !== ILLEGAL ? [name] : [],
    )
  }

  /** Where saying the message with this index leads; ILLEGAL: it may not be said now. */
  private nextAfter(index: number): number {
    const { says, state, runtime } = this.end
    return this.over ? ILLEGAL : (says[state * runtime.messages.length + index] ?? ILLEGAL)
  }
}

/** The promise of every reply that need not wait. */
export const SAID: Promise<void> = Promise.resolve()

const ignore = (): void => {}
