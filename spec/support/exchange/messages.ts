// Generated from spec/support/exchange.yaml by npm run codegen. Do not edit.
import type * as base from '../../../protocol/base/messages.ts'

/** Anything. At most 65,536 bytes. */
export type Body = Uint8Array

/** Says something that nobody answers. Both ways, number 64, a conversation message, since version 1. */
export interface Note {
  readonly type: 'Note'
  /** Counts up from 1. */
  readonly number: number
  /** Beside it. At most 65,536 bytes. */
  readonly body: Body
}

/** Asks for an answer. Both ways, number 65, a conversation message, since version 1. Answered by Answer. */
export interface Question {
  readonly type: 'Question'
  /** Counts up from 1. */
  readonly number: number
  /** Beside it. At most 65,536 bytes. */
  readonly body: Body
}

/** Answers a question. Both ways, number 66, a conversation message, since version 1. */
export interface Answer {
  readonly type: 'Answer'
  /** That of the question. */
  readonly number: number
  /** Beside it. At most 65,536 bytes. */
  readonly body: Body
}

/**
 * Asks for numbers from 1 on. Both ways, number 67, a conversation message, since version 1. Answered by any
 * number of Counted, then Total.
 */
export interface Count {
  readonly type: 'Count'
  /** Counts up from 1. */
  readonly number: number
  /** The last one. */
  readonly upTo: number
  /** The size of the body beside each. 0 to 65,000. */
  readonly bytes: number
}

/** One of the numbers. Both ways, number 68, a conversation message, since version 1. */
export interface Counted {
  readonly type: 'Counted'
  /** It. */
  readonly number: number
  /** Beside it. At most 65,536 bytes. */
  readonly body: Body
}

/** No more numbers follow. Both ways, number 69, a conversation message, since version 1. */
export interface Total {
  readonly type: 'Total'
  /** How many there were. */
  readonly number: number
}

/** Every message. */
export type Message = base.Message | Note | Question | Answer | Count | Counted | Total

/** What the client may say. */
export type ClientMessage = base.ClientMessage | Note | Question | Answer | Count | Counted | Total

/** What the server may say. */
export type ServerMessage = base.ServerMessage | Note | Question | Answer | Count | Counted | Total

/** What is numbered, acknowledged and answered. */
export type ConversationMessage = Note | Question | Answer | Count | Counted | Total

/** The conversation messages of the client. */
export type ClientConversation = Note | Question | Answer | Count | Counted | Total

/** The conversation messages of the server. */
export type ServerConversation = Note | Question | Answer | Count | Counted | Total

/** Each message under its name. */
export interface MessageByName extends base.MessageByName {
  readonly Note: Note
  readonly Question: Question
  readonly Answer: Answer
  readonly Count: Count
  readonly Counted: Counted
  readonly Total: Total
}
