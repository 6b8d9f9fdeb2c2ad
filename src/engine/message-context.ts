import type { AnyMessage } from '../codec/index.ts'
import type { Endpoint } from '../transport/connection.ts'
import type { KnownByeReason } from './codes.ts'
import type { Ending } from './ending.ts'
import { brokenStream } from './incoming-stream.ts'
import type {
  AnswerStream,
  AnyMessageContext,
  AskOptions,
  HeardMessage,
  MessageCounts,
  StreamOptions,
} from './peer.ts'
import { failed, hasEnded } from './rejections.ts'
import { checkedAsk } from './requests.ts'
import { byeSentence } from './sentences.ts'

/** Sends the messages of a program. */
export interface Sender {
  say<M extends AnyMessage>(message: M): Promise<number>
  reply<M extends AnyMessage>(message: M, re: number): Promise<void>
  ask<M extends AnyMessage>(message: M, options: AskOptions): Promise<HeardMessage>
  stream<M extends AnyMessage>(message: M, options: StreamOptions): AnswerStream<AnyMessage, AnyMessage>
  /** The signal of the handler of a message. */
  signalOf(id: number): AbortSignal
}

/** One end of a connection, as a handler and a program may use it. */
export interface Interlocutor {
  readonly session: string
  readonly version: number
  readonly name: string | null
  readonly remote: Endpoint
  readonly tally: MessageCounts
  /** Null before the conversation. */
  readonly messaging: Sender | null
  readonly ending: Ending | null
  bye(reason?: KnownByeReason): void
}

/** The event of ending a conversation for a reason. Throws a RangeError where a program without types gives none. */
export const byeEvent = (reason: KnownByeReason): `bye.${KnownByeReason}` => {
  if (!Object.hasOwn(byeSentence, reason))
    throw new RangeError(`The reason of a Bye is one of ${Object.keys(byeSentence).join(', ')}.`)
  return `bye.${reason}`
}

/** Says a message over a connection, if there is one. */
export const say = <M extends AnyMessage>(over: Interlocutor | null, message: M): Promise<number> =>
  over?.messaging?.say(message) ?? failed(hasEnded(over?.ending ?? null))

/** How far the conversation over a connection has come, if there is one. */
export const tallyOf = (over: Interlocutor | null): MessageCounts =>
  over?.tally ?? { said: 0, heard: 0, acknowledged: 0 }

/** Asks over a connection, if there is one. */
export const ask = (
  over: Interlocutor | null,
  message: AnyMessage,
  options: AskOptions = {},
): Promise<HeardMessage> => {
  try {
    checkedAsk(options)
  } catch (error) {
    return failed(error)
  }
  return over?.messaging?.ask(message, options) ?? failed(hasEnded(over?.ending ?? null))
}

/** Takes the stream of answers to a message over a connection, if there is one. */
export const stream = (
  over: Interlocutor | null,
  message: AnyMessage,
  options: StreamOptions = {},
): AnswerStream<AnyMessage, AnyMessage> =>
  over?.messaging?.stream(message, options) ?? brokenStream(hasEnded(over?.ending ?? null))

/** One message that is being handled, and the means to answer it. Stays with the connection that it came over. */
export class HandlerContext implements AnyMessageContext {
  readonly id: number
  readonly re: number
  private readonly over: Interlocutor

  constructor(over: Interlocutor, id: number, re: number) {
    this.over = over
    this.id = id
    this.re = re
  }

  get session(): string {
    return this.over.session
  }

  get version(): number {
    return this.over.version
  }

  get name(): string | null {
    return this.over.name
  }

  get remote(): Endpoint {
    return this.over.remote
  }

  get tally(): MessageCounts {
    return this.over.tally
  }

  get signal(): AbortSignal {
    return this.over.messaging?.signalOf(this.id) ?? AbortSignal.abort()
  }

  reply<M extends AnyMessage>(message: M): Promise<void> {
    return this.over.messaging?.reply(message, this.id) ?? failed(hasEnded(this.over.ending))
  }

  say<M extends AnyMessage>(message: M): Promise<number> {
    return say(this.over, message)
  }

  ask<M extends AnyMessage>(message: M, options?: AskOptions): Promise<HeardMessage> {
    return ask(this.over, message, options)
  }

  stream<M extends AnyMessage>(message: M, options?: StreamOptions): AnswerStream<AnyMessage, AnyMessage> {
    return stream(this.over, message, options)
  }

  bye(reason?: KnownByeReason): void {
    this.over.bye(reason)
  }
}

/** Whether a value is to be waited for, of whatever realm its class is. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
