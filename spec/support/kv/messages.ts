// Generated from spec/contract/own/kv.yaml by npm run codegen. Do not edit.
import type * as base from '../../../protocol/base/messages.ts'

/** What a value is found by. 1 to 512 bytes. */
export type Key = string

/** What is kept. At most 1,048,576 bytes. */
export type Value = Uint8Array

/** Counts up with each change of the store. At least 1. */
export type Revision = number

/** A name with a text. */
export interface Label {
  /** The name. 1 to 64 bytes. */
  readonly name: string
  /** The text. At most 256 bytes. */
  readonly text: string
}

/** A key with what is kept under it. */
export interface Entry {
  /** The key. 1 to 512 bytes. */
  readonly key: Key
  /** The value. At most 1,048,576 bytes. */
  readonly value: Value
  /** The change that made it. At least 1. */
  readonly revision: Revision
  /** What else is said of it. At most 16 items. */
  readonly labels: readonly Label[]
}

/** What happened to a key. */
export type Change =
  /** It holds this now. */
  | { readonly case: 'put'; readonly value: Entry }
  /** It is gone. 1 to 512 bytes. */
  | { readonly case: 'deleted'; readonly value: Key }

/** How long something is kept. 1 to 604,800. */
export type Seconds = number

/** Why something was not done. */
export type Trouble = 'CONFLICT' | 'FULL' | 'TOO_MANY_WATCHES' | `UNKNOWN_${number}`

/**
 * Asks what a key holds. Client to server, number 64, a conversation message, since version 1. Answered by
 * Found or NotFound.
 */
export interface Get {
  readonly type: 'Get'
  /** The key. 1 to 512 bytes. */
  readonly key: Key
}

/**
 * Keeps a value. Client to server, number 65, a conversation message, since version 1. Answered by Done or
 * Refused.
 * @example {"type":"Put","key":"greeting","value":"68656c6c6f","ifRevision":0}
 */
export interface Put {
  readonly type: 'Put'
  /** The key. 1 to 512 bytes. */
  readonly key: Key
  /** The value. At most 1,048,576 bytes. */
  readonly value: Value
  /** Only over this revision; 0: only where there is none. */
  readonly ifRevision?: number
  /** How long it is kept. 1 to 604,800. */
  readonly ttl?: Seconds
}

/**
 * Forgets a key. Client to server, number 66, a conversation message, since version 1. Answered by Done or
 * NotFound or Refused.
 */
export interface Delete {
  readonly type: 'Delete'
  /** The key. 1 to 512 bytes. */
  readonly key: Key
}

/**
 * Lists the keys with a prefix. Client to server, number 67, a conversation message, since version 1.
 * Answered by any number of Found, then Done or Refused.
 */
export interface List {
  readonly type: 'List'
  /** What the keys begin with. At most 512 bytes. */
  readonly prefix: string
}

/**
 * Wants to hear of each change under a prefix, until it is cancelled. Client to server, number 68, a
 * conversation message, since version 1. Answered by any number of Changed, then Refused.
 */
export interface Watch {
  readonly type: 'Watch'
  /** What the keys begin with. At most 512 bytes. */
  readonly prefix: string
  /** Only changes after this revision. */
  readonly after: number
}

/** What a key holds. Server to client, number 69, a conversation message, since version 1. */
export interface Found {
  readonly type: 'Found'
  /** It. */
  readonly entry: Entry
}

/** The key holds nothing. Server to client, number 70, a conversation message, since version 1. */
export interface NotFound {
  readonly type: 'NotFound'
}

/** It was done. Server to client, number 71, a conversation message, since version 1. */
export interface Done {
  readonly type: 'Done'
  /** The store's revision after it. */
  readonly revision: number
}

/** It was not done. Server to client, number 72, a conversation message, since version 1. */
export interface Refused {
  readonly type: 'Refused'
  /** Why. */
  readonly trouble: Trouble
  /** One sentence for a person. At most 256 bytes. */
  readonly detail: string
}

/** A key changed. Server to client, number 73, a conversation message, since version 1. */
export interface Changed {
  readonly type: 'Changed'
  /** The change. At least 1. */
  readonly revision: Revision
  /** What happened. */
  readonly change: Change
}

/** Every message. */
export type Message =
  | base.Message
  | Get
  | Put
  | Delete
  | List
  | Watch
  | Found
  | NotFound
  | Done
  | Refused
  | Changed

/** What the client may say. */
export type ClientMessage = base.ClientMessage | Get | Put | Delete | List | Watch

/** What the server may say. */
export type ServerMessage = base.ServerMessage | Found | NotFound | Done | Refused | Changed

/** What is numbered, acknowledged and answered. */
export type ConversationMessage =
  | Get
  | Put
  | Delete
  | List
  | Watch
  | Found
  | NotFound
  | Done
  | Refused
  | Changed

/** The conversation messages of the client. */
export type ClientConversation = Get | Put | Delete | List | Watch

/** The conversation messages of the server. */
export type ServerConversation = Found | NotFound | Done | Refused | Changed

/** Each message under its name. */
export interface MessageByName extends base.MessageByName {
  readonly Get: Get
  readonly Put: Put
  readonly Delete: Delete
  readonly List: List
  readonly Watch: Watch
  readonly Found: Found
  readonly NotFound: NotFound
  readonly Done: Done
  readonly Refused: Refused
  readonly Changed: Changed
}
