// Generated from spec/contract/own/kv.yaml by npm run codegen. Do not edit.
import { brokenRule, type Reader, unknownNumber, type Writer } from '../../../src/codec/index.ts'
import * as baseCodec from '../../../protocol/base/codec.ts'
import type {
  Change,
  Changed,
  Delete,
  Done,
  Entry,
  Found,
  Get,
  Key,
  Label,
  List,
  Message,
  NotFound,
  Put,
  Refused,
  Trouble,
  Value,
  Watch,
} from './messages.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const Key_rules = { nfc: true, printable: true, trimmed: false, pattern: null }

const writeLabel = (writer: Writer, tag: number, record: Label, path: string): void => {
  if (!writer.isObject(record, path)) return
  const start = writer.begin(tag, 325)
  writer.string(10, record.name, 1, 64, 'Label.name')
  if (record.text !== '') writer.string(18, record.text, 0, 256, 'Label.text')
  writer.end(start, 325, path)
}

const readLabel = (reader: Reader, path: string): Label | null => {
  const outer = reader.enter(4294967295, path)
  let name_ = ''
  let text_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Label')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Label.name')
        seen |= 0x1
        name_ = reader.string(1, 64, 'Label.name')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Label.text')
        seen |= 0x2
        text_ = reader.string(0, 256, 'Label.text')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Label.name')
          case 2:
            return reader.wrongWireType(tag, 'Label.text')
          default:
            reader.skip(tag, 'Label')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Label.name')
  reader.leave(outer)
  return {
    name: name_,
    text: text_,
  }
}

const writeEntry = (writer: Writer, tag: number, record: Entry, path: string): void => {
  if (!writer.isObject(record, path)) return
  const start = writer.begin(tag, 1054352)
  writer.string(10, record.key, 1, 512, 'Entry.key')
  if (writer.fault === null) writer.refuse(brokenRule(record.key, Key_rules), 'Entry.key')
  if (!(record.value instanceof Uint8Array && record.value.length === 0)) writer.bytes(18, record.value, 0, 1048576, 'Entry.value')
  writer.uint(24, record.revision, 1, 9007199254740991, 'Entry.revision')
  if (writer.items(record.labels, 0, 16, 'Entry.labels')) {
    for (const item of record.labels) writeLabel(writer, 34, item, 'Entry.labels')
  }
  writer.end(start, 1054352, path)
}

const readEntry = (reader: Reader, path: string): Entry | null => {
  const outer = reader.enter(4294967295, path)
  let key_ = '' as Key
  let value_: Value | null = null
  let revision_ = 0
  const labels_: Label[] = []
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
        value_ = reader.bytes(0, 1048576, 'Entry.value') as Value
        break
      case 24:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Entry.revision')
        seen |= 0x4
        revision_ = reader.uint(1, 9007199254740991, 'Entry.revision')
        break
      case 34: {
        if (labels_.length === 16) return reader.fail('OUT_OF_RANGE', 'Entry.labels')
        const item = readLabel(reader, 'Entry.labels')
        if (item === null) return null
        labels_.push(item)
        break
      }
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Entry.key')
          case 2:
            return reader.wrongWireType(tag, 'Entry.value')
          case 3:
            return reader.wrongWireType(tag, 'Entry.revision')
          case 4:
            return reader.wrongWireType(tag, 'Entry.labels')
          default:
            reader.skip(tag, 'Entry')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Entry.key')
  if ((seen & 0x4) === 0) return reader.fail('MISSING_FIELD', 'Entry.revision')
  reader.leave(outer)
  return {
    key: key_,
    value: value_ ?? new Uint8Array(0) as Value,
    revision: revision_,
    labels: labels_,
  }
}

const writeChange = (writer: Writer, tag: number, union: Change, path: string): void => {
  if (!writer.isObject(union, path)) return
  const start = writer.begin(tag, 1054356)
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
  writer.end(start, 1054356, path)
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
      return 'TOO_MANY_WATCHES'
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
    case 'TOO_MANY_WATCHES':
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
export const encodeGet = (writer: Writer, message: Get): boolean => {
  writer.string(10, message.key, 1, 512, 'Get.key')
  if (writer.fault === null) writer.refuse(brokenRule(message.key, Key_rules), 'Get.key')
  return writer.fault === null
}

/** Reads the body of Get; null: see `reader.fault`. */
export const decodeGet = (reader: Reader): Get | null => {
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
export const encodePut = (writer: Writer, message: Put): boolean => {
  writer.string(10, message.key, 1, 512, 'Put.key')
  if (writer.fault === null) writer.refuse(brokenRule(message.key, Key_rules), 'Put.key')
  if (!(message.value instanceof Uint8Array && message.value.length === 0)) writer.bytes(18, message.value, 0, 1048576, 'Put.value')
  if (message.ifRevision !== undefined) writer.uint(24, message.ifRevision, 0, 9007199254740991, 'Put.ifRevision')
  if (message.ttl !== undefined) writer.uint(32, message.ttl, 1, 604800, 'Put.ttl')
  return writer.fault === null
}

/** Reads the body of Put; null: see `reader.fault`. */
export const decodePut = (reader: Reader): Put | null => {
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
        value_ = reader.bytes(0, 1048576, 'Put.value') as Value
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
export const encodeDelete = (writer: Writer, message: Delete): boolean => {
  writer.string(10, message.key, 1, 512, 'Delete.key')
  if (writer.fault === null) writer.refuse(brokenRule(message.key, Key_rules), 'Delete.key')
  return writer.fault === null
}

/** Reads the body of Delete; null: see `reader.fault`. */
export const decodeDelete = (reader: Reader): Delete | null => {
  let key_ = '' as Key
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
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Delete.key')
          default:
            reader.skip(tag, 'Delete')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Delete.key')
  return {
    type: 'Delete',
    key: key_,
  }
}

/** Writes the body of List; false: see `writer.fault`, which sticks until it is reset. */
export const encodeList = (writer: Writer, message: List): boolean => {
  if (message.prefix !== '') writer.string(10, message.prefix, 0, 512, 'List.prefix')
  return writer.fault === null
}

/** Reads the body of List; null: see `reader.fault`. */
export const decodeList = (reader: Reader): List | null => {
  let prefix_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('List')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'List.prefix')
        seen |= 0x1
        prefix_ = reader.string(0, 512, 'List.prefix')
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
export const encodeWatch = (writer: Writer, message: Watch): boolean => {
  if (message.prefix !== '') writer.string(10, message.prefix, 0, 512, 'Watch.prefix')
  if (message.after !== 0) writer.uint(16, message.after, 0, 9007199254740991, 'Watch.after')
  return writer.fault === null
}

/** Reads the body of Watch; null: see `reader.fault`. */
export const decodeWatch = (reader: Reader): Watch | null => {
  let prefix_ = ''
  let after_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Watch')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Watch.prefix')
        seen |= 0x1
        prefix_ = reader.string(0, 512, 'Watch.prefix')
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
  return {
    type: 'Watch',
    prefix: prefix_,
    after: after_,
  }
}

/** Writes the body of Found; false: see `writer.fault`, which sticks until it is reset. */
export const encodeFound = (writer: Writer, message: Found): boolean => {
  writeEntry(writer, 10, message.entry, 'Found.entry')
  return writer.fault === null
}

/** Reads the body of Found; null: see `reader.fault`. */
export const decodeFound = (reader: Reader): Found | null => {
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
export const encodeNotFound = (writer: Writer, _message: NotFound): boolean => {
  return writer.fault === null
}

/** Reads the body of NotFound; null: see `reader.fault`. */
export const decodeNotFound = (reader: Reader): NotFound | null => {
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
export const encodeDone = (writer: Writer, message: Done): boolean => {
  if (message.revision !== 0) writer.uint(8, message.revision, 0, 9007199254740991, 'Done.revision')
  return writer.fault === null
}

/** Reads the body of Done; null: see `reader.fault`. */
export const decodeDone = (reader: Reader): Done | null => {
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
export const encodeRefused = (writer: Writer, message: Refused): boolean => {
  writer.uint(8, numberOfTrouble(message.trouble), 1, 2147483647, 'Refused.trouble')
  if (message.detail !== '') writer.string(18, message.detail, 0, 256, 'Refused.detail')
  return writer.fault === null
}

/** Reads the body of Refused; null: see `reader.fault`. */
export const decodeRefused = (reader: Reader): Refused | null => {
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

/** Writes the body of Changed; false: see `writer.fault`, which sticks until it is reset. */
export const encodeChanged = (writer: Writer, message: Changed): boolean => {
  writer.uint(8, message.revision, 1, 9007199254740991, 'Changed.revision')
  writeChange(writer, 18, message.change, 'Changed.change')
  return writer.fault === null
}

/** Reads the body of Changed; null: see `reader.fault`. */
export const decodeChanged = (reader: Reader): Changed | null => {
  let revision_ = 0
  let change_: Change | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Changed')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Changed.revision')
        seen |= 0x1
        revision_ = reader.uint(1, 9007199254740991, 'Changed.revision')
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
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Changed.revision')
  if (change_ === null) return reader.fail('MISSING_FIELD', 'Changed.change')
  return {
    type: 'Changed',
    revision: revision_,
    change: change_,
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
    case 'Refused':
      return encodeRefused(writer, message)
    case 'Changed':
      return encodeChanged(writer, message)
    default:
      return baseCodec.encodeBody(writer, message)
  }
}

/** Writes the body of a message at `writer.pos`; false: nothing was written, see `writer.fault`. */
export const encodeBody = (writer: Writer, message: Message): boolean => {
  const { pos } = writer
  writer.fault = null
  if (encodeMessage(writer, message)) return true
  writer.pos = pos
  return false
}

/** Reads the body of the message with this number; null: see `reader.fault`. */
export const decodeBody = (number: number, reader: Reader): Message | null => {
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
    case 69:
      return decodeFound(reader)
    case 70:
      return decodeNotFound(reader)
    case 71:
      return decodeDone(reader)
    case 72:
      return decodeRefused(reader)
    case 73:
      return decodeChanged(reader)
    default:
      return baseCodec.decodeBody(number, reader)
  }
}
