// Generated from protocol/talk.yaml by npm run codegen. Do not edit.
import { type Reader, type Writer } from '../../src/codec/index.ts'
import * as baseCodec from '../base/codec.ts'
import type {
  Message,
  Say,
} from './messages.ts'

/** Writes the body of Say; false: see `writer.fault`, which sticks until it is reset. */
export const encodeSay = (writer: Writer, message: Say): boolean => {
  if (message.text !== '') writer.string(10, message.text, 0, 65536, 'Say.text')
  return writer.fault === null
}

/** Reads the body of Say; null: see `reader.fault`. */
export const decodeSay = (reader: Reader): Say | null => {
  let text_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Say')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Say.text')
        seen |= 0x1
        text_ = reader.string(0, 65536, 'Say.text')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Say.text')
          default:
            reader.skip(tag, 'Say')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Say',
    text: text_,
  }
}

const encodeMessage = (writer: Writer, message: Message): boolean => {
  switch (message.type) {
    case 'Say':
      return encodeSay(writer, message)
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
      return decodeSay(reader)
    default:
      return baseCodec.decodeBody(number, reader)
  }
}
