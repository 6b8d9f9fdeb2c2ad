import { hopping, TEXT, type Wire } from './wire.ts'

const HEADER_BYTES = 16
const HELLO = 1
const READY = 12
const SAY = 64

/** Written by hand from the wire document: nothing of what is measured helps to measure it. */
const frame = (type: number, id: number, body: Buffer): Buffer => {
  const bytes = Buffer.alloc(HEADER_BYTES + body.length)
  bytes.writeUInt32BE(body.length, 0)
  bytes.writeUInt16BE(type, 4)
  bytes.writeUInt32BE(id, 8)
  body.copy(bytes, HEADER_BYTES)
  return bytes
}

/** Field 1 of type string, then its length. */
const SAY_PREFIX = Buffer.from([0x0a, TEXT.length])

const lengthAt = (bytes: Buffer, at: number): number =>
  bytes.length - at < HEADER_BYTES ? 0 : HEADER_BYTES + bytes.readUInt32BE(at)

/** The header of 16 bytes, then the body. Acks come in between and are passed over; none is sent. */
export const colloquy: Wire = {
  // minVersion 1, maxVersion 1, protocol talk.
  hello: frame(HELLO, 0, Buffer.concat([Buffer.from([0x08, 1, 0x10, 1, 0x2a, 4]), Buffer.from('talk')])),
  greeted: (bytes) => {
    for (let at = 0, length = lengthAt(bytes, at); length > 0; length = lengthAt(bytes, at)) {
      const type = bytes.readUInt16BE(at + 4)
      at += length
      if (type === READY && at <= bytes.length) return at
    }
    return -1
  },
  messages: (from, count) => {
    const body = Buffer.concat([SAY_PREFIX, Buffer.from(TEXT)])
    const one = frame(SAY, 0, body)
    const all = Buffer.alloc(count * one.length, one)
    for (let i = 0; i < count; i++) all.writeUInt32BE(from + i + 1, i * one.length + 8)
    return all
  },
  counter: () =>
    hopping(lengthAt, (bytes, at) =>
      bytes.readUInt16BE(at + 4) === SAY ? bytes.readUInt32BE(at) - SAY_PREFIX.length : 0,
    ),
}
