import fc from 'fast-check'
import { FrameDecoder, HEADER_BYTES, type Header, type Judge } from '../../src/transport/framing/decoder.ts'

/** A frame as a test says it, with every field of the header free. */
export interface Said extends Omit<Header, 'length'> {
  readonly body: Buffer
}

/** A frame as a decoder gave it. */
export interface Heard extends Header {
  readonly body: string
}

/** The bytes of a frame, by Node's own big-endian writers. */
export function onTheWire({ type, flags, id, re, body }: Said): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32BE(body.length, 0)
  header.writeUInt16BE(type, 4)
  header.writeUInt16BE(flags, 6)
  header.writeUInt32BE(id, 8)
  header.writeUInt32BE(re, 12)
  return Buffer.concat([header, body])
}

export const anyFrame = (maxBody: number): fc.Arbitrary<Said> =>
  fc.record({
    type: fc.nat({ max: 0xffff }),
    flags: fc.nat({ max: 0xffff }),
    id: fc.nat({ max: 0xffffffff }),
    re: fc.nat({ max: 0xffffffff }),
    body: fc.uint8Array({ maxLength: maxBody, size: 'max' }).map((bytes) => Buffer.from(bytes)),
  })

/** Cuts bytes into pieces of the given sizes, again and again; a size of 0 is a chunk of nothing. */
export function chop(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  if (!sizes.some((size) => size > 0)) return [bytes]
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

/** The frame that a decoder stands at, copied out. */
export function frameOf(decoder: FrameDecoder): Heard {
  const { length, type, flags, id, re } = decoder.header
  return { length, type, flags, id, re, body: decoder.body.toString('hex') }
}

/** The frames that should be heard for those that were said. */
export const expected = ({ type, flags, id, re, body }: Said): Heard => ({
  length: body.length,
  type,
  flags,
  id,
  re,
  body: body.toString('hex'),
})

/** All that a decoder hears in the chunks, each gone through before the next is pushed. */
export function listen(chunks: readonly Buffer[], judge: Judge = () => true): Heard[] {
  const decoder = new FrameDecoder(judge)
  const heard: Heard[] = []
  for (const chunk of chunks) {
    decoder.push(chunk)
    while (decoder.next()) heard.push(frameOf(decoder))
  }
  return heard
}
