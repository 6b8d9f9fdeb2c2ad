import type {
  AnswerStream,
  AnyMessage,
  AskOptions,
  Client,
  HeardMessage,
  Messages,
  StreamOptions,
} from '../../index.ts'

/** A client whose contract is known while it runs alone. */
export interface AnyClient
  extends Pick<
      Client<Messages>,
      'over' | 'failure' | 'name' | 'tally' | 'ready' | 'connectNow' | 'bye' | 'logout'
    >,
    AsyncIterable<HeardMessage<AnyMessage>> {
  say(message: AnyMessage): Promise<number>
  ask(message: AnyMessage, options?: AskOptions): Promise<HeardMessage<AnyMessage>>
  stream(message: AnyMessage, options?: StreamOptions): AnswerStream<AnyMessage, AnyMessage>
}

/** The engine judges by the contract's tables what the compiler does not know. */
export const anyClient = (client: Client<Messages>): AnyClient => client as unknown as AnyClient
