import type { Buffer } from 'node:buffer'

/** The most bytes that `shortAscii` takes. */
export const MAX_SHORT_BYTES = 16

const { fromCharCode } = String

/**
 * ASCII text of up to 16 bytes, or null when a byte is none of ASCII's. A call into Node costs 60 to 80 ns however
 * short the text is; `fromCharCode` with its arguments written out costs 10 to 30.
 */
export const shortAscii = (b: Buffer, start: number, end: number): string | null => {
  let all = 0
  for (let i = start; i < end; i++) all |= at(b, i)
  if (all > 0x7f) return null
  const s = start
  switch (end - start) {
    case 0:
      return ''
    case 1:
      return fromCharCode(at(b, s))
    case 2:
      return fromCharCode(at(b, s), at(b, s + 1))
    case 3:
      return fromCharCode(at(b, s), at(b, s + 1), at(b, s + 2))
    case 4:
      return fromCharCode(at(b, s), at(b, s + 1), at(b, s + 2), at(b, s + 3))
    case 5:
      return fromCharCode(at(b, s), at(b, s + 1), at(b, s + 2), at(b, s + 3), at(b, s + 4))
    case 6:
      return fromCharCode(at(b, s), at(b, s + 1), at(b, s + 2), at(b, s + 3), at(b, s + 4), at(b, s + 5))
    case 7:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
      )
    case 8:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
        at(b, s + 7),
      )
    case 9:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
        at(b, s + 7),
        at(b, s + 8),
      )
    case 10:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
        at(b, s + 7),
        at(b, s + 8),
        at(b, s + 9),
      )
    case 11:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
        at(b, s + 7),
        at(b, s + 8),
        at(b, s + 9),
        at(b, s + 10),
      )
    case 12:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
        at(b, s + 7),
        at(b, s + 8),
        at(b, s + 9),
        at(b, s + 10),
        at(b, s + 11),
      )
    case 13:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
        at(b, s + 7),
        at(b, s + 8),
        at(b, s + 9),
        at(b, s + 10),
        at(b, s + 11),
        at(b, s + 12),
      )
    case 14:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
        at(b, s + 7),
        at(b, s + 8),
        at(b, s + 9),
        at(b, s + 10),
        at(b, s + 11),
        at(b, s + 12),
        at(b, s + 13),
      )
    case 15:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
        at(b, s + 7),
        at(b, s + 8),
        at(b, s + 9),
        at(b, s + 10),
        at(b, s + 11),
        at(b, s + 12),
        at(b, s + 13),
        at(b, s + 14),
      )
    case 16:
      return fromCharCode(
        at(b, s),
        at(b, s + 1),
        at(b, s + 2),
        at(b, s + 3),
        at(b, s + 4),
        at(b, s + 5),
        at(b, s + 6),
        at(b, s + 7),
        at(b, s + 8),
        at(b, s + 9),
        at(b, s + 10),
        at(b, s + 11),
        at(b, s + 12),
        at(b, s + 13),
        at(b, s + 14),
        at(b, s + 15),
      )
    default:
      return null
  }
}

/** A byte that is known to be there. */
const at = (b: Buffer, i: number): number => b[i] as number
