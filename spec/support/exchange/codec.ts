// Generated from spec/support/exchange.yaml by npm run codegen. Do not edit.
import { type Reader, type Writer } from '../../../src/codec/index.ts'
import * as baseCodec from '../../../protocol/base/codec.ts'
import type {
  Answer,
  Body,
  Count,
  Counted,
  Message,
  Note,
  Question,
  Total,
} from './messages.ts'

/** Writes the body of Note; false: see `writer.fault`, which sticks until it is reset. */
export const encodeNote = (writer: Writer, message: Note): boolean => {
  if (message.number !== 0) writer.uint(8, message.number, 0, 4294967295, 'Note.number')
  if (!(message.body instanceof Uint8Array && message.body.length === 0)) writer.bytes(18, message.body, 0, 65536, 'Note.body')
  return writer.fault === null
}

/** Reads the body of Note; null: see `reader.fault`. */
export const decodeNote = (reader: Reader): Note | null => {
  let number_ = 0
  let body_: Body | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Note')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Note.number')
        seen |= 0x1
        number_ = reader.uint(0, 4294967295, 'Note.number')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Note.body')
        seen |= 0x2
        body_ = reader.bytes(0, 65536, 'Note.body') as Body
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Note.number')
          case 2:
            return reader.wrongWireType(tag, 'Note.body')
          default:
            reader.skip(tag, 'Note')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Note',
    number: number_,
    body: body_ ?? new Uint8Array(0) as Body,
  }
}

/** Writes the body of Question; false: see `writer.fault`, which sticks until it is reset. */
export const encodeQuestion = (writer: Writer, message: Question): boolean => {
  if (message.number !== 0) writer.uint(8, message.number, 0, 4294967295, 'Question.number')
  if (!(message.body instanceof Uint8Array && message.body.length === 0)) writer.bytes(18, message.body, 0, 65536, 'Question.body')
  return writer.fault === null
}

/** Reads the body of Question; null: see `reader.fault`. */
export const decodeQuestion = (reader: Reader): Question | null => {
  let number_ = 0
  let body_: Body | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Question')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Question.number')
        seen |= 0x1
        number_ = reader.uint(0, 4294967295, 'Question.number')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Question.body')
        seen |= 0x2
        body_ = reader.bytes(0, 65536, 'Question.body') as Body
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Question.number')
          case 2:
            return reader.wrongWireType(tag, 'Question.body')
          default:
            reader.skip(tag, 'Question')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Question',
    number: number_,
    body: body_ ?? new Uint8Array(0) as Body,
  }
}

/** Writes the body of Answer; false: see `writer.fault`, which sticks until it is reset. */
export const encodeAnswer = (writer: Writer, message: Answer): boolean => {
  if (message.number !== 0) writer.uint(8, message.number, 0, 4294967295, 'Answer.number')
  if (!(message.body instanceof Uint8Array && message.body.length === 0)) writer.bytes(18, message.body, 0, 65536, 'Answer.body')
  return writer.fault === null
}

/** Reads the body of Answer; null: see `reader.fault`. */
export const decodeAnswer = (reader: Reader): Answer | null => {
  let number_ = 0
  let body_: Body | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Answer')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Answer.number')
        seen |= 0x1
        number_ = reader.uint(0, 4294967295, 'Answer.number')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Answer.body')
        seen |= 0x2
        body_ = reader.bytes(0, 65536, 'Answer.body') as Body
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Answer.number')
          case 2:
            return reader.wrongWireType(tag, 'Answer.body')
          default:
            reader.skip(tag, 'Answer')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Answer',
    number: number_,
    body: body_ ?? new Uint8Array(0) as Body,
  }
}

/** Writes the body of Count; false: see `writer.fault`, which sticks until it is reset. */
export const encodeCount = (writer: Writer, message: Count): boolean => {
  if (message.number !== 0) writer.uint(8, message.number, 0, 4294967295, 'Count.number')
  if (message.upTo !== 0) writer.uint(16, message.upTo, 0, 4294967295, 'Count.upTo')
  if (message.bytes !== 0) writer.uint(24, message.bytes, 0, 65000, 'Count.bytes')
  return writer.fault === null
}

/** Reads the body of Count; null: see `reader.fault`. */
export const decodeCount = (reader: Reader): Count | null => {
  let number_ = 0
  let upTo_ = 0
  let bytes_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Count')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Count.number')
        seen |= 0x1
        number_ = reader.uint(0, 4294967295, 'Count.number')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Count.upTo')
        seen |= 0x2
        upTo_ = reader.uint(0, 4294967295, 'Count.upTo')
        break
      case 24:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Count.bytes')
        seen |= 0x4
        bytes_ = reader.uint(0, 65000, 'Count.bytes')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Count.number')
          case 2:
            return reader.wrongWireType(tag, 'Count.upTo')
          case 3:
            return reader.wrongWireType(tag, 'Count.bytes')
          default:
            reader.skip(tag, 'Count')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Count',
    number: number_,
    upTo: upTo_,
    bytes: bytes_,
  }
}

/** Writes the body of Counted; false: see `writer.fault`, which sticks until it is reset. */
export const encodeCounted = (writer: Writer, message: Counted): boolean => {
  if (message.number !== 0) writer.uint(8, message.number, 0, 4294967295, 'Counted.number')
  if (!(message.body instanceof Uint8Array && message.body.length === 0)) writer.bytes(18, message.body, 0, 65536, 'Counted.body')
  return writer.fault === null
}

/** Reads the body of Counted; null: see `reader.fault`. */
export const decodeCounted = (reader: Reader): Counted | null => {
  let number_ = 0
  let body_: Body | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Counted')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Counted.number')
        seen |= 0x1
        number_ = reader.uint(0, 4294967295, 'Counted.number')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Counted.body')
        seen |= 0x2
        body_ = reader.bytes(0, 65536, 'Counted.body') as Body
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Counted.number')
          case 2:
            return reader.wrongWireType(tag, 'Counted.body')
          default:
            reader.skip(tag, 'Counted')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Counted',
    number: number_,
    body: body_ ?? new Uint8Array(0) as Body,
  }
}

/** Writes the body of Total; false: see `writer.fault`, which sticks until it is reset. */
export const encodeTotal = (writer: Writer, message: Total): boolean => {
  if (message.number !== 0) writer.uint(8, message.number, 0, 4294967295, 'Total.number')
  return writer.fault === null
}

/** Reads the body of Total; null: see `reader.fault`. */
export const decodeTotal = (reader: Reader): Total | null => {
  let number_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Total')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Total.number')
        seen |= 0x1
        number_ = reader.uint(0, 4294967295, 'Total.number')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Total.number')
          default:
            reader.skip(tag, 'Total')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Total',
    number: number_,
  }
}

const encodeMessage = (writer: Writer, message: Message): boolean => {
  switch (message.type) {
    case 'Note':
      return encodeNote(writer, message)
    case 'Question':
      return encodeQuestion(writer, message)
    case 'Answer':
      return encodeAnswer(writer, message)
    case 'Count':
      return encodeCount(writer, message)
    case 'Counted':
      return encodeCounted(writer, message)
    case 'Total':
      return encodeTotal(writer, message)
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
      return decodeNote(reader)
    case 65:
      return decodeQuestion(reader)
    case 66:
      return decodeAnswer(reader)
    case 67:
      return decodeCount(reader)
    case 68:
      return decodeCounted(reader)
    case 69:
      return decodeTotal(reader)
    default:
      return baseCodec.decodeBody(number, reader)
  }
}
