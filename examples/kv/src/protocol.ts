// Generated from kv.yaml by colloquy generate. Do not edit.
import type * as codec from 'colloquy/codec'
import type * as engine from 'colloquy/engine'
import type * as base from 'colloquy/protocol/base/messages'
import type { Reader, Writer } from 'colloquy/codec'
import { brokenRule, unknownNumber } from 'colloquy/codec'
import * as baseCodec from 'colloquy/protocol/base/codec'

/** What a value is found by. 1 to 512 bytes. */
export type Key = string

/** What is kept. At most 65,536 bytes. */
export type Value = Uint8Array

/** Counts the changes of the store. */
export type Revision = number

/** A key with what is kept under it. */
export interface Entry {
  /** The key. 1 to 512 bytes. */
  readonly key: Key
  /** The value. At most 65,536 bytes. */
  readonly value: Value
  /** The change that made it. */
  readonly revision: Revision
}

/** What happened to a key. */
export type Change =
  /** It holds this now. */
  | { readonly case: 'put'; readonly value: Entry }
  /** It is gone. 1 to 512 bytes. */
  | { readonly case: 'deleted'; readonly value: Key }

/** What keys begin with. At most 512 bytes. */
export type Prefix = string

/** At most a week. 1 to 604,800. */
export type Seconds = number

/** Why something was not done. */
export type Trouble = 'CONFLICT' | 'FULL' | 'FORGOTTEN' | `UNKNOWN_${number}`

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
 * Keeps a value under a key. Client to server, number 65, a conversation message, since version 1. Answered
 * by Done or Refused.
 * @example {"type":"Put","key":"greeting","value":"68656c6c6f","ifRevision":0}
 */
export interface Put {
  readonly type: 'Put'
  /** The key. 1 to 512 bytes. */
  readonly key: Key
  /** The value. At most 65,536 bytes. */
  readonly value: Value
  /** Only over this revision; 0: only where there is none. */
  readonly ifRevision?: Revision
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
  /** Only this revision. */
  readonly ifRevision?: Revision
}

/**
 * Lists what is kept under keys with a prefix, as it is at one revision. Client to server, number 67, a
 * conversation message, since version 1. Answered by any number of Found, then Done.
 */
export interface List {
  readonly type: 'List'
  /** The prefix. At most 512 bytes. */
  readonly prefix: Prefix
}

/**
 * Wants to hear of each change under a prefix, until it is cancelled. Client to server, number 68, a
 * conversation message, since version 1. Answered by any number of Changed, then Refused.
 */
export interface Watch {
  readonly type: 'Watch'
  /** The prefix. At most 512 bytes. */
  readonly prefix: Prefix
  /** The last revision that is known. From now on unless given. */
  readonly after?: Revision
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
  /** The store's revision with it. */
  readonly revision: Revision
}

/** A key changed. Server to client, number 83, a conversation message, since version 1. */
export interface Changed {
  readonly type: 'Changed'
  /** The change's. */
  readonly revision: Revision
  /** What happened. */
  readonly change: Change
}

/** It was not done. Server to client, number 84, a conversation message, since version 1. */
export interface Refused {
  readonly type: 'Refused'
  /** Why. */
  readonly trouble: Trouble
  /** One sentence for a person. At most 256 bytes. */
  readonly detail: string
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
  | Changed
  | Refused

/** What the client may say. */
export type ClientMessage = base.ClientMessage | Get | Put | Delete | List | Watch

/** What the server may say. */
export type ServerMessage = base.ServerMessage | Found | NotFound | Done | Changed | Refused

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
  | Changed
  | Refused

/** The conversation messages of the client. */
export type ClientConversation = Get | Put | Delete | List | Watch

/** The conversation messages of the server. */
export type ServerConversation = Found | NotFound | Done | Changed | Refused

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
  readonly Changed: Changed
  readonly Refused: Refused
}

/** The conversation messages that a client of kv says, and their answers. */
export interface KvClient {
  readonly says: {
    readonly Get: Get
    readonly Put: Put
    readonly Delete: Delete
    readonly List: List
    readonly Watch: Watch
  }
  readonly asks: {
    readonly Get: Found | NotFound
    readonly Put: Done | Refused
    readonly Delete: Done | NotFound | Refused
  }
  readonly streams: {
    readonly List: {
      readonly each: Found
      readonly end: Done
    }
    readonly Watch: {
      readonly each: Changed
      readonly end: Refused
    }
  }
  readonly handlers: KvClientHandlers
}

/** The conversation messages that a server of kv says, and their answers. */
export interface KvServer {
  readonly says: {
    readonly Found: Found
    readonly NotFound: NotFound
    readonly Done: Done
    readonly Changed: Changed
    readonly Refused: Refused
  }
  readonly asks: object
  readonly streams: object
  readonly handlers: KvServerHandlers
}

/** The handlers of a client of kv, by the messages that it hears. */
export interface KvClientHandlers {
  /** What a key holds. */
  readonly Found?: engine.Handler<Found, KvClient, KvServer>
  /** The key holds nothing. */
  readonly NotFound?: engine.Handler<NotFound, KvClient, KvServer>
  /** It was done. */
  readonly Done?: engine.Handler<Done, KvClient, KvServer>
  /** A key changed. */
  readonly Changed?: engine.Handler<Changed, KvClient, KvServer>
  /** It was not done. */
  readonly Refused?: engine.Handler<Refused, KvClient, KvServer>
}

/** The handlers of a server of kv, by the messages that it hears. */
export interface KvServerHandlers {
  /** Asks what a key holds. */
  readonly Get: (
    message: Get,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => engine.Answered<Found | NotFound>
  /** Keeps a value under a key. */
  readonly Put: (
    message: Put,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => engine.Answered<Done | Refused>
  /** Forgets a key. */
  readonly Delete: (
    message: Delete,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => engine.Answered<Done | NotFound | Refused>
  /** Lists what is kept under keys with a prefix, as it is at one revision. */
  readonly List: (
    message: List,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => AsyncIterator<Found, Done, undefined>
  /** Wants to hear of each change under a prefix, until it is cancelled. */
  readonly Watch: (
    message: Watch,
    peer: engine.AnswerContext<KvServer, KvClient>,
  ) => AsyncIterator<Changed, Refused, undefined>
}

/** The conversation messages of kv, by the side that says them. */
export interface Kv {
  readonly client: KvClient
  readonly server: KvServer
}

/** The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8. */
export const bounds = {
  Key: { minBytes: 1, maxBytes: 512 },
  Value: { minBytes: 0, maxBytes: 65536 },
  Revision: { min: 0, max: 9007199254740991 },
  Prefix: { minBytes: 0, maxBytes: 512 },
  Seconds: { min: 1, max: 604800 },
  'Refused.detail': { minBytes: 0, maxBytes: 256 },
} as const

const tables: codec.ContractTables = {
  protocol: 'kv',
  version: 1,
  speaks: 1,
  hash: 'f6ec37ba5580498a',
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
    { name: 'Get', number: 64, from: 'client', conversation: true, answer: { each: [], end: ['Found', 'NotFound'], window: 0 } },
    { name: 'Put', number: 65, from: 'client', conversation: true, answer: { each: [], end: ['Done', 'Refused'], window: 0 } },
    { name: 'Delete', number: 66, from: 'client', conversation: true, answer: { each: [], end: ['Done', 'NotFound', 'Refused'], window: 0 } },
    { name: 'List', number: 67, from: 'client', conversation: true, answer: { each: ['Found'], end: ['Done'], window: 64 } },
    { name: 'Watch', number: 68, from: 'client', conversation: true, answer: { each: ['Changed'], end: ['Refused'], window: 64 } },
    { name: 'Found', number: 80, from: 'server', conversation: true },
    { name: 'NotFound', number: 81, from: 'server', conversation: true },
    { name: 'Done', number: 82, from: 'server', conversation: true },
    { name: 'Changed', number: 83, from: 'server', conversation: true },
    { name: 'Refused', number: 84, from: 'server', conversation: true },
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
      maxBody: 74342,
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
          Get: 'converse',
          Put: 'converse',
          Delete: 'converse',
          List: 'converse',
          Watch: 'converse',
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
          Found: 'converse',
          NotFound: 'converse',
          Done: 'converse',
          Changed: 'converse',
          Refused: 'converse',
        },
      },
    },
    {
      name: 'close.client',
      turn: 'server',
      within: { ms: 5000 },
      maxBody: 74342,
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
          Found: 'close.client',
          NotFound: 'close.client',
          Done: 'close.client',
          Changed: 'close.client',
          Refused: 'close.client',
        },
      },
    },
    {
      name: 'close.server',
      turn: 'client',
      within: { ms: 5000 },
      maxBody: 74327,
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
          Get: 'close.server',
          Put: 'close.server',
          Delete: 'close.server',
          List: 'close.server',
          Watch: 'close.server',
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
  Get: 64,
  Put: 65,
  Delete: 66,
  List: 67,
  Watch: 68,
  Found: 80,
  NotFound: 81,
  Done: 82,
  Changed: 83,
  Refused: 84,
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const Key_rules = { nfc: true, printable: true, trimmed: false, pattern: null }

const Refused_detail_rules = { nfc: false, printable: true, trimmed: false, pattern: null }

const writeEntry = (writer: Writer, tag: number, record: Entry, path: string): void => {
  if (!writer.isObject(record, path)) return
  const start = writer.begin(tag, 66064)
  writer.string(10, record.key, 1, 512, 'Entry.key')
  if (writer.fault === null) writer.refuse(brokenRule(record.key, Key_rules), 'Entry.key')
  if (!(record.value instanceof Uint8Array && record.value.length === 0)) writer.bytes(18, record.value, 0, 65536, 'Entry.value')
  if (record.revision !== 0) writer.uint(24, record.revision, 0, 9007199254740991, 'Entry.revision')
  writer.end(start, 66064, path)
}

const readEntry = (reader: Reader, path: string): Entry | null => {
  const outer = reader.enter(4294967295, path)
  let key_ = '' as Key
  let value_: Value | null = null
  let revision_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Entry')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Entry.key')
        seen |= 0x1
        key_ = reader.string(1, 512, 'Entry.key') as Key
        reader.refuse(brokenRule(key_, Key_rules), 'Entry.key')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Entry.value')
        seen |= 0x2
        value_ = reader.bytes(0, 65536, 'Entry.value') as Value
        break
      case 24:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Entry.revision')
        seen |= 0x4
        revision_ = reader.uint(0, 9007199254740991, 'Entry.revision')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Entry.key')
          case 2:
            return reader.wrongWireType(tag, 'Entry.value')
          case 3:
            return reader.wrongWireType(tag, 'Entry.revision')
          default:
            reader.skip(tag, 'Entry')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Entry.key')
  reader.leave(outer)
  return {
    key: key_,
    value: value_ ?? new Uint8Array(0) as Value,
    revision: revision_,
  }
}

const writeChange = (writer: Writer, tag: number, union: Change, path: string): void => {
  if (!writer.isObject(union, path)) return
  const start = writer.begin(tag, 66068)
  switch (union.case) {
    case 'put':
      writeEntry(writer, 10, union.value, 'Change.put')
      break
    case 'deleted':
      writer.string(18, union.value, 1, 512, 'Change.deleted')
      if (writer.fault === null) writer.refuse(brokenRule(union.value, Key_rules), 'Change.deleted')
      break
    default:
      writer.fail('OUT_OF_RANGE', path)
  }
  writer.end(start, 66068, path)
}

const readChange = (reader: Reader, path: string): Change | null => {
  const outer = reader.enter(4294967295, path)
  let union: Change | null = null
  while (reader.pos < reader.end) {
    const tag = reader.tag('Change')
    switch (tag) {
      case 10: {
        if (union !== null) return reader.fail('REPEATED_FIELD', 'Change.put')
        const value = readEntry(reader, 'Change.put')
        if (value === null) return null
        union = { case: 'put', value }
        break
      }
      case 18: {
        if (union !== null) return reader.fail('REPEATED_FIELD', 'Change.deleted')
        const value = reader.string(1, 512, 'Change.deleted') as Key
        reader.refuse(brokenRule(value, Key_rules), 'Change.deleted')
        union = { case: 'deleted', value }
        break
      }
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Change.put')
          case 2:
            return reader.wrongWireType(tag, 'Change.deleted')
          default:
            reader.skip(tag, 'Change')
        }
    }
  }
  if (reader.fault !== null) return null
  reader.leave(outer)
  if (union !== null) return union
  return reader.fail('MISSING_FIELD', path)
}

const nameOfTrouble = (number: number): Trouble | null => {
  switch (number) {
    case 1:
      return 'CONFLICT'
    case 2:
      return 'FULL'
    case 3:
      return 'FORGOTTEN'
    default:
      return null
  }
}

const numberOfTrouble = (name: Trouble): number => {
  switch (name) {
    case 'CONFLICT':
      return 1
    case 'FULL':
      return 2
    case 'FORGOTTEN':
      return 3
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

/** Writes the body of Get; false: see `writer.fault`, which sticks until it is reset. */
const encodeGet = (writer: Writer, message: Get): boolean => {
  writer.string(10, message.key, 1, 512, 'Get.key')
  if (writer.fault === null) writer.refuse(brokenRule(message.key, Key_rules), 'Get.key')
  return writer.fault === null
}

/** Reads the body of Get; null: see `reader.fault`. */
const decodeGet = (reader: Reader): Get | null => {
  let key_ = '' as Key
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Get')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Get.key')
        seen |= 0x1
        key_ = reader.string(1, 512, 'Get.key') as Key
        reader.refuse(brokenRule(key_, Key_rules), 'Get.key')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Get.key')
          default:
            reader.skip(tag, 'Get')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Get.key')
  return {
    type: 'Get',
    key: key_,
  }
}

/** Writes the body of Put; false: see `writer.fault`, which sticks until it is reset. */
const encodePut = (writer: Writer, message: Put): boolean => {
  writer.string(10, message.key, 1, 512, 'Put.key')
  if (writer.fault === null) writer.refuse(brokenRule(message.key, Key_rules), 'Put.key')
  if (!(message.value instanceof Uint8Array && message.value.length === 0)) writer.bytes(18, message.value, 0, 65536, 'Put.value')
  if (message.ifRevision !== undefined) writer.uint(24, message.ifRevision, 0, 9007199254740991, 'Put.ifRevision')
  if (message.ttl !== undefined) writer.uint(32, message.ttl, 1, 604800, 'Put.ttl')
  return writer.fault === null
}

/** Reads the body of Put; null: see `reader.fault`. */
const decodePut = (reader: Reader): Put | null => {
  let key_ = '' as Key
  let value_: Value | null = null
  let ifRevision_ = 0
  let ttl_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Put')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Put.key')
        seen |= 0x1
        key_ = reader.string(1, 512, 'Put.key') as Key
        reader.refuse(brokenRule(key_, Key_rules), 'Put.key')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Put.value')
        seen |= 0x2
        value_ = reader.bytes(0, 65536, 'Put.value') as Value
        break
      case 24:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Put.ifRevision')
        seen |= 0x4
        ifRevision_ = reader.uint(0, 9007199254740991, 'Put.ifRevision')
        break
      case 32:
        if ((seen & 0x8) !== 0) return reader.fail('REPEATED_FIELD', 'Put.ttl')
        seen |= 0x8
        ttl_ = reader.uint(1, 604800, 'Put.ttl')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Put.key')
          case 2:
            return reader.wrongWireType(tag, 'Put.value')
          case 3:
            return reader.wrongWireType(tag, 'Put.ifRevision')
          case 4:
            return reader.wrongWireType(tag, 'Put.ttl')
          default:
            reader.skip(tag, 'Put')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Put.key')
  const message: Mutable<Put> = {
    type: 'Put',
    key: key_,
    value: value_ ?? new Uint8Array(0) as Value,
  }
  if ((seen & 0x4) !== 0) message.ifRevision = ifRevision_
  if ((seen & 0x8) !== 0) message.ttl = ttl_
  return message
}

/** Writes the body of Delete; false: see `writer.fault`, which sticks until it is reset. */
const encodeDelete = (writer: Writer, message: Delete): boolean => {
  writer.string(10, message.key, 1, 512, 'Delete.key')
  if (writer.fault === null) writer.refuse(brokenRule(message.key, Key_rules), 'Delete.key')
  if (message.ifRevision !== undefined) writer.uint(16, message.ifRevision, 0, 9007199254740991, 'Delete.ifRevision')
  return writer.fault === null
}

/** Reads the body of Delete; null: see `reader.fault`. */
const decodeDelete = (reader: Reader): Delete | null => {
  let key_ = '' as Key
  let ifRevision_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Delete')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Delete.key')
        seen |= 0x1
        key_ = reader.string(1, 512, 'Delete.key') as Key
        reader.refuse(brokenRule(key_, Key_rules), 'Delete.key')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Delete.ifRevision')
        seen |= 0x2
        ifRevision_ = reader.uint(0, 9007199254740991, 'Delete.ifRevision')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Delete.key')
          case 2:
            return reader.wrongWireType(tag, 'Delete.ifRevision')
          default:
            reader.skip(tag, 'Delete')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Delete.key')
  const message: Mutable<Delete> = {
    type: 'Delete',
    key: key_,
  }
  if ((seen & 0x2) !== 0) message.ifRevision = ifRevision_
  return message
}

/** Writes the body of List; false: see `writer.fault`, which sticks until it is reset. */
const encodeList = (writer: Writer, message: List): boolean => {
  if (message.prefix !== '') writer.string(10, message.prefix, 0, 512, 'List.prefix')
  return writer.fault === null
}

/** Reads the body of List; null: see `reader.fault`. */
const decodeList = (reader: Reader): List | null => {
  let prefix_ = '' as Prefix
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('List')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'List.prefix')
        seen |= 0x1
        prefix_ = reader.string(0, 512, 'List.prefix') as Prefix
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'List.prefix')
          default:
            reader.skip(tag, 'List')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'List',
    prefix: prefix_,
  }
}

/** Writes the body of Watch; false: see `writer.fault`, which sticks until it is reset. */
const encodeWatch = (writer: Writer, message: Watch): boolean => {
  if (message.prefix !== '') writer.string(10, message.prefix, 0, 512, 'Watch.prefix')
  if (message.after !== undefined) writer.uint(16, message.after, 0, 9007199254740991, 'Watch.after')
  return writer.fault === null
}

/** Reads the body of Watch; null: see `reader.fault`. */
const decodeWatch = (reader: Reader): Watch | null => {
  let prefix_ = '' as Prefix
  let after_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Watch')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Watch.prefix')
        seen |= 0x1
        prefix_ = reader.string(0, 512, 'Watch.prefix') as Prefix
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Watch.after')
        seen |= 0x2
        after_ = reader.uint(0, 9007199254740991, 'Watch.after')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Watch.prefix')
          case 2:
            return reader.wrongWireType(tag, 'Watch.after')
          default:
            reader.skip(tag, 'Watch')
        }
    }
  }
  if (reader.fault !== null) return null
  const message: Mutable<Watch> = {
    type: 'Watch',
    prefix: prefix_,
  }
  if ((seen & 0x2) !== 0) message.after = after_
  return message
}

/** Writes the body of Found; false: see `writer.fault`, which sticks until it is reset. */
const encodeFound = (writer: Writer, message: Found): boolean => {
  writeEntry(writer, 10, message.entry, 'Found.entry')
  return writer.fault === null
}

/** Reads the body of Found; null: see `reader.fault`. */
const decodeFound = (reader: Reader): Found | null => {
  let entry_: Entry | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Found')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Found.entry')
        seen |= 0x1
        entry_ = readEntry(reader, 'Found.entry')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Found.entry')
          default:
            reader.skip(tag, 'Found')
        }
    }
  }
  if (reader.fault !== null) return null
  if (entry_ === null) return reader.fail('MISSING_FIELD', 'Found.entry')
  return {
    type: 'Found',
    entry: entry_,
  }
}

/** Writes the body of NotFound; false: see `writer.fault`, which sticks until it is reset. */
const encodeNotFound = (writer: Writer, _message: NotFound): boolean => {
  return writer.fault === null
}

/** Reads the body of NotFound; null: see `reader.fault`. */
const decodeNotFound = (reader: Reader): NotFound | null => {
  while (reader.pos < reader.end) {
    const tag = reader.tag('NotFound')
    switch (tag) {
      default:
        switch (tag >>> 3) {
          default:
            reader.skip(tag, 'NotFound')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'NotFound',
  }
}

/** Writes the body of Done; false: see `writer.fault`, which sticks until it is reset. */
const encodeDone = (writer: Writer, message: Done): boolean => {
  if (message.revision !== 0) writer.uint(8, message.revision, 0, 9007199254740991, 'Done.revision')
  return writer.fault === null
}

/** Reads the body of Done; null: see `reader.fault`. */
const decodeDone = (reader: Reader): Done | null => {
  let revision_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Done')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Done.revision')
        seen |= 0x1
        revision_ = reader.uint(0, 9007199254740991, 'Done.revision')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Done.revision')
          default:
            reader.skip(tag, 'Done')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Done',
    revision: revision_,
  }
}

/** Writes the body of Changed; false: see `writer.fault`, which sticks until it is reset. */
const encodeChanged = (writer: Writer, message: Changed): boolean => {
  if (message.revision !== 0) writer.uint(8, message.revision, 0, 9007199254740991, 'Changed.revision')
  writeChange(writer, 18, message.change, 'Changed.change')
  return writer.fault === null
}

/** Reads the body of Changed; null: see `reader.fault`. */
const decodeChanged = (reader: Reader): Changed | null => {
  let revision_ = 0
  let change_: Change | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Changed')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Changed.revision')
        seen |= 0x1
        revision_ = reader.uint(0, 9007199254740991, 'Changed.revision')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Changed.change')
        seen |= 0x2
        change_ = readChange(reader, 'Changed.change')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Changed.revision')
          case 2:
            return reader.wrongWireType(tag, 'Changed.change')
          default:
            reader.skip(tag, 'Changed')
        }
    }
  }
  if (reader.fault !== null) return null
  if (change_ === null) return reader.fail('MISSING_FIELD', 'Changed.change')
  return {
    type: 'Changed',
    revision: revision_,
    change: change_,
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

const encodeMessage = (writer: Writer, message: Message): boolean => {
  switch (message.type) {
    case 'Get':
      return encodeGet(writer, message)
    case 'Put':
      return encodePut(writer, message)
    case 'Delete':
      return encodeDelete(writer, message)
    case 'List':
      return encodeList(writer, message)
    case 'Watch':
      return encodeWatch(writer, message)
    case 'Found':
      return encodeFound(writer, message)
    case 'NotFound':
      return encodeNotFound(writer, message)
    case 'Done':
      return encodeDone(writer, message)
    case 'Changed':
      return encodeChanged(writer, message)
    case 'Refused':
      return encodeRefused(writer, message)
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
      return decodeGet(reader)
    case 65:
      return decodePut(reader)
    case 66:
      return decodeDelete(reader)
    case 67:
      return decodeList(reader)
    case 68:
      return decodeWatch(reader)
    case 80:
      return decodeFound(reader)
    case 81:
      return decodeNotFound(reader)
    case 82:
      return decodeDone(reader)
    case 83:
      return decodeChanged(reader)
    case 84:
      return decodeRefused(reader)
    default:
      return baseCodec.decodeBody(number, reader)
  }
}

/** A key-value store with watches. */
export const kv: codec.Contract<Kv> = { tables, numbers, encodeBody, decodeBody }
