// Generated from credit.yaml by colloquy generate. Do not edit.
import type * as codec from 'colloquy/codec'

/** What went wrong. */
export type FaultCode = 'UNEXPECTED_MESSAGE' | 'TIMEOUT'

/** Opens the stream. Client to server, number 1, since version 1. */
export interface Open {
  readonly type: 'Open'
  /** What the items are. At most 64 bytes. */
  readonly name: string
}

/** Gives credit for one more item. Server to client, number 2, since version 1. */
export interface Grant {
  readonly type: 'Grant'
}

/** The last word of the producer. No more items follow. Client to server, number 3, since version 1. */
export interface End {
  readonly type: 'End'
}

/** The last word of the consumer. No more items are wanted. Server to client, number 4, since version 1. */
export interface Stop {
  readonly type: 'Stop'
}

/** Ends everything at once, and says what went wrong. Both ways, number 5, since version 1. */
export interface Fault {
  readonly type: 'Fault'
  /** What went wrong. */
  readonly code: FaultCode
}

/** One item. It uses up one credit. Client to server, number 64, a conversation message, since version 1. */
export interface Item {
  readonly type: 'Item'
  /** The item. At most 1,024 bytes. */
  readonly data: Uint8Array
}

/** Every message. */
export type Message = Open | Grant | End | Stop | Fault | Item

/** What the client may say. */
export type ClientMessage = Open | End | Fault | Item

/** What the server may say. */
export type ServerMessage = Grant | Stop | Fault

/** What is numbered, acknowledged and answered. */
export type ConversationMessage = Item

/** The conversation messages of the client. */
export type ClientConversation = Item

/** The conversation messages of the server. */
export type ServerConversation = never

/** Each message under its name. */
export interface MessageByName {
  readonly Open: Open
  readonly Grant: Grant
  readonly End: End
  readonly Stop: Stop
  readonly Fault: Fault
  readonly Item: Item
}

/** The conversation messages that a client of credit says, and their answers. */
export interface CreditClient {
  readonly says: {
    readonly Item: Item
  }
  readonly asks: object
  readonly streams: object
  readonly handlers: object
}

/** The conversation messages that a server of credit says, and their answers. */
export interface CreditServer {
  readonly says: object
  readonly asks: object
  readonly streams: object
  readonly handlers: object
}

/** The conversation messages of credit, by the side that says them. */
export interface Credit {
  readonly client: CreditClient
  readonly server: CreditServer
}

/** The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8. */
export declare const bounds: {
  readonly 'Open.name': { readonly minBytes: 0, readonly maxBytes: 64 },
  readonly 'Item.data': { readonly minBytes: 0, readonly maxBytes: 1024 },
}

/**
 * Items from a producer, the client, to a consumer, the server, which says how many it has room for: at most
 * two.
 */
export declare const credit: codec.Contract<Credit>
