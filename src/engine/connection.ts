import { decodeBody } from '../../protocol/generated/codec.ts'
import { MessageNumber } from '../../protocol/generated/contract.ts'
import type { ConversationMessage, FaultCode, Message } from '../../protocol/generated/messages.ts'
import { formatFault, Reader } from '../codec/index.ts'
import type { MessageByName, OutgoingMessage } from '../machines/index.ts'
import type { Clock } from '../transport/clock.ts'
import type { CloseReason, Connection, ConnectionListener, Endpoint } from '../transport/connection.ts'
import { Deadline } from '../transport/deadline.ts'
import { HEADER_BYTES, type Header } from '../transport/framing/decoder.ts'
import { linger } from '../transport/linger.ts'
import {
  framedType,
  RECOGNISED_BY_BYTES,
  type Stranger,
  strangerBy,
  strangerSentence,
} from '../transport/stranger.ts'
import type { Ending, Loss } from './ending.ts'
import { failing } from './error-text.ts'
import { ColloquyError } from './errors.ts'
import type { Log, PeerEvent } from './events.ts'
import type { FlushScheduler } from './flush-scheduler.ts'
import { limitsFor } from './limits.ts'
import { type Footing, Messaging } from './messaging.ts'
import type { MessageCounts } from './peer.ts'
import { FrameReceiver, type Reception } from './receiver.ts'
import {
  CONVERSE,
  DONE,
  heardEvent,
  ILLEGAL,
  isConversation,
  largestBody,
  messageName,
  opposite,
  type Side,
  saidBy,
  stateName,
  states,
  stride,
} from './runtime.ts'
import { byeSentence, faultSentence } from './sentences.ts'
import { SequenceNumbers } from './sequence.ts'
import { WriteBuffer, type Writing } from './write-buffer.ts'

/** Who is on this end of a line: the server's session, or the client. */
export interface Host {
  /** The index of the contract's state that the machine is in. */
  readonly state: number
  /** The heartbeat that was agreed, in milliseconds. */
  readonly heartbeatMs: number
  /** Whether reading must wait for the program. */
  readonly congested: boolean
  /** The id of the oldest message that is kept for whoever iterates, or 0. */
  readonly oldestKept: number
  /** Whether a handler takes messages of this type. */
  handles(type: ConversationMessage['type']): boolean
  /** Steps the machine. */
  step(event: string): void
  /** Steps the machine with the deadline of its state. */
  expire(): void
  /** Writes the fields of a message that the machine says. Fault and Bye are the line's. */
  compose(type: MessageByName): Message
  /** Takes a legal control message before the machine steps. A refusal ends it instead. */
  hear(message: Message): Refusal | null
  /** Takes a conversation message. What it throws, or rejects with, ends this conversation. */
  converse(message: ConversationMessage, id: number, re: number, bytes: number): void | Promise<void>
  /** The connection is gone. Called once. */
  gone(ending: Ending): void
}

/** Why something is refused. */
export interface Refusal {
  readonly code: FaultCode
  readonly detail?: string
  readonly retryAfterMs?: number
  /** The number of the message that it answers. */
  readonly offending?: number
}

/** What lines share. */
export interface Surroundings {
  readonly clock: Clock
  readonly turn: FlushScheduler
}

/** Without progress in writing for so long, the other side is given up. */
const STALLED_AFTER_MS = 10_000

/** So long running handlers are waited for before the last word. */
const SETTLE_WITHIN_MS = 2_000

const limits = limitsFor(largestBody)
const tables = { client: saidBy('client'), server: saidBy('server') }
const reader = new Reader()
const NOTHING = Buffer.alloc(0)
const broken: Ending = { how: 'lost', code: 'BROKEN', detail: 'The stream ended without a Bye.' }

/**
 * One side of one connection: frames in, judged by the contract's table and decoded, then to the machine or to the
 * conversation; messages out, with one write a turn. The only place that sees codec, machine and connection.
 */
export class MessageConnection implements ConnectionListener, Reception, Footing, Writing {
  readonly clock: Clock
  readonly limits = limits
  readonly sequence = new SequenceNumbers()
  readonly writeBuffer: WriteBuffer
  readonly hears: Int8Array
  readonly traces: boolean
  messaging: Messaging | null = null
  /** How it ended. The first last word counts; a Fault counts more. */
  ending: Ending | null = null
  private readonly side: Side
  private readonly says: Int8Array
  private readonly host: Host
  private readonly connection: Connection
  private readonly log: Log<PeerEvent>
  private readonly receiver: FrameReceiver
  /** Made when it is first needed: most writes are taken at once. */
  private stallDeadline: Deadline | null = null
  private refusal: Refusal | null = null
  /** How the other side began; null once it has said a whole frame that was legal. */
  private opening: Buffer | null = NOTHING
  /** The contract's state after the last frame that was told of. */
  private traced = 0
  private receivedBytes = 0
  private sentBytes = 0
  private finished = false
  private gone = false

  constructor(side: Side, host: Host, connection: Connection, around: Surroundings, log: Log<PeerEvent>) {
    this.side = side
    this.clock = around.clock
    this.host = host
    this.connection = connection
    this.log = log
    this.traces = log.level === 'trace'
    this.says = tables[side]
    this.hears = tables[opposite(side)]
    this.writeBuffer = new WriteBuffer(connection, around.turn, this, this.limits.maxQueuedBytes)
    this.receiver = new FrameReceiver(this, connection, around.clock)
  }

  get state(): number {
    return this.host.state
  }

  get remote(): Endpoint {
    return this.connection.remote
  }

  get tally(): MessageCounts {
    const { said, heard, acknowledged } = this.sequence
    return { said, heard, acknowledged }
  }

  /** The highest of our ids that they are known to have heard. */
  get arrived(): number {
    return this.sequence.acknowledged
  }

  /** What a log says when the connection is gone. */
  disconnectedEvent(ending: Ending): PeerEvent {
    const { receivedBytes, sentBytes, sequence } = this
    const { heard, said, acknowledged } = sequence
    const { how, code, detail, looksLike } = ending
    const by = ending.how === 'lost' ? 'nobody' : ending.by
    return {
      event: 'disconnected',
      how,
      by,
      code,
      detail,
      ...(looksLike === undefined ? {} : { looksLike }),
      receivedBytes,
      sentBytes,
      heard,
      said,
      acknowledged,
    }
  }

  /** The other side has spoken this protocol before: how it begins tells nothing. */
  trust(): void {
    this.opening = null
  }

  /** Begins to listen. */
  open(): void {
    this.connection.listen(this)
  }

  // What the connection tells.

  chunk(bytes: Buffer): void {
    const frames = this.receiver.frames
    this.receivedBytes += bytes.length
    if (this.opening !== null && this.opening.length < RECOGNISED_BY_BYTES)
      this.opening = Buffer.concat([
        this.opening,
        bytes.subarray(0, RECOGNISED_BY_BYTES - this.opening.length),
      ])
    this.writeBuffer.hold()
    try {
      this.receiver.chunk(bytes)
      if (this.receiver.frames !== frames) {
        this.opening = null
        this.messaging?.alive()
      }
      if (this.log.data) this.log.write({ event: 'received', bytes: bytes.length, id: this.sequence.heard })
    } finally {
      this.writeBuffer.release()
    }
  }

  drained(): void {
    this.stallDeadline?.stop()
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

  // What the machine and its host ask for.

  /** Says what the machine says. */
  speak(said: OutgoingMessage): void {
    if (said.type === 'Fault') return this.fault(said.code)
    if (said.type === 'Bye' || said.type === 'Logout') this.messaging?.lastAck()
    if (said.type === 'Bye') {
      const detail = byeSentence[said.reason]
      this.ending ??= { how: 'bye', code: said.reason, by: 'us', detail }
      this.send({ type: 'Bye', reason: said.reason, detail })
    } else this.send(this.host.compose(said.type))
  }

  /** The machine has come from one state of the contract to another. */
  entered(state: number, from: number): void {
    if (state === CONVERSE) this.messaging = new Messaging(this, this.host.heartbeatMs)
    if (from === CONVERSE) this.messaging?.close()
    if (this.log.level !== undefined)
      this.log.write({ event: 'state', from: stateName(from), to: stateName(state) })
    if (state === DONE) this.finish()
  }

  /** Ends it because the contract was broken, or because this side failed. */
  refuse(code: FaultCode, offending = 0, detail = faultSentence[code], retryAfterMs = 0): void {
    if (this.finished) return
    this.refusal = { code, offending, detail, retryAfterMs }
    this.log.write({ event: 'refused', code, detail, offending, ...this.looks(code) })
    this.host.step(`refuse.${code}`)
  }

  /** Resolves when running handlers have ended, or were waited for long enough. */
  settle(): Promise<void> {
    return this.messaging?.settle(SETTLE_WITHIN_MS) ?? Promise.resolve()
  }

  // What the intake hands on.

  frame(header: Readonly<Header>, source: Buffer, start: number, end: number): void {
    const { state } = this
    const { type } = header
    const next = this.hears[state * stride + type] as number
    if (next === ILLEGAL) return this.refuse('UNEXPECTED_MESSAGE', type)
    if (this.leadsNowhere(type, next)) {
      if (isConversation[type] === 1) this.sequence.heard = header.id
      return
    }
    const message = decodeBody(type, reader.reset(source, start, end))
    if (message === null) {
      const fault = reader.fault
      return this.refuse('MALFORMED', type, fault === null ? undefined : `The body is ${formatFault(fault)}.`)
    }
    if (isConversation[type] === 1)
      this.messaging?.hear(message as ConversationMessage, header.id, header.re, end - start)
    else if (next === state) this.courtesy(message)
    else this.turn(message, type)
  }

  endOfStream(): void {
    // After their last word nothing was to come: it is answered all the same.
    if (this.heardLast) return
    this.settle().then(() => this.lose('BROKEN', broken.detail))
  }

  // What the conversation stands on.

  maySay(type: Message['type']): boolean {
    const number = MessageNumber[type]
    if (this.messaging === null || this.finished) return false
    return this.says[this.state * stride + number] !== ILLEGAL
  }

  converse(message: ConversationMessage, id: number, re: number, bytes: number): void | Promise<void> {
    try {
      return this.host.converse(message, id, re, bytes)
    } catch (error) {
      this.failed(error)
    }
  }

  /** What a handler could not say because nothing can be said any more is no failure. */
  failed(error: unknown): void {
    const late = error instanceof ColloquyError && error.code === 'ENDED' && !this.maySay('Ack')
    if (!late) this.broke('handler', error)
  }

  /** Something of our own failed. */
  broke(what: string, error: unknown): void {
    this.log.write({ event: 'failed', ...failing(what, error) })
    this.refuse('INTERNAL')
  }

  silent(): void {
    this.host.expire()
  }

  handles(type: ConversationMessage['type']): boolean {
    return this.host.handles(type)
  }

  get oldestKept(): number {
    return this.host.oldestKept
  }

  stuck(): void {
    this.refuse('INTERNAL', 0, 'All handlers wait, and so do those of the other side: for each other.')
  }

  exhausted(): void {
    this.host.step('bye.DONE')
  }

  updateBackpressure(): void {
    const waits = this.host.congested || this.messaging?.congested === true
    if (waits === this.receiver.paused || this.finished) return
    this.messaging?.setReading(!waits)
    if (waits) this.receiver.pause()
    else this.receiver.resume()
    if (this.log.level !== undefined) this.log.write({ event: 'reading', paused: this.receiver.paused })
  }

  /** Tells of a frame, in the state of the contract that those before it led to. */
  trace(direction: 'in' | 'out', type: number, id: number, re: number, bodyBytes: number): void {
    const state = stateName(this.traced)
    const bytes = HEADER_BYTES + bodyBytes
    this.log.write({ event: 'frame', direction, type: messageName(type), id, re, bytes, state })
    const table = direction === 'in' ? this.hears : this.says
    const next = type < stride ? (table[this.traced * stride + type] as number) : ILLEGAL
    if (next !== ILLEGAL) this.traced = next
  }

  // Inside.

  /** Whether the other side has said its last word, and it is on us to answer. */
  private get heardLast(): boolean {
    const row = states[this.state]
    return row?.inFlight === true && row.turn === this.side
  }

  /** Everything that was written was taken: what waited goes on. */
  private roomAgain(): void {
    this.messaging?.drained()
    this.updateBackpressure()
  }

  /** A message of converse that needs no handler. */
  private courtesy(message: Message): void {
    if (message.type === 'Ping') this.messaging?.pong(message.nonce)
    if (message.type === 'Ack' && this.messaging?.accept(message.received) === false)
      this.refuse('GAP', MessageNumber.Ack, `${message.received} cannot be acknowledged now.`)
  }

  /** A message that changes the state. */
  private turn(message: Message, type: number): void {
    const refused = this.host.hear(message)
    if (refused !== null) return this.refuse(refused.code, type, refused.detail, refused.retryAfterMs)
    if (message.type === 'Fault') {
      const { code, detail, retryAfterMs, offending } = message
      this.ending = { how: 'fault', code, by: 'them', detail, retryAfterMs, offending }
    } else if (message.type === 'Bye')
      this.ending ??= { how: 'bye', code: message.reason, by: 'them', detail: message.detail }
    this.host.step(heardEvent[type] as string)
  }

  /**
   * What was in flight when we said our last word: what a conversation brought still counts, and the last Ack does;
   * the rest is skipped undecoded.
   */
  private leadsNowhere(type: number, next: number): boolean {
    if (next !== this.state || states[next]?.inFlight !== true) return false
    return this.messaging === null || (isConversation[type] === 0 && type !== MessageNumber.Ack)
  }

  private fault(code: FaultCode): void {
    const refusal = this.refusal?.code === code ? this.refusal : null
    const { offending = 0, detail = faultSentence[code], retryAfterMs = 0 } = refusal ?? {}
    const looks = this.looks(code)
    if (refusal === null) this.log.write({ event: 'refused', code, detail, offending, ...looks })
    this.ending = { how: 'fault', code, by: 'us', detail, retryAfterMs, offending, ...detailed(looks) }
    this.send({ type: 'Fault', code, detail, retryAfterMs, offending })
  }

  private send(message: Message): void {
    const fault = this.writeBuffer.frame(message, 0, 0, false)
    if (fault !== null) throw new Error(`We would break the contract ourselves: ${formatFault(fault)}.`)
  }

  overflowed(): void {
    this.giveUp(`More than ${this.limits.maxQueuedBytes} bytes wait to be taken.`)
  }

  wrote(bytes: number): void {
    this.sentBytes += bytes
    const { said: id, saidRe: re } = this.sequence
    if (this.log.data) this.log.write({ event: 'sent', bytes, id, re })
    if (this.finished) return
    if (this.connection.queuedBytes === 0) return this.roomAgain()
    this.stallDeadline ??= new Deadline(this.clock, () =>
      this.giveUp(`Nothing was taken for ${STALLED_AFTER_MS} ms.`),
    )
    this.stallDeadline.set(STALLED_AFTER_MS)
  }

  /** Ends it at once, without a word: there is no more time for one. */
  abandon(): void {
    this.connection.destroy()
  }

  private giveUp(detail: string): void {
    this.log.write({ event: 'refused', code: 'STALLED', detail, offending: 0 })
    this.ending = { how: 'lost', code: 'STALLED', detail }
    this.connection.destroy()
  }

  private lose(code: Loss, detail: string): void {
    if (this.finished) return
    this.ending ??= { how: 'lost', code, detail, ...detailed(this.looks(code)) }
    this.host.step('lost')
  }

  /** Who the other side is by how it began, where it ends for that: it never said a frame that was legal. */
  private looks(code: FaultCode | Loss): Looks {
    const { opening, side, receiver } = this
    if (opening === null || receiver.frames > 0 || !strangers.has(code)) return NOBODY
    if (opening.length > 0) {
      const isOurs = side === 'client' && framedType(opening) === MessageNumber.Hello
      const looksLike = isOurs ? 'ECHO' : strangerBy(opening)
      return looksLike === null ? NOBODY : { looksLike }
    }
    // A client that says nothing may look whether there is somebody; a server has to answer.
    return side === 'client' ? { looksLike: code === 'TIMEOUT' ? 'SILENCE' : 'HANGUP' } : NOBODY
  }

  private finish(): void {
    if (this.finished) return
    this.finished = true
    this.receiver.stop()
    this.stallDeadline?.stop()
    const ending = this.ending ?? broken
    this.ending = ending
    this.messaging?.end(ending)
    const { host, connection, clock } = this
    this.writeBuffer.end(() => {
      if (this.gone) host.gone(ending)
      else linger(connection, clock, () => host.gone(ending))
    })
  }
}

/** How it ends where the other side does not speak this protocol. */
const strangers: ReadonlySet<FaultCode | Loss> = new Set([
  'MALFORMED',
  'UNEXPECTED_MESSAGE',
  'TOO_LARGE',
  'TIMEOUT',
  'BROKEN',
  'RESET',
])

interface Looks {
  readonly looksLike?: Stranger
}

const NOBODY: Looks = {}

/** The same with a sentence for whoever hears of the end. It never crosses the wire. */
const detailed = ({ looksLike }: Looks): Looks & { readonly detail?: string } =>
  looksLike === undefined ? NOBODY : { looksLike, detail: strangerSentence[looksLike] }
