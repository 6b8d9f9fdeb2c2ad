// Generated from key-value.yaml by colloquy generate. Do not edit.
import type * as codec from 'colloquy/codec'
import type * as engine from 'colloquy/engine'
import type * as base from 'colloquy/protocol/base/messages'

/** What a text is found by. 1 to 128 bytes. */
export type Key = string

/** A key with what is kept under it. */
export interface Entry {
  /** The key. 1 to 128 bytes. */
  readonly key: Key
  /** What is kept. At most 65,536 bytes. */
  readonly text: string
  /** The change that made it. */
  readonly revision: number
}

/** Why something was not done. */
export type Trouble = 'FULL' | `UNKNOWN_${number}`

/**
 * Asks what a key holds. Client to server, number 64, a conversation message, since version 1. Answered by
 * Found or NotFound.
 */
export interface Get {
  readonly type: 'Get'
  /** The key. 1 to 128 bytes. */
  readonly key: Key
}

/**
 * Keeps a text under a key. Client to server, number 65, a conversation message, since version 1. Answered by
 * Done or Refused.
 * @example {"type":"Put","key":"greeting","text":"hello"}
 */
export interface Put {
  readonly type: 'Put'
  /** The key. 1 to 128 bytes. */
  readonly key: Key
  /** The text. At most 65,536 bytes. */
  readonly text: string
}

/**
 * Lists what is kept under keys with a prefix. Client to server, number 66, a conversation message, since
 * version 1. Answered by any number of Found, then Done.
 */
export interface List {
  readonly type: 'List'
  /** What the keys begin with. At most 128 bytes. */
  readonly prefix: string
}

/**
 * Wants to hear of each change under a prefix, until it is cancelled. Client to server, number 67, a
 * conversation message, since version 1. Answered by any number of Found, then Done.
 */
export interface Watch {
  readonly type: 'Watch'
  /** What the keys begin with. At most 128 bytes. */
  readonly prefix: string
}

/** What a key holds. Server to client, number 80, a conversation message, since version 1. */
export interface Found {
  readonly type: 'Found'
  /** It. */
  readonly entry: Entry
}

/** The key holds nothing. Server to client, number 81, a conversation message, since version 1. */
export interface NotFound {
  readonly type: 'NotFound'
}

/** It was done. Server to client, number 82, a conversation message, since version 1. */
export interface Done {
  readonly type: 'Done'
  /** The last change. */
  readonly revision: number
}

/** It was not done. Server to client, number 83, a conversation message, since version 1. */
export interface Refused {
  readonly type: 'Refused'
  /** Why. */
  readonly trouble: Trouble
}

/** Every message. */
export type Message = base.Message | Get | Put | List | Watch | Found | NotFound | Done | Refused

/** What the client may say. */
export type ClientMessage = base.ClientMessage | Get | Put | List | Watch

/** What the server may say. */
export type ServerMessage = base.ServerMessage | Found | NotFound | Done | Refused

/** What is numbered, acknowledged and answered. */
export type ConversationMessage = Get | Put | List | Watch | Found | NotFound | Done | Refused

/** The conversation messages of the client. */
export type ClientConversation = Get | Put | List | Watch

/** The conversation messages of the server. */
export type ServerConversation = Found | NotFound | Done | Refused

/** Each message under its name. */
export interface MessageByName extends base.MessageByName {
  readonly Get: Get
  readonly Put: Put
  readonly List: List
  readonly Watch: Watch
  readonly Found: Found
  readonly NotFound: NotFound
  readonly Done: Done
  readonly Refused: Refused
}

/** The conversation messages that a client of key-value says, and their answers. */
export interface KeyValueClient {
  readonly says: {
    readonly Get: Get
    readonly Put: Put
    readonly List: List
    readonly Watch: Watch
  }
  readonly asks: {
    readonly Get: Found | NotFound
    readonly Put: Done | Refused
  }
  readonly streams: {
    readonly List: {
      readonly each: Found
      readonly end: Done
    }
    readonly Watch: {
      readonly each: Found
      readonly end: Done
    }
  }
  readonly handlers: KeyValueClientHandlers
}

/** The conversation messages that a server of key-value says, and their answers. */
export interface KeyValueServer {
  readonly says: {
    readonly Found: Found
    readonly NotFound: NotFound
    readonly Done: Done
    readonly Refused: Refused
  }
  readonly asks: object
  readonly streams: object
  readonly handlers: KeyValueServerHandlers
}

/** The handlers of a client of key-value, by the messages that it hears. */
export interface KeyValueClientHandlers {
  /** What a key holds. */
  readonly Found?: engine.Handler<Found, KeyValueClient, KeyValueServer>
  /** The key holds nothing. */
  readonly NotFound?: engine.Handler<NotFound, KeyValueClient, KeyValueServer>
  /** It was done. */
  readonly Done?: engine.Handler<Done, KeyValueClient, KeyValueServer>
  /** It was not done. */
  readonly Refused?: engine.Handler<Refused, KeyValueClient, KeyValueServer>
}

/** The handlers of a server of key-value, by the messages that it hears. */
export interface KeyValueServerHandlers {
  /** Asks what a key holds. */
  readonly Get: (
    message: Get,
    peer: engine.AnswerContext<KeyValueServer, KeyValueClient>,
  ) => engine.Answered<Found | NotFound>
  /** Keeps a text under a key. */
  readonly Put: (
    message: Put,
    peer: engine.AnswerContext<KeyValueServer, KeyValueClient>,
  ) => engine.Answered<Done | Refused>
  /** Lists what is kept under keys with a prefix. */
  readonly List: (
    message: List,
    peer: engine.AnswerContext<KeyValueServer, KeyValueClient>,
  ) => AsyncIterator<Found, Done, undefined>
  /** Wants to hear of each change under a prefix, until it is cancelled. */
  readonly Watch: (
    message: Watch,
    peer: engine.AnswerContext<KeyValueServer, KeyValueClient>,
  ) => AsyncIterator<Found, Done, undefined>
}

/** The conversation messages of key-value, by the side that says them. */
export interface KeyValue {
  readonly client: KeyValueClient
  readonly server: KeyValueServer
}

/** The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8. */
export declare const bounds: {
  readonly Key: { readonly minBytes: 1, readonly maxBytes: 128 },
  readonly 'Entry.text': { readonly minBytes: 0, readonly maxBytes: 65536 },
  readonly 'Entry.revision': { readonly min: 0, readonly max: 9007199254740991 },
  readonly 'Put.text': { readonly minBytes: 0, readonly maxBytes: 65536 },
  readonly 'List.prefix': { readonly minBytes: 0, readonly maxBytes: 128 },
  readonly 'Watch.prefix': { readonly minBytes: 0, readonly maxBytes: 128 },
  readonly 'Done.revision': { readonly min: 0, readonly max: 9007199254740991 },
}

/** A store of texts with watches. */
export declare const keyValue: codec.Contract<KeyValue>
