import type { AnyMessage, AnyOf, SideMessages } from '../codec/index.ts'
import type { Endpoint } from '../transport/connection.ts'
import type { KnownByeReason } from './codes.ts'

/** A conversation message as it was heard: with its id, and the id of ours that it answers, or 0. */
export type HeardMessage<M extends AnyMessage = AnyMessage> = M & {
  readonly id: number
  readonly re: number
}

/** How far a conversation has come, by ids; 0 is before the first message. */
export interface MessageCounts {
  /** The id of our last message. */
  readonly said: number
  /** The id of their last message. */
  readonly heard: number
  /** The highest of our ids that they acknowledged. */
  readonly acknowledged: number
}

/** How an ask waits. */
export interface AskOptions {
  /** Milliseconds to wait for the answer, from the moment the message is said; 30,000 unless given, Infinity: for ever. */
  readonly withinMs?: number
  readonly signal?: AbortSignal
}

/** How a stream is taken. */
export interface StreamOptions {
  /** Cancels the stream when it aborts. */
  readonly signal?: AbortSignal
}

/** A message that one side may say, but for those that a stream answers. */
export type Sayable<Out extends SideMessages> = AnyOf<Pick<Out['says'], Askable<Out>>>

/** The names of what one side may ask: all that it says, but for what a stream answers. */
export type Askable<Out extends SideMessages> = string &
  (string extends keyof Out['streams'] ? keyof Out['says'] : Exclude<keyof Out['says'], keyof Out['streams']>)

/** The answer to a message of that name; whatever the other side says, where the contract names none. */
export type AnswerTo<Out extends SideMessages, In extends SideMessages, Name> = Name extends keyof Out['asks']
  ? Extract<Out['asks'][Name], AnyMessage>
  : AnyOf<In['says']>

/** One of the answers, and what ends them, of a message that a stream answers. */
type StreamTo<Out extends SideMessages, Name extends keyof Out['streams']> = Out['streams'][Name] extends {
  readonly each: infer Each extends AnyMessage
  readonly end: infer End extends AnyMessage
}
  ? AnswerStream<Each, End>
  : never

/**
 * Answers that come one by one, by `for await`: no more are on their way than the window of the contract. To leave the
 * loop cancels them. Iteration rejects as `end` does.
 */
export interface AnswerStream<Each extends AnyMessage, End extends AnyMessage>
  extends AsyncIterable<Each, undefined, undefined> {
  /**
   * Resolves with what ended them, once all before it are taken. Rejects with a ColloquyError: UNANSWERED, CANCELLED,
   * ABORTED, ENDED, and as `say`.
   */
  readonly end: Promise<End>
}

/** The other side of a conversation, for as long as it lasts. `Out` says what may be said to it, `In` what it says. */
export interface Peer<Out extends SideMessages, In extends SideMessages> {
  /** The session as the server named it in Welcome. */
  readonly session: string
  /** The version of the contract that both sides speak; 0 before a conversation. */
  readonly version: number
  /** The name that was granted or greeted; null where nobody is identified. */
  readonly name: string | null
  readonly remote: Endpoint
  /** How far the conversation has come; all 0 where none has begun. */
  readonly counts: MessageCounts
  /**
   * Says a message. Resolves with its id once it is on its way; later when the other side takes less than is said,
   * so wait for it. Rejects with a ColloquyError: MALFORMED_MESSAGE, NOT_NOW, ENDED, TOO_MANY_WAITING.
   */
  say(message: Sayable<Out>): Promise<number>
  /**
   * Says a message and resolves with its answer; where the contract names none, with the first message that answers it.
   * Rejects as `say`, and NO_ANSWER, UNANSWERED, ABORTED; with a RangeError, before anything is said, for a `withinMs`
   * that is NaN or negative.
   */
  ask<Name extends Askable<Out>>(
    message: Out['says'][Name] & { readonly type: Name },
    options?: AskOptions,
  ): Promise<HeardMessage<AnswerTo<Out, In, Name>>>
  /** Says a message and gives its answers one by one. An abort of `signal` cancels them. */
  stream<Name extends string & keyof Out['streams'] & keyof Out['says']>(
    message: Out['says'][Name] & { readonly type: Name },
    options?: StreamOptions,
  ): StreamTo<Out, Name>
  /** Says Bye, DONE unless given. The conversation ends when the other side has answered. Throws a RangeError for no reason of the contract. */
  bye(reason?: KnownByeReason): void
}

/** The other side, as a handler sees it that gives the answer itself. */
export interface AnswerContext<Out extends SideMessages, In extends SideMessages> extends Peer<Out, In> {
  /** The id of the message that is being handled. */
  readonly id: number
  /** The id of our message that it answers, or 0. */
  readonly re: number
  /** Aborts when no answer is wanted any more: it was cancelled, or the conversation ends. */
  readonly signal: AbortSignal
}

/** The other side, as a handler sees it: with the message that is being handled. */
export interface MessageContext<Out extends SideMessages, In extends SideMessages>
  extends AnswerContext<Out, In> {
  /** Answers it. Resolves once the answer is on its way; rejects as `say`. Reading waits while replies do. */
  reply(message: Sayable<Out>): Promise<void>
}

/** The handler of a message that is answered by nothing, or by `reply`, in a contract that names no answer. */
export type Handler<Message extends AnyMessage, Out extends SideMessages, In extends SideMessages> = (
  message: Message,
  peer: MessageContext<Out, In>,
) => unknown

/** An answer, or the promise of one. */
export type Answered<Answer extends AnyMessage> = Answer | PromiseLike<Answer>

/** The other side of a conversation, whatever its contract. */
export interface AnyPeer
  extends Pick<
    Peer<SideMessages, SideMessages>,
    'session' | 'version' | 'name' | 'remote' | 'counts' | 'bye'
  > {
  say<M extends AnyMessage>(message: M): Promise<number>
  ask<M extends AnyMessage>(message: M, options?: AskOptions): Promise<HeardMessage>
  stream<M extends AnyMessage>(message: M, options?: StreamOptions): AnswerStream<AnyMessage, AnyMessage>
}

/** The same, as a handler sees it. */
export interface AnyMessageContext extends AnyPeer {
  readonly id: number
  readonly re: number
  readonly signal: AbortSignal
  reply<M extends AnyMessage>(message: M): Promise<void>
}

/** The handlers of a program as the engine calls them: the contract's tables have judged what each gets. */
export type Handlers = Readonly<
  Record<string, ((message: AnyMessage, peer: AnyMessageContext) => unknown) | undefined>
>
