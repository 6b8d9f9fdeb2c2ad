// Generated from key-value.yaml by colloquy generate. Do not edit.
import { brokenRule, unknownNumber } from 'colloquy/codec'
import * as baseCodec from 'colloquy/protocol/base/codec'

/** The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8. */
export const bounds = {
  Key: { minBytes: 1, maxBytes: 128 },
  'Entry.text': { minBytes: 0, maxBytes: 65536 },
  'Entry.revision': { min: 0, max: 9007199254740991 },
  'Put.text': { minBytes: 0, maxBytes: 65536 },
  'List.prefix': { minBytes: 0, maxBytes: 128 },
  'Watch.prefix': { minBytes: 0, maxBytes: 128 },
  'Done.revision': { min: 0, max: 9007199254740991 },
}

const tables = {
  protocol: 'key-value',
  version: 1,
  speaks: 1,
  hash: '11e33bd129fffb7c',
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
    { name: 'List', number: 66, from: 'client', conversation: true, answer: { each: ['Found'], end: ['Done'], window: 64 } },
    { name: 'Watch', number: 67, from: 'client', conversation: true, answer: { each: ['Found'], end: ['Done'], window: 64 } },
    { name: 'Found', number: 80, from: 'server', conversation: true },
    { name: 'NotFound', number: 81, from: 'server', conversation: true },
    { name: 'Done', number: 82, from: 'server', conversation: true },
    { name: 'Refused', number: 83, from: 'server', conversation: true },
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
      maxBody: 73895,
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
          Refused: 'converse',
        },
      },
    },
    {
      name: 'close.client',
      turn: 'server',
      within: { ms: 5000 },
      maxBody: 73895,
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
          Refused: 'close.client',
        },
      },
    },
    {
      name: 'close.server',
      turn: 'client',
      within: { ms: 5000 },
      maxBody: 73880,
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
  List: 66,
  Watch: 67,
  Found: 80,
  NotFound: 81,
  Done: 82,
  Refused: 83,
}

const Key_rules = { nfc: true, printable: true, trimmed: false, pattern: null }

const writeEntry = (writer, tag, record, path) => {
  if (!writer.isObject(record, path)) return
  const start = writer.begin(tag, 65680)
  writer.string(10, record.key, 1, 128, 'Entry.key')
  if (writer.fault === null) writer.refuse(brokenRule(record.key, Key_rules), 'Entry.key')
  if (record.text !== '') writer.string(18, record.text, 0, 65536, 'Entry.text')
  if (record.revision !== 0) writer.uint(24, record.revision, 0, 9007199254740991, 'Entry.revision')
  writer.end(start, 65680, path)
}

const readEntry = (reader, path) => {
  const outer = reader.enter(4294967295, path)
  let key_ = ''
  let text_ = ''
  let revision_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Entry')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Entry.key')
        seen |= 0x1
        key_ = reader.string(1, 128, 'Entry.key')
        reader.refuse(brokenRule(key_, Key_rules), 'Entry.key')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Entry.text')
        seen |= 0x2
        text_ = reader.string(0, 65536, 'Entry.text')
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
            return reader.wrongWireType(tag, 'Entry.text')
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
    text: text_,
    revision: revision_,
  }
}

const nameOfTrouble = (number) => {
  switch (number) {
    case 1:
      return 'FULL'
    default:
      return null
  }
}

const numberOfTrouble = (name) => {
  switch (name) {
    case 'FULL':
      return 1
    default: {
      const number = unknownNumber(name)
      // A number that has a name is written by that name alone.
      return nameOfTrouble(number) === null ? number : 0
    }
  }
}

const readTrouble = (reader, path) => {
  const number = reader.uint(1, 2147483647, path)
  if (number === 0) return null
  return nameOfTrouble(number) ?? `UNKNOWN_${number}`
}

/** Writes the body of Get; false: see `writer.fault`, which sticks until it is reset. */
const encodeGet = (writer, message) => {
  writer.string(10, message.key, 1, 128, 'Get.key')
  if (writer.fault === null) writer.refuse(brokenRule(message.key, Key_rules), 'Get.key')
  return writer.fault === null
}

/** Reads the body of Get; null: see `reader.fault`. */
const decodeGet = (reader) => {
  let key_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Get')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Get.key')
        seen |= 0x1
        key_ = reader.string(1, 128, 'Get.key')
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
const encodePut = (writer, message) => {
  writer.string(10, message.key, 1, 128, 'Put.key')
  if (writer.fault === null) writer.refuse(brokenRule(message.key, Key_rules), 'Put.key')
  if (message.text !== '') writer.string(18, message.text, 0, 65536, 'Put.text')
  return writer.fault === null
}

/** Reads the body of Put; null: see `reader.fault`. */
const decodePut = (reader) => {
  let key_ = ''
  let text_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Put')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Put.key')
        seen |= 0x1
        key_ = reader.string(1, 128, 'Put.key')
        reader.refuse(brokenRule(key_, Key_rules), 'Put.key')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Put.text')
        seen |= 0x2
        text_ = reader.string(0, 65536, 'Put.text')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Put.key')
          case 2:
            return reader.wrongWireType(tag, 'Put.text')
          default:
            reader.skip(tag, 'Put')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Put.key')
  return {
    type: 'Put',
    key: key_,
    text: text_,
  }
}

/** Writes the body of List; false: see `writer.fault`, which sticks until it is reset. */
const encodeList = (writer, message) => {
  if (message.prefix !== '') writer.string(10, message.prefix, 0, 128, 'List.prefix')
  return writer.fault === null
}

/** Reads the body of List; null: see `reader.fault`. */
const decodeList = (reader) => {
  let prefix_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('List')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'List.prefix')
        seen |= 0x1
        prefix_ = reader.string(0, 128, 'List.prefix')
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
const encodeWatch = (writer, message) => {
  if (message.prefix !== '') writer.string(10, message.prefix, 0, 128, 'Watch.prefix')
  return writer.fault === null
}

/** Reads the body of Watch; null: see `reader.fault`. */
const decodeWatch = (reader) => {
  let prefix_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Watch')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Watch.prefix')
        seen |= 0x1
        prefix_ = reader.string(0, 128, 'Watch.prefix')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Watch.prefix')
          default:
            reader.skip(tag, 'Watch')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Watch',
    prefix: prefix_,
  }
}

/** Writes the body of Found; false: see `writer.fault`, which sticks until it is reset. */
const encodeFound = (writer, message) => {
  writeEntry(writer, 10, message.entry, 'Found.entry')
  return writer.fault === null
}

/** Reads the body of Found; null: see `reader.fault`. */
const decodeFound = (reader) => {
  let entry_ = null
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
const encodeNotFound = (writer, _message) => {
  return writer.fault === null
}

/** Reads the body of NotFound; null: see `reader.fault`. */
const decodeNotFound = (reader) => {
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
const encodeDone = (writer, message) => {
  if (message.revision !== 0) writer.uint(8, message.revision, 0, 9007199254740991, 'Done.revision')
  return writer.fault === null
}

/** Reads the body of Done; null: see `reader.fault`. */
const decodeDone = (reader) => {
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

/** Writes the body of Refused; false: see `writer.fault`, which sticks until it is reset. */
const encodeRefused = (writer, message) => {
  writer.uint(8, numberOfTrouble(message.trouble), 1, 2147483647, 'Refused.trouble')
  return writer.fault === null
}

/** Reads the body of Refused; null: see `reader.fault`. */
const decodeRefused = (reader) => {
  let trouble_ = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Refused')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Refused.trouble')
        seen |= 0x1
        trouble_ = readTrouble(reader, 'Refused.trouble')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Refused.trouble')
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
  }
}

const encodeMessage = (writer, message) => {
  switch (message.type) {
    case 'Get':
      return encodeGet(writer, message)
    case 'Put':
      return encodePut(writer, message)
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
    case 'Refused':
      return encodeRefused(writer, message)
    default:
      return baseCodec.encodeBody(writer, message)
  }
}

/** Writes the body of a message at `writer.pos`; false: nothing was written, see `writer.fault`. */
const encodeBody = (writer, message) => {
  const { pos } = writer
  writer.fault = null
  if (encodeMessage(writer, message)) return true
  writer.pos = pos
  return false
}

/** Reads the body of the message with this number; null: see `reader.fault`. */
const decodeBody = (number, reader) => {
  switch (number) {
    case 64:
      return decodeGet(reader)
    case 65:
      return decodePut(reader)
    case 66:
      return decodeList(reader)
    case 67:
      return decodeWatch(reader)
    case 80:
      return decodeFound(reader)
    case 81:
      return decodeNotFound(reader)
    case 82:
      return decodeDone(reader)
    case 83:
      return decodeRefused(reader)
    default:
      return baseCodec.decodeBody(number, reader)
  }
}

/** A store of texts with watches. */
export const keyValue = { tables, numbers, encodeBody, decodeBody }
