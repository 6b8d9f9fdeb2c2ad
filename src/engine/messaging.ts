import { MessageNumber } from '../../protocol/generated/contract.ts'
import type { ConversationMessage, Message } from '../../protocol/generated/messages.ts'
import { type CodecFault, formatFault } from '../codec/index.ts'
import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'
import type { Ending } from './ending.ts'
import { ColloquyError } from './errors.ts'
import { Handlers } from './handlers.ts'
import { type Beating, Keepalive } from './keepalive.ts'
import { type AskOptions, PendingRequests } from './requests.ts'
import { isConversation, maxSilentHeartbeats } from './runtime.ts'
import { MAX_ID, type SequenceNumbers } from './sequence.ts'
import { HIGH_WATER_BYTES, type WriteBuffer } from './write-buffer.ts'

/** A conversation message as it was heard: with its id, and the id of ours that it answers, or 0. */
export type HeardMessage<M extends ConversationMessage = ConversationMessage> = M & {
  readonly id: number
  readonly re: number
}

/** Acknowledged at the latest after so many messages, or so many milliseconds. */
const ACK_AFTER_MESSAGES = 64
const ACK_AFTER_MS = 250

/** Replies wait above this; up to it they go out even while `say` waits. */
const REPLIES_WAIT_BYTES = 128 * 1024

/** So many messages may wait to be said. */
const MAX_WAITING = 1024

/** What a conversation stands on. */
export interface Footing {
  readonly clock: Clock
  readonly ledger: SequenceNumbers
  readonly outbox: WriteBuffer
  /** Whether we may say a message now. */
  maySay(type: Message['type']): boolean
  /** How it ended, once it has. */
  readonly ending: Ending | null
  /** Hands a message to the program. */
  converse(message: ConversationMessage, id: number, re: number, bytes: number): void | Promise<void>
  /** A handler threw. */
  failed(error: unknown): void
  /** The deadline of converse has passed. */
  silent(): void
  /** The last id was used. */
  exhausted(): void
  /** What reading waits for has changed. */
  balance(): void
}

interface Waiting {
  readonly message: ConversationMessage
  readonly re: number
  readonly reply: boolean
  readonly resolve: (id: number) => void
  readonly reject: (error: ColloquyError) => void
}

/** What happens in converse: messages both ways, acknowledgements, heartbeats, and what waits to be said. */
export class Messaging implements Beating {
  readonly handlers: Handlers
  private readonly footing: Footing
  private readonly ackAlarm: Deadline
  private readonly pulse: Keepalive
  private asks: PendingRequests<HeardMessage> | null = null
  private waiting: Waiting[] = []
  private waitingReplies = 0
  private ackWaits = false
  private nonce = 0
  private over = false

  constructor(footing: Footing, heartbeatMs: number) {
    this.footing = footing
    this.handlers = new Handlers(footing)
    this.ackAlarm = new Deadline(footing.clock, () => this.acknowledge())
    this.pulse = new Keepalive(footing.clock, heartbeatMs, maxSilentHeartbeats, this)
  }

  /** Whether reading must wait: for replies that it caused, or for handlers that run. */
  get congested(): boolean {
    return this.footing.outbox.replyBytes >= HIGH_WATER_BYTES || this.waitingReplies > 0 || this.handlers.full
  }

  /** Says a message of the program's own accord; see `Peer.say`. */
  say(message: ConversationMessage): Promise<number> {
    if (this.mustWait(false)) return this.wait(message, 0, false)
    const error = this.put(message, 0, false)
    return error === null ? Promise.resolve(this.footing.ledger.said) : failed(error)
  }

  /** Answers a message; see `Asker.reply`. One that need not wait allocates nothing: its promise is SAID. */
  reply(message: ConversationMessage, re: number): Promise<void> {
    if (this.mustWait(true)) return this.wait(message, re, true) as Promise<unknown> as Promise<void>
    const error = this.put(message, re, true)
    return error === null ? SAID : failed(error)
  }

  /** Says a message and waits for the first one that answers it. */
  ask(message: ConversationMessage, options: AskOptions): Promise<HeardMessage> {
    const answered = this.say(message).then((id) => {
      if (this.over) throw hasEnded(this.footing.ending)
      this.asks ??= new PendingRequests(this.footing.clock)
      return this.asks.answerTo(id, options)
    })
    answered.catch(() => {})
    return answered
  }

  /** Hears a message whose frame was judged and decoded. */
  hear(message: ConversationMessage, id: number, re: number, bytes: number): void {
    const { footing } = this
    footing.ledger.heard = id
    if (re > footing.ledger.answered) footing.ledger.answered = re
    if (re === 0 || this.asks === null || !this.asks.answer(re, { ...message, id, re })) {
      const running = footing.converse(message, id, re, bytes)
      if (running !== undefined && running !== SAID)
        this.handlers.add(running, bytes, (error) => footing.failed(error))
    }
    if (this.over) return
    if (footing.ledger.unacknowledged >= ACK_AFTER_MESSAGES) this.acknowledge()
    else if (!this.ackAlarm.isSet) this.ackAlarm.set(ACK_AFTER_MS)
    if (this.congested) footing.balance()
    if (id === MAX_ID) footing.exhausted()
  }

  /** Answers a Ping. */
  pong(nonce: number): void {
    this.footing.outbox.frame({ type: 'Pong', nonce }, 0, 0, true)
    if (this.congested) this.footing.balance()
  }

  /** Whole frames were heard, whatever they were. */
  alive(): void {
    this.pulse.heard()
  }

  /** Nothing was heard until the deadline. */
  silent(): void {
    this.footing.silent()
  }

  /** Reading was paused, or goes on. */
  listening(yes: boolean): void {
    if (yes) this.pulse.resume()
    else this.pulse.pause()
  }

  /** There is room again: says what waited. */
  drained(): void {
    while (this.waiting.length > 0 && !this.full(this.waiting[0] as Waiting)) {
      const { message, re, reply, resolve, reject } = this.waiting.shift() as Waiting
      if (reply) this.waitingReplies -= 1
      const error = this.put(message, re, reply)
      if (error === null) resolve(this.footing.ledger.said)
      else reject(error)
    }
    if (this.ackWaits) this.acknowledge()
  }

  /** The Ack before our last word, however full it is. */
  lastAck(): void {
    if (this.footing.ledger.unacknowledged > 0) this.ack()
  }

  private acknowledge(): void {
    const { footing } = this
    this.ackWaits = false
    if (!footing.maySay('Ack') || footing.ledger.unacknowledged === 0) return
    if (footing.outbox.queuedBytes >= HIGH_WATER_BYTES) this.ackWaits = true
    else this.ack()
  }

  private ack(): void {
    const { ledger, outbox } = this.footing
    outbox.frame({ type: 'Ack', received: ledger.acknowledge() }, 0, 0, true)
  }

  /** A last word was said or heard: the silence is no longer listened to. */
  close(): void {
    this.pulse.stop()
  }

  /** Nothing more is said or heard: whoever waits is told. */
  end(ending: Ending): void {
    this.over = true
    this.pulse.stop()
    this.ackAlarm.stop()
    const error = hasEnded(ending)
    const { waiting } = this
    this.waiting = []
    this.waitingReplies = 0
    for (const { reject } of waiting) reject(error)
    this.asks?.fail(error)
  }

  private mustWait(reply: boolean): boolean {
    const { queuedBytes } = this.footing.outbox
    return reply
      ? this.waitingReplies > 0 || queuedBytes >= REPLIES_WAIT_BYTES
      : this.waiting.length > 0 || queuedBytes >= HIGH_WATER_BYTES
  }

  private full({ reply }: Waiting): boolean {
    return this.footing.outbox.queuedBytes >= (reply ? REPLIES_WAIT_BYTES : HIGH_WATER_BYTES)
  }

  private wait(message: ConversationMessage, re: number, reply: boolean): Promise<number> {
    if (this.waiting.length >= MAX_WAITING) return failed(tooManyWaiting())
    const said = new Promise<number>((resolve, reject) => {
      this.waiting.push({ message, re, reply, resolve, reject })
    })
    said.catch(() => {})
    if (reply) {
      this.waitingReplies += 1
      this.footing.balance()
    }
    return said
  }

  /** Says a message now. An error says why not; then nothing was said. */
  private put(message: ConversationMessage, re: number, reply: boolean): ColloquyError | null {
    const { footing } = this
    const { ledger } = footing
    // A program without types may give anything, also what only this side itself may say.
    if (isConversation[MessageNumber[message?.type]] !== 1) return noConversationMessage()
    if (!footing.maySay(message.type)) return hasEnded(footing.ending)
    const id = ledger.said + 1
    const fault = footing.outbox.frame(message, id, re, reply)
    if (fault !== null) return breaksContract(fault)
    ledger.said = id
    ledger.saidRe = re
    if (reply && this.congested) footing.balance()
    if (id === MAX_ID) footing.exhausted()
    return null
  }

  /** Nothing was heard for a heartbeat. */
  ping(): void {
    if (!this.footing.maySay('Ping')) return
    this.nonce = (this.nonce + 1) >>> 0
    this.footing.outbox.frame({ type: 'Ping', nonce: this.nonce }, 0, 0, false)
  }
}

/** What a reply is that need not wait. */
const SAID: Promise<void> = Promise.resolve()

/** A rejection that may be ignored: a program that does not look at it goes on. */
export const failed = (error: unknown): Promise<never> => {
  const rejected = Promise.reject(error)
  rejected.catch(() => {})
  return rejected
}

/** What says that there is no conversation to say something in. */
export const hasEnded = (ending: Ending | null): ColloquyError =>
  new ColloquyError(
    { code: 'ENDED', ending },
    ending === null
      ? 'No conversation has begun. Wait until it has, then say it again.'
      : `The conversation has ended (${ending.code}). Connect again to say it.`,
  )

const tooManyWaiting = (): ColloquyError =>
  new ColloquyError(
    { code: 'TOO_MANY_WAITING' },
    'More messages wait to be said than are kept. Wait for the promise of each say before the next.',
  )

const noConversationMessage = (): ColloquyError =>
  new ColloquyError(
    { code: 'MALFORMED_MESSAGE', path: '' },
    'That is no conversation message of the contract. Nothing was said.',
  )

const breaksContract = (fault: CodecFault): ColloquyError =>
  new ColloquyError(
    { code: 'MALFORMED_MESSAGE', path: fault.path },
    `The message breaks the contract (${formatFault(fault)}). Nothing was said.`,
  )
