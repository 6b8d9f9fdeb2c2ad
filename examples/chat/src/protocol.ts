// Generated from chat.yaml by colloquy generate. Do not edit.
import type * as codec from 'colloquy/codec'
import type * as engine from 'colloquy/engine'
import type { PersonName } from 'colloquy/protocol/base/messages'
import type * as base from 'colloquy/protocol/base/messages'
import type { Reader, Writer } from 'colloquy/codec'
import { brokenRule, unknownNumber, wholly } from 'colloquy/codec'
import * as baseCodec from 'colloquy/protocol/base/codec'

export type { PersonName } from 'colloquy/protocol/base/messages'

/** Counts the lines of a room from 1. */
export type Position = number

/** What somebody said. 1 to 2,048 bytes. */
export type Text = string

/** A line that was said in a room. */
export interface Line {
  /** Its number. */
  readonly number: Position
  /** Who said it. 1 to 64 bytes. */
  readonly who: PersonName
  /** What. 1 to 2,048 bytes. */
  readonly text: Text
  /** Milliseconds since 1970. */
  readonly atMs: number
}

/** Whether somebody is there. */
export type Presence = 'HERE' | 'GONE' | `UNKNOWN_${number}`

/** The name of a room. 1 to 32 bytes. */
export type Room = string

/** Why something was not done. */
export type Trouble = 'NOT_IN_ROOM' | 'TOO_MANY_ROOMS' | `UNKNOWN_${number}`

/**
 * Enters a room, and hears what is said there until it is left. Client to server, number 64, a conversation
 * message, since version 1. Answered by Joined or Refused.
 */
export interface Join {
  readonly type: 'Join'
  /** Which. It is made if there is none. 1 to 32 bytes. */
  readonly room: Room
}

/**
 * Leaves a room. Client to server, number 65, a conversation message, since version 1. Answered by Done or
 * Refused.
 */
export interface Leave {
  readonly type: 'Leave'
  /** Which. 1 to 32 bytes. */
  readonly room: Room
}

/**
 * Says something in a room. Client to server, number 66, a conversation message, since version 1. Answered by
 * Told or Refused.
 * @example {"type":"Tell","room":"lobby","text":"hello"}
 */
export interface Tell {
  readonly type: 'Tell'
  /** Where. 1 to 32 bytes. */
  readonly room: Room
  /** What. 1 to 2,048 bytes. */
  readonly text: Text
}

/**
 * Asks what was said in a room. Client to server, number 67, a conversation message, since version 1.
 * Answered by any number of Said, then Done or Refused.
 */
export interface History {
  readonly type: 'History'
  /** Where. 1 to 32 bytes. */
  readonly room: Room
  /** Only lines after this one. */
  readonly after: Position
}

/**
 * Asks who is there. Client to server, number 68, a conversation message, since version 1. Answered by
 * People.
 */
export interface Who {
  readonly type: 'Who'
}

/**
 * The room is entered. What is said from now on comes by itself. Server to client, number 80, a conversation
 * message, since version 1.
 */
export interface Joined {
  readonly type: 'Joined'
  /** Who is in it. At most 500 items. Each: 1 to 64 bytes. */
  readonly members: readonly PersonName[]
  /** The last line so far. 0 if there is none. */
  readonly last: Position
}

/** It was said. Server to client, number 81, a conversation message, since version 1. */
export interface Told {
  readonly type: 'Told'
  /** Its number. */
  readonly number: Position
}

/** It was done. Server to client, number 82, a conversation message, since version 1. */
export interface Done {
  readonly type: 'Done'
}

/** Who is there. Server to client, number 83, a conversation message, since version 1. */
export interface People {
  readonly type: 'People'
  /** They. At most 500 items. Each: 1 to 64 bytes. */
  readonly people: readonly PersonName[]
}

/** It was not done. Server to client, number 84, a conversation message, since version 1. */
export interface Refused {
  readonly type: 'Refused'
  /** Why. */
  readonly trouble: Trouble
  /** One sentence for a person. At most 256 bytes. */
  readonly detail: string
}

/**
 * Somebody said something in a room. Server to client, number 85, a conversation message, since version 1.
 */
export interface Said {
  readonly type: 'Said'
  /** Where. 1 to 32 bytes. */
  readonly room: Room
  /** What. */
  readonly line: Line
}

/** Somebody has come or gone. Server to client, number 86, a conversation message, since version 1. */
export interface Moved {
  readonly type: 'Moved'
  /** Who. 1 to 64 bytes. */
  readonly who: PersonName
  /** Whether they are there. */
  readonly presence: Presence
}

/** Every message. */
export type Message =
  | base.Message
  | Join
  | Leave
  | Tell
  | History
  | Who
  | Joined
  | Told
  | Done
  | People
  | Refused
  | Said
  | Moved

/** What the client may say. */
export type ClientMessage = base.ClientMessage | Join | Leave | Tell | History | Who

/** What the server may say. */
export type ServerMessage = base.ServerMessage | Joined | Told | Done | People | Refused | Said | Moved

/** What is numbered, acknowledged and answered. */
export type ConversationMessage =
  | Join
  | Leave
  | Tell
  | History
  | Who
  | Joined
  | Told
  | Done
  | People
  | Refused
  | Said
  | Moved

/** The conversation messages of the client. */
export type ClientConversation = Join | Leave | Tell | History | Who

/** The conversation messages of the server. */
export type ServerConversation = Joined | Told | Done | People | Refused | Said | Moved

/** Each message under its name. */
export interface MessageByName extends base.MessageByName {
  readonly Join: Join
  readonly Leave: Leave
  readonly Tell: Tell
  readonly History: History
  readonly Who: Who
  readonly Joined: Joined
  readonly Told: Told
  readonly Done: Done
  readonly People: People
  readonly Refused: Refused
  readonly Said: Said
  readonly Moved: Moved
}

/** The conversation messages that a client of chat says, and their answers. */
export interface ChatClient {
  readonly says: {
    readonly Join: Join
    readonly Leave: Leave
    readonly Tell: Tell
    readonly History: History
    readonly Who: Who
  }
  readonly asks: {
    readonly Join: Joined | Refused
    readonly Leave: Done | Refused
    readonly Tell: Told | Refused
    readonly Who: People
  }
  readonly streams: {
    readonly History: {
      readonly each: Said
      readonly end: Done | Refused
    }
  }
  readonly handlers: ChatClientHandlers
}

/** The conversation messages that a server of chat says, and their answers. */
export interface ChatServer {
  readonly says: {
    readonly Joined: Joined
    readonly Told: Told
    readonly Done: Done
    readonly People: People
    readonly Refused: Refused
    readonly Said: Said
    readonly Moved: Moved
  }
  readonly asks: object
  readonly streams: object
  readonly handlers: ChatServerHandlers
}

/** The handlers of a client of chat, by the messages that it hears. */
export interface ChatClientHandlers {
  /** The room is entered. What is said from now on comes by itself. */
  readonly Joined?: engine.Handler<Joined, ChatClient, ChatServer>
  /** It was said. */
  readonly Told?: engine.Handler<Told, ChatClient, ChatServer>
  /** It was done. */
  readonly Done?: engine.Handler<Done, ChatClient, ChatServer>
  /** Who is there. */
  readonly People?: engine.Handler<People, ChatClient, ChatServer>
  /** It was not done. */
  readonly Refused?: engine.Handler<Refused, ChatClient, ChatServer>
  /** Somebody said something in a room. */
  readonly Said?: engine.Handler<Said, ChatClient, ChatServer>
  /** Somebody has come or gone. */
  readonly Moved?: engine.Handler<Moved, ChatClient, ChatServer>
}

/** The handlers of a server of chat, by the messages that it hears. */
export interface ChatServerHandlers {
  /** Enters a room, and hears what is said there until it is left. */
  readonly Join: (
    message: Join,
    peer: engine.AnswerContext<ChatServer, ChatClient>,
  ) => engine.Answered<Joined | Refused>
  /** Leaves a room. */
  readonly Leave: (
    message: Leave,
    peer: engine.AnswerContext<ChatServer, ChatClient>,
  ) => engine.Answered<Done | Refused>
  /** Says something in a room. */
  readonly Tell: (
    message: Tell,
    peer: engine.AnswerContext<ChatServer, ChatClient>,
  ) => engine.Answered<Told | Refused>
  /** Asks what was said in a room. */
  readonly History: (
    message: History,
    peer: engine.AnswerContext<ChatServer, ChatClient>,
  ) => AsyncIterator<Said, Done | Refused, undefined>
  /** Asks who is there. */
  readonly Who: (
    message: Who,
    peer: engine.AnswerContext<ChatServer, ChatClient>,
  ) => engine.Answered<People>
}

/** The conversation messages of chat, by the side that says them. */
export interface Chat {
  readonly client: ChatClient
  readonly server: ChatServer
}

/** The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8. */
export const bounds = {
  Position: { min: 0, max: 9007199254740991 },
  Text: { minBytes: 1, maxBytes: 2048 },
  Room: { minBytes: 1, maxBytes: 32 },
  'Line.atMs': { min: 0, max: 9007199254740991 },
  'Refused.detail': { minBytes: 0, maxBytes: 256 },
} as const

const tables: codec.ContractTables = {
  protocol: 'chat',
  version: 1,
  speaks: 1,
  hash: '7774e31330a89e4f',
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
    { name: 'Join', number: 64, from: 'client', conversation: true, answer: { each: [], end: ['Joined', 'Refused'], window: 0 } },
    { name: 'Leave', number: 65, from: 'client', conversation: true, answer: { each: [], end: ['Done', 'Refused'], window: 0 } },
    { name: 'Tell', number: 66, from: 'client', conversation: true, answer: { each: [], end: ['Told', 'Refused'], window: 0 } },
    { name: 'History', number: 67, from: 'client', conversation: true, answer: { each: ['Said'], end: ['Done', 'Refused'], window: 32 } },
    { name: 'Who', number: 68, from: 'client', conversation: true, answer: { each: [], end: ['People'], window: 0 } },
    { name: 'Joined', number: 80, from: 'server', conversation: true },
    { name: 'Told', number: 81, from: 'server', conversation: true },
    { name: 'Done', number: 82, from: 'server', conversation: true },
    { name: 'People', number: 83, from: 'server', conversation: true },
    { name: 'Refused', number: 84, from: 'server', conversation: true },
    { name: 'Said', number: 85, from: 'server', conversation: true },
    { name: 'Moved', number: 86, from: 'server', conversation: true },
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
      maxBody: 37136,
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
          Join: 'converse',
          Leave: 'converse',
          Tell: 'converse',
          History: 'converse',
          Who: 'converse',
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
          Joined: 'converse',
          Told: 'converse',
          Done: 'converse',
          People: 'converse',
          Refused: 'converse',
          Said: 'converse',
          Moved: 'converse',
        },
      },
    },
    {
      name: 'close.client',
      turn: 'server',
      within: { ms: 5000 },
      maxBody: 37136,
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
          Joined: 'close.client',
          Told: 'close.client',
          Done: 'close.client',
          People: 'close.client',
          Refused: 'close.client',
          Said: 'close.client',
          Moved: 'close.client',
        },
      },
    },
    {
      name: 'close.server',
      turn: 'client',
      within: { ms: 5000 },
      maxBody: 3109,
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
          Join: 'close.server',
          Leave: 'close.server',
          Tell: 'close.server',
          History: 'close.server',
          Who: 'close.server',
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
  Join: 64,
  Leave: 65,
  Tell: 66,
  History: 67,
  Who: 68,
  Joined: 80,
  Told: 81,
  Done: 82,
  People: 83,
  Refused: 84,
  Said: 85,
  Moved: 86,
}

const PersonName_rules = { nfc: true, printable: true, trimmed: true, pattern: null }

const Text_rules = { nfc: true, printable: true, trimmed: false, pattern: null }

const Room_rules = { nfc: false, printable: false, trimmed: false, pattern: wholly('[a-z0-9-]+') }

const Refused_detail_rules = { nfc: false, printable: true, trimmed: false, pattern: null }

const writeLine = (writer: Writer, tag: number, record: Line, path: string): void => {
  if (!writer.isObject(record, path)) return
  const start = writer.begin(tag, 2135)
  if (record.number !== 0) writer.uint(8, record.number, 0, 9007199254740991, 'Line.number')
  writer.string(18, record.who, 1, 64, 'Line.who')
  if (writer.fault === null) writer.refuse(brokenRule(record.who, PersonName_rules), 'Line.who')
  writer.string(26, record.text, 1, 2048, 'Line.text')
  if (writer.fault === null) writer.refuse(brokenRule(record.text, Text_rules), 'Line.text')
  if (record.atMs !== 0) writer.uint(32, record.atMs, 0, 9007199254740991, 'Line.atMs')
  writer.end(start, 2135, path)
}

const readLine = (reader: Reader, path: string): Line | null => {
  const outer = reader.enter(4294967295, path)
  let number_ = 0
  let who_ = '' as PersonName
  let text_ = '' as Text
  let atMs_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Line')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Line.number')
        seen |= 0x1
        number_ = reader.uint(0, 9007199254740991, 'Line.number')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Line.who')
        seen |= 0x2
        who_ = reader.string(1, 64, 'Line.who') as PersonName
        reader.refuse(brokenRule(who_, PersonName_rules), 'Line.who')
        break
      case 26:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Line.text')
        seen |= 0x4
        text_ = reader.string(1, 2048, 'Line.text') as Text
        reader.refuse(brokenRule(text_, Text_rules), 'Line.text')
        break
      case 32:
        if ((seen & 0x8) !== 0) return reader.fail('REPEATED_FIELD', 'Line.atMs')
        seen |= 0x8
        atMs_ = reader.uint(0, 9007199254740991, 'Line.atMs')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Line.number')
          case 2:
            return reader.wrongWireType(tag, 'Line.who')
          case 3:
            return reader.wrongWireType(tag, 'Line.text')
          case 4:
            return reader.wrongWireType(tag, 'Line.atMs')
          default:
            reader.skip(tag, 'Line')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x2) === 0) return reader.fail('MISSING_FIELD', 'Line.who')
  if ((seen & 0x4) === 0) return reader.fail('MISSING_FIELD', 'Line.text')
  reader.leave(outer)
  return {
    number: number_,
    who: who_,
    text: text_,
    atMs: atMs_,
  }
}

const nameOfPresence = (number: number): Presence | null => {
  switch (number) {
    case 1:
      return 'HERE'
    case 2:
      return 'GONE'
    default:
      return null
  }
}

const numberOfPresence = (name: Presence): number => {
  switch (name) {
    case 'HERE':
      return 1
    case 'GONE':
      return 2
    default: {
      const number = unknownNumber(name)
      // A number that has a name is written by that name alone.
      return nameOfPresence(number) === null ? number : 0
    }
  }
}

const readPresence = (reader: Reader, path: string): Presence | null => {
  const number = reader.uint(1, 2147483647, path)
  if (number === 0) return null
  return nameOfPresence(number) ?? `UNKNOWN_${number}`
}

const nameOfTrouble = (number: number): Trouble | null => {
  switch (number) {
    case 1:
      return 'NOT_IN_ROOM'
    case 2:
      return 'TOO_MANY_ROOMS'
    default:
      return null
  }
}

const numberOfTrouble = (name: Trouble): number => {
  switch (name) {
    case 'NOT_IN_ROOM':
      return 1
    case 'TOO_MANY_ROOMS':
      return 2
    default: {
      const number = unknownNumber(name)
      // A number that has a name is written by that name alone.
      return nameOfTrouble(number) === null ? number : 0
    }
  }
}

const readTrouble = (reader: Reader, path: string): Trouble | null => {
  const number = reader.uint(1, 2147483647, path)
  if (number === 0) return null
  return nameOfTrouble(number) ?? `UNKNOWN_${number}`
}

/** Writes the body of Join; false: see `writer.fault`, which sticks until it is reset. */
const encodeJoin = (writer: Writer, message: Join): boolean => {
  writer.string(10, message.room, 1, 32, 'Join.room')
  if (writer.fault === null) writer.refuse(brokenRule(message.room, Room_rules), 'Join.room')
  return writer.fault === null
}

/** Reads the body of Join; null: see `reader.fault`. */
const decodeJoin = (reader: Reader): Join | null => {
  let room_ = '' as Room
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Join')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Join.room')
        seen |= 0x1
        room_ = reader.string(1, 32, 'Join.room') as Room
        reader.refuse(brokenRule(room_, Room_rules), 'Join.room')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Join.room')
          default:
            reader.skip(tag, 'Join')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Join.room')
  return {
    type: 'Join',
    room: room_,
  }
}

/** Writes the body of Leave; false: see `writer.fault`, which sticks until it is reset. */
const encodeLeave = (writer: Writer, message: Leave): boolean => {
  writer.string(10, message.room, 1, 32, 'Leave.room')
  if (writer.fault === null) writer.refuse(brokenRule(message.room, Room_rules), 'Leave.room')
  return writer.fault === null
}

/** Reads the body of Leave; null: see `reader.fault`. */
const decodeLeave = (reader: Reader): Leave | null => {
  let room_ = '' as Room
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Leave')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Leave.room')
        seen |= 0x1
        room_ = reader.string(1, 32, 'Leave.room') as Room
        reader.refuse(brokenRule(room_, Room_rules), 'Leave.room')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Leave.room')
          default:
            reader.skip(tag, 'Leave')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Leave.room')
  return {
    type: 'Leave',
    room: room_,
  }
}

/** Writes the body of Tell; false: see `writer.fault`, which sticks until it is reset. */
const encodeTell = (writer: Writer, message: Tell): boolean => {
  writer.string(10, message.room, 1, 32, 'Tell.room')
  if (writer.fault === null) writer.refuse(brokenRule(message.room, Room_rules), 'Tell.room')
  writer.string(18, message.text, 1, 2048, 'Tell.text')
  if (writer.fault === null) writer.refuse(brokenRule(message.text, Text_rules), 'Tell.text')
  return writer.fault === null
}

/** Reads the body of Tell; null: see `reader.fault`. */
const decodeTell = (reader: Reader): Tell | null => {
  let room_ = '' as Room
  let text_ = '' as Text
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Tell')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Tell.room')
        seen |= 0x1
        room_ = reader.string(1, 32, 'Tell.room') as Room
        reader.refuse(brokenRule(room_, Room_rules), 'Tell.room')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Tell.text')
        seen |= 0x2
        text_ = reader.string(1, 2048, 'Tell.text') as Text
        reader.refuse(brokenRule(text_, Text_rules), 'Tell.text')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Tell.room')
          case 2:
            return reader.wrongWireType(tag, 'Tell.text')
          default:
            reader.skip(tag, 'Tell')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Tell.room')
  if ((seen & 0x2) === 0) return reader.fail('MISSING_FIELD', 'Tell.text')
  return {
    type: 'Tell',
    room: room_,
    text: text_,
  }
}

/** Writes the body of History; false: see `writer.fault`, which sticks until it is reset. */
const encodeHistory = (writer: Writer, message: History): boolean => {
  writer.string(10, message.room, 1, 32, 'History.room')
  if (writer.fault === null) writer.refuse(brokenRule(message.room, Room_rules), 'History.room')
  if (message.after !== 0) writer.uint(16, message.after, 0, 9007199254740991, 'History.after')
  return writer.fault === null
}

/** Reads the body of History; null: see `reader.fault`. */
const decodeHistory = (reader: Reader): History | null => {
  let room_ = '' as Room
  let after_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('History')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'History.room')
        seen |= 0x1
        room_ = reader.string(1, 32, 'History.room') as Room
        reader.refuse(brokenRule(room_, Room_rules), 'History.room')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'History.after')
        seen |= 0x2
        after_ = reader.uint(0, 9007199254740991, 'History.after')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'History.room')
          case 2:
            return reader.wrongWireType(tag, 'History.after')
          default:
            reader.skip(tag, 'History')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'History.room')
  return {
    type: 'History',
    room: room_,
    after: after_,
  }
}

/** Writes the body of Who; false: see `writer.fault`, which sticks until it is reset. */
const encodeWho = (writer: Writer, _message: Who): boolean => {
  return writer.fault === null
}

/** Reads the body of Who; null: see `reader.fault`. */
const decodeWho = (reader: Reader): Who | null => {
  while (reader.pos < reader.end) {
    const tag = reader.tag('Who')
    switch (tag) {
      default:
        switch (tag >>> 3) {
          default:
            reader.skip(tag, 'Who')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Who',
  }
}

/** Writes the body of Joined; false: see `writer.fault`, which sticks until it is reset. */
const encodeJoined = (writer: Writer, message: Joined): boolean => {
  if (writer.items(message.members, 0, 500, 'Joined.members')) {
    for (const item of message.members) {
      writer.string(10, item, 1, 64, 'Joined.members')
      if (writer.fault === null) writer.refuse(brokenRule(item, PersonName_rules), 'Joined.members')
    }
  }
  if (message.last !== 0) writer.uint(16, message.last, 0, 9007199254740991, 'Joined.last')
  return writer.fault === null
}

/** Reads the body of Joined; null: see `reader.fault`. */
const decodeJoined = (reader: Reader): Joined | null => {
  const members_: PersonName[] = []
  let last_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Joined')
    switch (tag) {
      case 10: {
        if (members_.length === 500) return reader.fail('OUT_OF_RANGE', 'Joined.members')
        const item = reader.string(1, 64, 'Joined.members') as PersonName
        reader.refuse(brokenRule(item, PersonName_rules), 'Joined.members')
        members_.push(item)
        break
      }
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Joined.last')
        seen |= 0x2
        last_ = reader.uint(0, 9007199254740991, 'Joined.last')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Joined.members')
          case 2:
            return reader.wrongWireType(tag, 'Joined.last')
          default:
            reader.skip(tag, 'Joined')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Joined',
    members: members_,
    last: last_,
  }
}

/** Writes the body of Told; false: see `writer.fault`, which sticks until it is reset. */
const encodeTold = (writer: Writer, message: Told): boolean => {
  if (message.number !== 0) writer.uint(8, message.number, 0, 9007199254740991, 'Told.number')
  return writer.fault === null
}

/** Reads the body of Told; null: see `reader.fault`. */
const decodeTold = (reader: Reader): Told | null => {
  let number_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Told')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Told.number')
        seen |= 0x1
        number_ = reader.uint(0, 9007199254740991, 'Told.number')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Told.number')
          default:
            reader.skip(tag, 'Told')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Told',
    number: number_,
  }
}

/** Writes the body of Done; false: see `writer.fault`, which sticks until it is reset. */
const encodeDone = (writer: Writer, _message: Done): boolean => {
  return writer.fault === null
}

/** Reads the body of Done; null: see `reader.fault`. */
const decodeDone = (reader: Reader): Done | null => {
  while (reader.pos < reader.end) {
    const tag = reader.tag('Done')
    switch (tag) {
      default:
        switch (tag >>> 3) {
          default:
            reader.skip(tag, 'Done')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Done',
  }
}

/** Writes the body of People; false: see `writer.fault`, which sticks until it is reset. */
const encodePeople = (writer: Writer, message: People): boolean => {
  if (writer.items(message.people, 0, 500, 'People.people')) {
    for (const item of message.people) {
      writer.string(10, item, 1, 64, 'People.people')
      if (writer.fault === null) writer.refuse(brokenRule(item, PersonName_rules), 'People.people')
    }
  }
  return writer.fault === null
}

/** Reads the body of People; null: see `reader.fault`. */
const decodePeople = (reader: Reader): People | null => {
  const people_: PersonName[] = []
  while (reader.pos < reader.end) {
    const tag = reader.tag('People')
    switch (tag) {
      case 10: {
        if (people_.length === 500) return reader.fail('OUT_OF_RANGE', 'People.people')
        const item = reader.string(1, 64, 'People.people') as PersonName
        reader.refuse(brokenRule(item, PersonName_rules), 'People.people')
        people_.push(item)
        break
      }
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'People.people')
          default:
            reader.skip(tag, 'People')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'People',
    people: people_,
  }
}

/** Writes the body of Refused; false: see `writer.fault`, which sticks until it is reset. */
const encodeRefused = (writer: Writer, message: Refused): boolean => {
  writer.uint(8, numberOfTrouble(message.trouble), 1, 2147483647, 'Refused.trouble')
  if (message.detail !== '') {
    writer.string(18, message.detail, 0, 256, 'Refused.detail')
    if (writer.fault === null) writer.refuse(brokenRule(message.detail, Refused_detail_rules), 'Refused.detail')
  }
  return writer.fault === null
}

/** Reads the body of Refused; null: see `reader.fault`. */
const decodeRefused = (reader: Reader): Refused | null => {
  let trouble_: Trouble | null = null
  let detail_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Refused')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Refused.trouble')
        seen |= 0x1
        trouble_ = readTrouble(reader, 'Refused.trouble')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Refused.detail')
        seen |= 0x2
        detail_ = reader.string(0, 256, 'Refused.detail')
        reader.refuse(brokenRule(detail_, Refused_detail_rules), 'Refused.detail')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Refused.trouble')
          case 2:
            return reader.wrongWireType(tag, 'Refused.detail')
          default:
            reader.skip(tag, 'Refused')
        }
    }
  }
  if (reader.fault !== null) return null
  if (trouble_ === null) return reader.fail('MISSING_FIELD', 'Refused.trouble')
  return {
    type: 'Refused',
    trouble: trouble_,
    detail: detail_,
  }
}

/** Writes the body of Said; false: see `writer.fault`, which sticks until it is reset. */
const encodeSaid = (writer: Writer, message: Said): boolean => {
  writer.string(10, message.room, 1, 32, 'Said.room')
  if (writer.fault === null) writer.refuse(brokenRule(message.room, Room_rules), 'Said.room')
  writeLine(writer, 18, message.line, 'Said.line')
  return writer.fault === null
}

/** Reads the body of Said; null: see `reader.fault`. */
const decodeSaid = (reader: Reader): Said | null => {
  let room_ = '' as Room
  let line_: Line | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Said')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Said.room')
        seen |= 0x1
        room_ = reader.string(1, 32, 'Said.room') as Room
        reader.refuse(brokenRule(room_, Room_rules), 'Said.room')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Said.line')
        seen |= 0x2
        line_ = readLine(reader, 'Said.line')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Said.room')
          case 2:
            return reader.wrongWireType(tag, 'Said.line')
          default:
            reader.skip(tag, 'Said')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Said.room')
  if (line_ === null) return reader.fail('MISSING_FIELD', 'Said.line')
  return {
    type: 'Said',
    room: room_,
    line: line_,
  }
}

/** Writes the body of Moved; false: see `writer.fault`, which sticks until it is reset. */
const encodeMoved = (writer: Writer, message: Moved): boolean => {
  writer.string(10, message.who, 1, 64, 'Moved.who')
  if (writer.fault === null) writer.refuse(brokenRule(message.who, PersonName_rules), 'Moved.who')
  writer.uint(16, numberOfPresence(message.presence), 1, 2147483647, 'Moved.presence')
  return writer.fault === null
}

/** Reads the body of Moved; null: see `reader.fault`. */
const decodeMoved = (reader: Reader): Moved | null => {
  let who_ = '' as PersonName
  let presence_: Presence | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Moved')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Moved.who')
        seen |= 0x1
        who_ = reader.string(1, 64, 'Moved.who') as PersonName
        reader.refuse(brokenRule(who_, PersonName_rules), 'Moved.who')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Moved.presence')
        seen |= 0x2
        presence_ = readPresence(reader, 'Moved.presence')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Moved.who')
          case 2:
            return reader.wrongWireType(tag, 'Moved.presence')
          default:
            reader.skip(tag, 'Moved')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Moved.who')
  if (presence_ === null) return reader.fail('MISSING_FIELD', 'Moved.presence')
  return {
    type: 'Moved',
    who: who_,
    presence: presence_,
  }
}

const encodeMessage = (writer: Writer, message: Message): boolean => {
  switch (message.type) {
    case 'Join':
      return encodeJoin(writer, message)
    case 'Leave':
      return encodeLeave(writer, message)
    case 'Tell':
      return encodeTell(writer, message)
    case 'History':
      return encodeHistory(writer, message)
    case 'Who':
      return encodeWho(writer, message)
    case 'Joined':
      return encodeJoined(writer, message)
    case 'Told':
      return encodeTold(writer, message)
    case 'Done':
      return encodeDone(writer, message)
    case 'People':
      return encodePeople(writer, message)
    case 'Refused':
      return encodeRefused(writer, message)
    case 'Said':
      return encodeSaid(writer, message)
    case 'Moved':
      return encodeMoved(writer, message)
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
      return decodeJoin(reader)
    case 65:
      return decodeLeave(reader)
    case 66:
      return decodeTell(reader)
    case 67:
      return decodeHistory(reader)
    case 68:
      return decodeWho(reader)
    case 80:
      return decodeJoined(reader)
    case 81:
      return decodeTold(reader)
    case 82:
      return decodeDone(reader)
    case 83:
      return decodePeople(reader)
    case 84:
      return decodeRefused(reader)
    case 85:
      return decodeSaid(reader)
    case 86:
      return decodeMoved(reader)
    default:
      return baseCodec.decodeBody(number, reader)
  }
}

/** Rooms in which people talk, with their history and who is there. */
export const chat: codec.Contract<Chat> = { tables, numbers, encodeBody, decodeBody }
