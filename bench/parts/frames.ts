/** The length, the type, flags, the id and what it answers: the same header as Colloquy's. */
export const HEADER_BYTES = 16
export const MAX_BYTES = 65_536
const NOTHING = Buffer.alloc(0)

/** A header with room for a body behind it. */
const headed = (type: number, id: number, re: number, bodyBytes: number): Buffer => {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + bodyBytes)
  frame.writeUInt32BE(bodyBytes, 0)
  frame.writeUInt16BE(type, 4)
  frame.writeUInt16BE(0, 6)
  frame.writeUInt32BE(id, 8)
  frame.writeUInt32BE(re, 12)
  return frame
}

/** A frame of bytes. */
export const framed = (type: number, id: number, re: number, body: Buffer): Buffer => {
  const frame = headed(type, id, re, body.length)
  frame.set(body, HEADER_BYTES)
  return frame
}

/** A frame of text. */
export const framedText = (type: number, id: number, re: number, text: string): Buffer => {
  const frame = headed(type, id, re, Buffer.byteLength(text))
  frame.write(text, HEADER_BYTES)
  return frame
}

/** Cuts a stream into frames, and hands over the body of each. */
export const cutter = (heard: (body: Buffer) => void): ((chunk: Buffer) => void) => {
  let rest: Buffer = NOTHING
  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    while (bytes.length - at >= HEADER_BYTES) {
      const length = bytes.readUInt32BE(at)
      if (length > MAX_BYTES) throw new Error('A frame is too long.')
      const end = at + HEADER_BYTES + length
      if (end > bytes.length) break
      heard(bytes.subarray(at + HEADER_BYTES, end))
      at = end
    }
    rest = bytes.subarray(at)
  }
}
