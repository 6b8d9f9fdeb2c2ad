import { decodeBody, encodeBody } from '../../protocol/talk/codec.ts'
import { MessageNumber } from '../../protocol/talk/contract.ts'
import type { Message } from '../../protocol/talk/messages.ts'
import { Reader, Writer } from '../../src/codec/index.ts'
import type { Work } from './codec.ts'

/** As the driver does it: into a buffer that is used again, and out of the bytes that came. */
export const colloquy = (message: Message): Work => {
  const writer = new Writer()
  const reader = new Reader()
  const number = MessageNumber[message.type]
  encodeBody(writer, message)
  const bytes = Buffer.from(writer.buffer.subarray(0, writer.pos))
  return {
    bytes,
    encode: () => encodeBody(writer.reset(), message),
    decode: () => decodeBody(number, reader.reset(bytes)),
  }
}
