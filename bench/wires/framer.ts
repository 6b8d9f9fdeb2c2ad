import { hopping, TEXT, type Wire } from './wire.ts'

const PREFIX_BYTES = 4

/** A length in four bytes, then the text. */
export const framer: Wire = {
  hello: Buffer.alloc(0),
  greeted: () => 0,
  messages: (_from, count) => {
    const frame = Buffer.alloc(PREFIX_BYTES + TEXT.length)
    frame.writeUInt32BE(TEXT.length)
    frame.write(TEXT, PREFIX_BYTES)
    return Buffer.alloc(count * frame.length, frame)
  },
  counter: () =>
    hopping(
      (bytes, at) => (bytes.length - at < PREFIX_BYTES ? 0 : PREFIX_BYTES + bytes.readUInt32BE(at)),
      (bytes, at) => bytes.readUInt32BE(at),
    ),
}
