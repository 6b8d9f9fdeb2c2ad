/** The polynomial of CRC-32C, its bits reversed (RFC 9260, appendix A). */
const POLYNOMIAL = 0x82f63b78

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1
  return rest
})

/** The CRC-32C of bytes, those from `from` to `to` counted as 0. */
export const crc32c = (bytes: Uint8Array, from = 0, to = 0): number => {
  let sum = 0xffffffff
  for (let at = 0; at < bytes.length; at++) {
    const byte = at >= from && at < to ? 0 : (bytes[at] ?? 0)
    sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}
