import type { AnyMessage } from '../codec/index.ts'
import type { Endpoint } from '../transport/connection.ts'
import type { KnownByeReason } from './codes.ts'
import type { Ending } from './ending.ts'
import { brokenStream } from './incoming-stream.ts'
import type {
  AnswerStream,
  AnyMessageContext,
  AnyPeer,
  AskOptions,
  HeardMessage,
  MessageCounts,
  StreamOptions,
} from './peer.ts'
import { failed, hasEnded } from './rejections.ts'
import { checkedAsk } from './requests.ts'
import { byeSentence } from './sentences.ts'

/** Sends the messages of a program. */
interface Sender {
  say<M extends AnyMessage>(message: M): Promise<number>
  reply<M extends AnyMessage>(message: M, re: number): Promise<void>
  ask<M extends AnyMessage>(message: M, options: AskOptions): Promise<HeardMessage>
  stream<M extends AnyMessage>(message: M, options: StreamOptions): AnswerStream<AnyMessage, AnyMessage>
  /** The signal of the handler of a message. */
  signalOf(id: number): AbortSignal
}

/** One end of a connection, as a handler and a program may use it. */
export interface ConversationEnd {
  readonly version: number
  readonly name: string | null
  readonly remote: Endpoint
  readonly counts: MessageCounts
  readonly ending: Ending | null
  bye(reason?: KnownByeReason): void
}

/** A conversation, over one connection after the other. */
export interface Conversation extends Sender {
  /** As the server named it when it began. */
  readonly session: string
  /** The end that it goes over now. */
  readonly over: ConversationEnd
  /** It cannot go on over another connection. */
  spoil(): void
}

/** A program's access to a conversation, if there is one. */
export interface Conversing {
  /** Null before the conversation. */
  readonly messaging: Sender | null
  /** How it ended; null while it has not, or before it. */
  readonly lastEnding: Ending | null
}

/** The event of ending a conversation for a reason. Throws a RangeError where a program without types gives none. */
export const byeEvent = (reason: KnownByeReason): `bye.${KnownByeReason}` => {
  if (!Object.hasOwn(byeSentence, reason))
    throw new RangeError(`The reason of a Bye is one of ${Object.keys(byeSentence).join(', ')}.`)
  return `bye.${reason}`
}

/** Says a message in a conversation, if there is one. */
export const say = <M extends AnyMessage>(by: Conversing, message: M): Promise<number> =>
  by.messaging?.say(message) ?? failed(hasEnded(by.lastEnding))

/** Asks in a conversation, if there is one. */
export const ask = (by: Conversing, message: AnyMessage, options: AskOptions = {}): Promise<HeardMessage> => {
  try {
    checkedAsk(options)
  } catch (error) {
    return failed(error)
  }
  return by.messaging?.ask(message, options) ?? failed(hasEnded(by.lastEnding))
}

/** Takes the stream of answers to a message in a conversation, if there is one. */
export const stream = (
  by: Conversing,
  message: AnyMessage,
  options: StreamOptions = {},
): AnswerStream<AnyMessage, AnyMessage> =>
  by.messaging?.stream(message, options) ?? brokenStream(hasEnded(by.lastEnding))

/** The other side of a conversation, for as long as that lasts: over one connection after the other. */
export class ConversationPeer implements AnyPeer {
  protected readonly messaging: Conversation

  constructor(messaging: Conversation) {
    this.messaging = messaging
  }

  get session(): string {
    return this.messaging.session
  }

  get version(): number {
    return this.messaging.over.version
  }

  get name(): string | null {
    return this.messaging.over.name
  }

  get remote(): Endpoint {
    return this.messaging.over.remote
  }

  get counts(): MessageCounts {
    return this.messaging.over.counts
  }

  say<M extends AnyMessage>(message: M): Promise<number> {
    return this.messaging.say(message)
  }

  ask<M extends AnyMessage>(message: M, options?: AskOptions): Promise<HeardMessage> {
    return ask({ messaging: this.messaging, lastEnding: null }, message, options)
  }

  stream<M extends AnyMessage>(
    message: M,
    options: StreamOptions = {},
  ): AnswerStream<AnyMessage, AnyMessage> {
    return this.messaging.stream(message, options)
  }

  bye(reason: KnownByeReason = 'DONE'): void {
    byeEvent(reason)
    // The program wants it to be over, whatever the reason says.
    this.messaging.spoil()
    this.messaging.over.bye(reason)
  }
}

/** One message that is being handled, and the means to answer it. */
export class HandlerContext extends ConversationPeer implements AnyMessageContext {
  readonly id: number
  readonly re: number

  constructor(messaging: Conversation, id: number, re: number) {
    super(messaging)
    this.id = id
    this.re = re
  }

  get signal(): AbortSignal {
    return this.messaging.signalOf(this.id)
  }

  reply<M extends AnyMessage>(message: M): Promise<void> {
    return this.messaging.reply(message, this.id)
  }
}

/** Whether a value is to be waited for, of whatever realm its class is. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
