import type { AnyMessage } from '../codec/index.ts'
import type { Endpoint } from '../transport/connection.ts'
import type { KnownByeReason } from './codes.ts'
import type { AskOptions } from './requests.ts'

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

/** The other side of a conversation, for as long as it lasts. `Out` is what may be said to it, `In` what it says. */
export interface Peer<Out extends AnyMessage, In extends AnyMessage> {
  /** The session as the server named it in Welcome. */
  readonly session: string
  /** The name that was granted or greeted; null where nobody is identified. */
  readonly name: string | null
  readonly remote: Endpoint
  /** How far the conversation has come; all 0 where none has begun. */
  readonly tally: MessageCounts
  /**
   * Says a message. Resolves with its id once it is on its way; later when the other side takes less than is said,
   * so wait for it. Rejects with a ColloquyError: MALFORMED_MESSAGE, NOT_NOW, ENDED, TOO_MANY_WAITING.
   */
  say(message: Out): Promise<number>
  /**
   * Says a message and resolves with the first one that answers it. Rejects as `say`, and NO_ANSWER, ABORTED; with a
   * RangeError, before anything is said, for a `withinMs` that is NaN or negative.
   */
  ask(message: Out, options?: AskOptions): Promise<HeardMessage<In>>
  /** Says Bye, DONE unless given. The conversation ends when the other side has answered. Throws a RangeError for no reason of the contract. */
  bye(reason?: KnownByeReason): void
}

/** The other side, as a handler sees it: with the message that is being handled. */
export interface MessageContext<Out extends AnyMessage, In extends AnyMessage> extends Peer<Out, In> {
  /** The id of the message that is being handled. */
  readonly id: number
  /** The id of our message that it answers, or 0. */
  readonly re: number
  /** Answers it. Resolves once the answer is on its way; rejects as `say`. Reading waits while replies do. */
  reply(message: Out): Promise<void>
}

/** The handlers of a program: one for each conversation message that the other side may say. */
export type Converse<Out extends AnyMessage, In extends AnyMessage> = {
  readonly [Type in In['type']]?: (
    message: Extract<In, { readonly type: Type }>,
    peer: MessageContext<Out, In>,
  ) => void | Promise<unknown>
}

/** The handlers of a program as the engine calls them: the contract's tables have judged what each gets. */
export type Handlers = Readonly<
  Record<string, ((message: AnyMessage, peer: MessageContext<AnyMessage, AnyMessage>) => unknown) | undefined>
>
