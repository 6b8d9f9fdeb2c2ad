// Generated from question.yaml by colloquy generate. Do not edit.
import type * as codec from 'colloquy/codec'
import type * as engine from 'colloquy/engine'
import type * as base from 'colloquy/protocol/base/messages'
import type { Reader, Writer } from 'colloquy/codec'
import * as baseCodec from 'colloquy/protocol/base/codec'

/** Asks. Client to server, number 64, a conversation message, since version 1. Answered by Answer. */
export interface Question {
  readonly type: 'Question'
  /** What is asked. At most 65,536 bytes. */
  readonly text: string
}

/** Answers a Question. Server to client, number 65, a conversation message, since version 1. */
export interface Answer {
  readonly type: 'Answer'
  /** What is answered. At most 65,536 bytes. */
  readonly text: string
}

/** Every message. */
export type Message = base.Message | Question | Answer

/** What the client may say. */
export type ClientMessage = base.ClientMessage | Question

/** What the server may say. */
export type ServerMessage = base.ServerMessage | Answer

/** What is numbered, acknowledged and answered. */
export type ConversationMessage = Question | Answer

/** The conversation messages of the client. */
export type ClientConversation = Question

/** The conversation messages of the server. */
export type ServerConversation = Answer

/** Each message under its name. */
export interface MessageByName extends base.MessageByName {
  readonly Question: Question
  readonly Answer: Answer
}

/** The conversation messages that a client of question says, and their answers. */
export interface QuestionMessagesClient {
  readonly says: {
    readonly Question: Question
  }
  readonly asks: {
    readonly Question: Answer
  }
  readonly streams: object
  readonly handlers: QuestionMessagesClientHandlers
}

/** The conversation messages that a server of question says, and their answers. */
export interface QuestionMessagesServer {
  readonly says: {
    readonly Answer: Answer
  }
  readonly asks: object
  readonly streams: object
  readonly handlers: QuestionMessagesServerHandlers
}

/** The handlers of a client of question, by the messages that it hears. */
export interface QuestionMessagesClientHandlers {
  /** Answers a Question. */
  readonly Answer?: engine.Handler<Answer, QuestionMessagesClient, QuestionMessagesServer>
}

/** The handlers of a server of question, by the messages that it hears. */
export interface QuestionMessagesServerHandlers {
  /** Asks. */
  readonly Question: (
    message: Question,
    peer: engine.AnswerContext<QuestionMessagesServer, QuestionMessagesClient>,
  ) => engine.Answered<Answer>
}

/** The conversation messages of question, by the side that says them. */
export interface QuestionMessages {
  readonly client: QuestionMessagesClient
  readonly server: QuestionMessagesServer
}

/** The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8. */
export const bounds = {
  'Question.text': { minBytes: 0, maxBytes: 65536 },
  'Answer.text': { minBytes: 0, maxBytes: 65536 },
} as const

const tables: codec.ContractTables = {
  protocol: 'question',
  version: 1,
  speaks: 1,
  hash: '517e18cad8bd7f3b',
  base: { name: 'colloquy@1', hash: '6b02427707e4a999' },
  messages: [
    { name: 'Hello', number: 1, from: 'client', conversation: false },
    { name: 'Welcome', number: 2, from: 'server', conversation: false },
    { name: 'AskName', number: 3, from: 'server', conversation: false },
    { name: 'MyName', number: 4, from: 'client', conversation: false },
    { name: 'Greeting', number: 5, from: 'server', conversation: false },
    { name: 'Challenge', number: 6, from: 'server', conversation: false },
    { name: 'Register', number: 7, from: 'client', conversation: false },
    { name: 'Login', number: 8, from: 'client', conversation: false },
    { name: 'Resume', number: 9, from: 'client', conversation: false },
    { name: 'Granted', number: 10, from: 'server', conversation: false },
    { name: 'Denied', number: 11, from: 'server', conversation: false },
    { name: 'Ready', number: 12, from: 'server', conversation: false },
    { name: 'Ping', number: 13, from: 'both', conversation: false },
    { name: 'Pong', number: 14, from: 'both', conversation: false },
    { name: 'Ack', number: 15, from: 'both', conversation: false },
    { name: 'Logout', number: 16, from: 'client', conversation: false },
    { name: 'Bye', number: 17, from: 'both', conversation: false },
    { name: 'Fault', number: 18, from: 'both', conversation: false },
    { name: 'Cancel', number: 19, from: 'both', conversation: false },
    { name: 'More', number: 20, from: 'both', conversation: false },
    { name: 'Aborted', number: 21, from: 'both', conversation: false },
    { name: 'ListSessions', number: 22, from: 'client', conversation: false },
    { name: 'SessionInfo', number: 23, from: 'server', conversation: false },
    { name: 'RevokeSession', number: 24, from: 'client', conversation: false },
    { name: 'SessionsAnswered', number: 25, from: 'server', conversation: false },
    { name: 'Question', number: 64, from: 'client', conversation: true, answer: { each: [], end: ['Answer'], window: 0 } },
    { name: 'Answer', number: 65, from: 'server', conversation: true },
  ],
  states: [
    {
      name: 'connect.hello',
      turn: 'client',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Hello: 'connect.welcome',
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'connect.welcome',
      turn: 'server',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Welcome: 'identify.greet',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'identify.greet',
      turn: 'server',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          AskName: 'identify.name',
          Greeting: 'identify.greeted',
          Ready: 'converse',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'identify.name',
      turn: 'client',
      within: { ms: 120000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          MyName: 'identify.named',
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'identify.named',
      turn: 'server',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Greeting: 'identify.greeted',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'identify.greeted',
      turn: 'server',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Challenge: 'auth.prove',
          Ready: 'converse',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'auth.prove',
      turn: 'client',
      within: { ms: 120000 },
      maxBody: 2048,
      inFlight: false,
      says: {
        client: {
          Register: 'auth.verify',
          Login: 'auth.verify',
          Resume: 'auth.verify',
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'auth.verify',
      turn: 'server',
      within: { ms: 30000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Granted: 'converse',
          Denied: 'auth.prove',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'converse',
      turn: 'both',
      within: { heartbeats: 3 },
      maxBody: 73733,
      inFlight: false,
      says: {
        client: {
          Ping: 'converse',
          Pong: 'converse',
          Ack: 'converse',
          Logout: 'close.client',
          Bye: 'close.client',
          Fault: 'close.done',
          Cancel: 'converse',
          More: 'converse',
          Aborted: 'converse',
          ListSessions: 'converse',
          RevokeSession: 'converse',
          Question: 'converse',
        },
        server: {
          Ping: 'converse',
          Pong: 'converse',
          Ack: 'converse',
          Bye: 'close.server',
          Fault: 'close.done',
          Cancel: 'converse',
          More: 'converse',
          Aborted: 'converse',
          SessionInfo: 'converse',
          SessionsAnswered: 'converse',
          Answer: 'converse',
        },
      },
    },
    {
      name: 'close.client',
      turn: 'server',
      within: { ms: 5000 },
      maxBody: 73733,
      inFlight: true,
      says: {
        client: {},
        server: {
          Welcome: 'close.client',
          AskName: 'close.client',
          Greeting: 'close.client',
          Challenge: 'close.client',
          Granted: 'close.client',
          Denied: 'close.client',
          Ready: 'close.client',
          Ping: 'close.client',
          Pong: 'close.client',
          Ack: 'close.client',
          Bye: 'close.done',
          Fault: 'close.done',
          Cancel: 'close.client',
          More: 'close.client',
          Aborted: 'close.client',
          SessionInfo: 'close.client',
          SessionsAnswered: 'close.client',
          Answer: 'close.client',
        },
      },
    },
    {
      name: 'close.server',
      turn: 'client',
      within: { ms: 5000 },
      maxBody: 73733,
      inFlight: true,
      says: {
        client: {
          Hello: 'close.server',
          MyName: 'close.server',
          Register: 'close.server',
          Login: 'close.server',
          Resume: 'close.server',
          Ping: 'close.server',
          Pong: 'close.server',
          Ack: 'close.server',
          Logout: 'close.done',
          Bye: 'close.done',
          Fault: 'close.done',
          Cancel: 'close.server',
          More: 'close.server',
          Aborted: 'close.server',
          ListSessions: 'close.server',
          RevokeSession: 'close.server',
          Question: 'close.server',
        },
        server: {},
      },
    },
    {
      name: 'close.done',
      turn: 'nobody',
      within: null,
      maxBody: 0,
      inFlight: false,
      says: {
        client: {},
        server: {},
      },
    },
  ],
}

const numbers = {
  Hello: 1,
  Welcome: 2,
  AskName: 3,
  MyName: 4,
  Greeting: 5,
  Challenge: 6,
  Register: 7,
  Login: 8,
  Resume: 9,
  Granted: 10,
  Denied: 11,
  Ready: 12,
  Ping: 13,
  Pong: 14,
  Ack: 15,
  Logout: 16,
  Bye: 17,
  Fault: 18,
  Cancel: 19,
  More: 20,
  Aborted: 21,
  ListSessions: 22,
  SessionInfo: 23,
  RevokeSession: 24,
  SessionsAnswered: 25,
  Question: 64,
  Answer: 65,
}

/** Writes the body of Question; false: see `writer.fault`, which sticks until it is reset. */
const encodeQuestion = (writer: Writer, message: Question): boolean => {
  if (message.text !== '') writer.string(10, message.text, 0, 65536, 'Question.text')
  return writer.fault === null
}

/** Reads the body of Question; null: see `reader.fault`. */
const decodeQuestion = (reader: Reader): Question | null => {
  let text_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Question')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Question.text')
        seen |= 0x1
        text_ = reader.string(0, 65536, 'Question.text')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Question.text')
          default:
            reader.skip(tag, 'Question')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Question',
    text: text_,
  }
}

/** Writes the body of Answer; false: see `writer.fault`, which sticks until it is reset. */
const encodeAnswer = (writer: Writer, message: Answer): boolean => {
  if (message.text !== '') writer.string(10, message.text, 0, 65536, 'Answer.text')
  return writer.fault === null
}

/** Reads the body of Answer; null: see `reader.fault`. */
const decodeAnswer = (reader: Reader): Answer | null => {
  let text_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Answer')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Answer.text')
        seen |= 0x1
        text_ = reader.string(0, 65536, 'Answer.text')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Answer.text')
          default:
            reader.skip(tag, 'Answer')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Answer',
    text: text_,
  }
}

const encodeMessage = (writer: Writer, message: Message): boolean => {
  switch (message.type) {
    case 'Question':
      return encodeQuestion(writer, message)
    case 'Answer':
      return encodeAnswer(writer, message)
    default:
      return baseCodec.encodeBody(writer, message)
  }
}

/** Writes the body of a message at `writer.pos`; false: nothing was written, see `writer.fault`. */
const encodeBody = (writer: Writer, message: Message): boolean => {
  const { pos } = writer
  writer.fault = null
  if (encodeMessage(writer, message)) return true
  writer.pos = pos
  return false
}

/** Reads the body of the message with this number; null: see `reader.fault`. */
const decodeBody = (number: number, reader: Reader): Message | null => {
  switch (number) {
    case 64:
      return decodeQuestion(reader)
    case 65:
      return decodeAnswer(reader)
    default:
      return baseCodec.decodeBody(number, reader)
  }
}

/** A question in text, and its answer. */
export const question: codec.Contract<QuestionMessages> = { tables, numbers, encodeBody, decodeBody }
