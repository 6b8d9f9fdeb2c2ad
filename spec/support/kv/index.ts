// Generated from spec/contract/own/kv.yaml by npm run codegen. Do not edit.
import type * as codec from '../../../src/codec/index.ts'
import type * as engine from '../../../src/engine/index.ts'
import { decodeBody, encodeBody } from './codec.ts'
import { contract as tables, MessageNumber as numbers } from './contract.ts'
import type * as messages from './messages.ts'

export type * from './messages.ts'

/** The conversation messages that a client of kv says, and their answers. */
export interface KvClient {
  readonly says: {
    readonly Get: messages.Get
    readonly Put: messages.Put
    readonly Delete: messages.Delete
    readonly List: messages.List
    readonly Watch: messages.Watch
  }
  readonly asks: {
    readonly Get: messages.Found | messages.NotFound
    readonly Put: messages.Done | messages.Refused
    readonly Delete: messages.Done | messages.NotFound | messages.Refused
  }
  readonly streams: {
    readonly List: {
      readonly each: messages.Found
      readonly end: messages.Done | messages.Refused
    }
    readonly Watch: {
      readonly each: messages.Changed
      readonly end: messages.Refused
    }
  }
  readonly handlers: KvClientHandlers
}

/** The conversation messages that a server of kv says, and their answers. */
export interface KvServer {
  readonly says: {
    readonly Found: messages.Found
    readonly NotFound: messages.NotFound
    readonly Done: messages.Done
    readonly Refused: messages.Refused
    readonly Changed: messages.Changed
  }
  readonly asks: object
  readonly streams: object
  readonly handlers: KvServerHandlers
}

/** The handlers of a client of kv, by the messages that it hears. */
export interface KvClientHandlers {
  /** What a key holds. */
  readonly Found?: engine.Handler<messages.Found, KvClient, KvServer>
  /** The key holds nothing. */
  readonly NotFound?: engine.Handler<messages.NotFound, KvClient, KvServer>
  /** It was done. */
  readonly Done?: engine.Handler<messages.Done, KvClient, KvServer>
  /** It was not done. */
  readonly Refused?: engine.Handler<messages.Refused, KvClient, KvServer>
  /** A key changed. */
  readonly Changed?: engine.Handler<messages.Changed, KvClient, KvServer>
}

/** The handlers of a server of kv, by the messages that it hears. */
export interface KvServerHandlers {
  /** Asks what a key holds. */
  readonly Get: (
    message: messages.Get,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => engine.Answered<messages.Found | messages.NotFound>
  /** Keeps a value. */
  readonly Put: (
    message: messages.Put,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => engine.Answered<messages.Done | messages.Refused>
  /** Forgets a key. */
  readonly Delete: (
    message: messages.Delete,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => engine.Answered<messages.Done | messages.NotFound | messages.Refused>
  /** Lists the keys with a prefix. */
  readonly List: (
    message: messages.List,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => AsyncIterator<messages.Found, messages.Done | messages.Refused, undefined>
  /** Wants to hear of each change under a prefix, until it is cancelled. */
  readonly Watch: (
    message: messages.Watch,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => AsyncIterator<messages.Changed, messages.Refused, undefined>
}

/** The conversation messages of kv, by the side that says them. */
export interface Kv {
  readonly client: KvClient
  readonly server: KvServer
}

/** A key-value store with watches. */
export const kv: codec.Contract<Kv> = { tables, numbers, encodeBody, decodeBody }
