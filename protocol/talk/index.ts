// Generated from protocol/talk.yaml by npm run codegen. Do not edit.
import type * as codec from '../../src/codec/index.ts'
import type * as engine from '../../src/engine/index.ts'
import { decodeBody, encodeBody } from './codec.ts'
import { contract as tables, MessageNumber as numbers } from './contract.ts'
import type * as messages from './messages.ts'

export type * from './messages.ts'

/** The conversation messages that a client of talk says, and their answers. */
export interface TalkClient {
  readonly says: {
    readonly Say: messages.Say
  }
  readonly asks: object
  readonly streams: object
  readonly handlers: TalkClientHandlers
}

/** The conversation messages that a server of talk says, and their answers. */
export interface TalkServer {
  readonly says: {
    readonly Say: messages.Say
  }
  readonly asks: object
  readonly streams: object
  readonly handlers: TalkServerHandlers
}

/** The handlers of a client of talk, by the messages that it hears. */
export interface TalkClientHandlers {
  /** Says something to the other side. */
  readonly Say?: engine.Handler<messages.Say, TalkClient, TalkServer>
}

/** The handlers of a server of talk, by the messages that it hears. */
export interface TalkServerHandlers {
  /** Says something to the other side. */
  readonly Say: engine.Handler<messages.Say, TalkServer, TalkClient>
}

/** The conversation messages of talk, by the side that says them. */
export interface Talk {
  readonly client: TalkClient
  readonly server: TalkServer
}

/** Both sides say what they like, in text. */
export const talk: codec.Contract<Talk> = { tables, numbers, encodeBody, decodeBody }
