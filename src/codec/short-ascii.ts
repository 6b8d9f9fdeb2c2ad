import type { Buffer } from 'node:buffer'

/** The most bytes that `shortAscii` takes. */
export const MAX_SHORT_BYTES = 16

const MAX_ASCII = 0x7f

const { fromCharCode } = String

/**
 * ASCII text of up to 16 bytes, or null when a byte is none of ASCII's. A call into Node costs 60 to 80 ns however
 * short the text is; `fromCharCode` with its arguments written out costs 10 to 30, and each byte is read once.
 */
export const shortAscii = (b: Buffer, s: number, end: number): string | null => {
  const length = end - s
  if (length === 0) return ''
  const c0 = at(b, s)
  if (length === 1) return c0 > MAX_ASCII ? null : fromCharCode(c0)
  const c1 = at(b, s + 1)
  let all = c0 | c1
  if (length === 2) return all > MAX_ASCII ? null : fromCharCode(c0, c1)
  const c2 = at(b, s + 2)
  all |= c2
  if (length === 3) return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2)
  const c3 = at(b, s + 3)
  all |= c3
  if (length === 4) return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3)
  const c4 = at(b, s + 4)
  all |= c4
  if (length === 5) return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4)
  const c5 = at(b, s + 5)
  all |= c5
  if (length === 6) return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4, c5)
  const c6 = at(b, s + 6)
  all |= c6
  if (length === 7) return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4, c5, c6)
  const c7 = at(b, s + 7)
  all |= c7
  if (length === 8) return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7)
  const c8 = at(b, s + 8)
  all |= c8
  if (length === 9) return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7, c8)
  const c9 = at(b, s + 9)
  all |= c9
  if (length === 10) return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9)
  const c10 = at(b, s + 10)
  all |= c10
  if (length === 11) return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10)
  const c11 = at(b, s + 11)
  all |= c11
  if (length === 12)
    return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11)
  const c12 = at(b, s + 12)
  all |= c12
  if (length === 13)
    return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12)
  const c13 = at(b, s + 13)
  all |= c13
  if (length === 14)
    return all > MAX_ASCII ? null : fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13)
  const c14 = at(b, s + 14)
  all |= c14
  if (length === 15)
    return all > MAX_ASCII
      ? null
      : fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14)
  const c15 = at(b, s + 15)
  all |= c15
  if (length === 16)
    return all > MAX_ASCII
      ? null
      : fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15)
  return null
}

/** A byte that is known to be there. */
const at = (b: Buffer, i: number): number => b[i] as number
