// Generated from protocol/talk.yaml by npm run codegen. Do not edit.
import type * as base from '../base/messages.ts'

/** Says something to the other side. Both ways, number 64, a conversation message, since version 1. */
export interface Say {
  readonly type: 'Say'
  /** What is said. At most 65,536 bytes. */
  readonly text: string
}

/** Every message. */
export type Message = base.Message | Say

/** What the client may say. */
export type ClientMessage = base.ClientMessage | Say

/** What the server may say. */
export type ServerMessage = base.ServerMessage | Say

/** What is numbered, acknowledged and answered. */
export type ConversationMessage = Say

/** The conversation messages of the client. */
export type ClientConversation = Say

/** The conversation messages of the server. */
export type ServerConversation = Say

/** Each message under its name. */
export interface MessageByName extends base.MessageByName {
  readonly Say: Say
}
