// Generated from spec/support/exchange.yaml by npm run codegen. Do not edit.
import type * as codec from '../../../src/codec/index.ts'
import type * as engine from '../../../src/engine/index.ts'
import { decodeBody, encodeBody } from './codec.ts'
import { contract as tables, MessageNumber as numbers } from './contract.ts'
import type * as messages from './messages.ts'

export type * from './messages.ts'

/** The conversation messages that a client of exchange says, and their answers. */
export interface ExchangeClient {
  readonly says: {
    readonly Note: messages.Note
    readonly Question: messages.Question
    readonly Answer: messages.Answer
    readonly Count: messages.Count
    readonly Counted: messages.Counted
    readonly Total: messages.Total
  }
  readonly asks: {
    readonly Question: messages.Answer
  }
  readonly streams: {
    readonly Count: {
      readonly each: messages.Counted
      readonly end: messages.Total
    }
  }
  readonly handlers: ExchangeClientHandlers
}

/** The conversation messages that a server of exchange says, and their answers. */
export interface ExchangeServer {
  readonly says: {
    readonly Note: messages.Note
    readonly Question: messages.Question
    readonly Answer: messages.Answer
    readonly Count: messages.Count
    readonly Counted: messages.Counted
    readonly Total: messages.Total
  }
  readonly asks: {
    readonly Question: messages.Answer
  }
  readonly streams: {
    readonly Count: {
      readonly each: messages.Counted
      readonly end: messages.Total
    }
  }
  readonly handlers: ExchangeServerHandlers
}

/** The handlers of a client of exchange, by the messages that it hears. */
export interface ExchangeClientHandlers {
  /** Says something that nobody answers. */
  readonly Note?: engine.Handler<messages.Note, ExchangeClient, ExchangeServer>
  /** Asks for an answer. */
  readonly Question: (
    message: messages.Question,
    peer: engine.AnswerContext<ExchangeClient, ExchangeServer>,
  ) => engine.Answered<messages.Answer>
  /** Answers a question. */
  readonly Answer?: engine.Handler<messages.Answer, ExchangeClient, ExchangeServer>
  /** Asks for numbers from 1 on. */
  readonly Count: (
    message: messages.Count,
    peer: engine.AnswerContext<ExchangeClient, ExchangeServer>,
  ) => AsyncIterator<messages.Counted, messages.Total, undefined>
  /** One of the numbers. */
  readonly Counted?: engine.Handler<messages.Counted, ExchangeClient, ExchangeServer>
  /** No more numbers follow. */
  readonly Total?: engine.Handler<messages.Total, ExchangeClient, ExchangeServer>
}

/** The handlers of a server of exchange, by the messages that it hears. */
export interface ExchangeServerHandlers {
  /** Says something that nobody answers. */
  readonly Note: engine.Handler<messages.Note, ExchangeServer, ExchangeClient>
  /** Asks for an answer. */
  readonly Question: (
    message: messages.Question,
    peer: engine.AnswerContext<ExchangeServer, ExchangeClient>,
  ) => engine.Answered<messages.Answer>
  /** Answers a question. */
  readonly Answer?: engine.Handler<messages.Answer, ExchangeServer, ExchangeClient>
  /** Asks for numbers from 1 on. */
  readonly Count: (
    message: messages.Count,
    peer: engine.AnswerContext<ExchangeServer, ExchangeClient>,
  ) => AsyncIterator<messages.Counted, messages.Total, undefined>
  /** One of the numbers. */
  readonly Counted?: engine.Handler<messages.Counted, ExchangeServer, ExchangeClient>
  /** No more numbers follow. */
  readonly Total?: engine.Handler<messages.Total, ExchangeServer, ExchangeClient>
}

/** The conversation messages of exchange, by the side that says them. */
export interface Exchange {
  readonly client: ExchangeClient
  readonly server: ExchangeServer
}

/** Both sides say, ask and stream. */
export const exchange: codec.Contract<Exchange> = { tables, numbers, encodeBody, decodeBody }
