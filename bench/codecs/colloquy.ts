import { type AnyMessage, type Contract, Reader, Writer } from '../../src/codec/index.ts'
import type { Work } from './codec.ts'

/** As the driver does it: into a buffer that is used again, and out of the bytes that came. */
export const colloquy = ({ numbers, encodeBody, decodeBody }: Contract, message: AnyMessage): Work => {
  const writer = new Writer()
  const reader = new Reader()
  const number = numbers[message.type]
  if (number === undefined) throw new Error(`The contract lacks ${message.type}.`)
  // A contract of any kind takes none that TypeScript knows; those of the samples are the contract's own.
  const ours = message as never
  encodeBody(writer, ours)
  const bytes = Buffer.from(writer.buffer.subarray(0, writer.pos))
  return {
    bytes,
    encode: () => encodeBody(writer.reset(), ours),
    decode: () => decodeBody(number, reader.reset(bytes)),
  }
}
