/// <reference lib="es2024.string" />
import { Buffer, isUtf8 } from 'node:buffer'
import { aText } from '../arguments.ts'
import { MAX_SHORT_BYTES, shortAscii } from './short-ascii.ts'

/**
 * Node's own methods behind `toString` and `write`. They are not in its types, but every release has them, and they
 * save a third of the time on short text.
 */
interface TextBuffer {
  utf8Slice(start: number, end: number): string
  utf8Write(text: string, offset: number): number
  latin1Write(text: string, offset: number): number
}

// The one cast of this file: see TextBuffer.
const textOf = (buffer: Buffer): TextBuffer => buffer as unknown as TextBuffer

/** Above so many characters the length in bytes is counted before room is made for it; below, the worst is assumed. */
export const MIN_COUNTED_BYTES = 1024

/** Up to so many characters a loop in JavaScript beats the call into Node. */
const MAX_LOOPED_BYTES = 20

/**
 * The text of some bytes, or null when they are not UTF-8. A byte order mark is kept. Node puts U+FFFD where bytes
 * are wrong, so that text without it was right, and only text with it is looked at again.
 */
export const decodeText = (buffer: Buffer, start: number, end: number): string | null => {
  if (end - start <= MAX_SHORT_BYTES) {
    const ascii = shortAscii(buffer, start, end)
    if (ascii !== null) return ascii
  }
  const text = textOf(buffer).utf8Slice(start, end)
  return text.includes('\ufffd') && !isUtf8(buffer.subarray(start, end)) ? null : text
}

/**
 * Writes text as UTF-8 and returns how many bytes it took, or -1 when a lone surrogate stands in it. There must be
 * room for three bytes a character, or for as many bytes as were `counted` (0: they were not).
 */
export const encodeText = (buffer: Buffer, text: string, offset: number, counted = 0): number => {
  const units = text.length
  if (units <= MAX_LOOPED_BYTES) return encodeShort(buffer, text, offset)
  if (counted === units) return textOf(buffer).latin1Write(text, offset)
  const written = textOf(buffer).utf8Write(text, offset)
  // One byte a character: ASCII, in which there are no surrogates.
  return written === units || text.isWellFormed() ? written : -1
}

const encodeShort = (buffer: Buffer, text: string, offset: number): number => {
  const units = text.length
  let pos = offset
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) buffer[pos++] = unit
    else if (unit < 0x800) {
      buffer[pos++] = 0xc0 | (unit >> 6)
      buffer[pos++] = 0x80 | (unit & 0x3f)
    } else if (unit < 0xd800 || unit > 0xdfff) {
      buffer[pos++] = 0xe0 | (unit >> 12)
      buffer[pos++] = 0x80 | ((unit >> 6) & 0x3f)
      buffer[pos++] = 0x80 | (unit & 0x3f)
    } else {
      const low = ++i < units ? text.charCodeAt(i) : 0
      if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) return -1
      const point = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
      buffer[pos++] = 0xf0 | (point >> 18)
      buffer[pos++] = 0x80 | ((point >> 12) & 0x3f)
      buffer[pos++] = 0x80 | ((point >> 6) & 0x3f)
      buffer[pos++] = 0x80 | (point & 0x3f)
    }
  }
  return pos - offset
}

/** How many bytes of UTF-8 a text has, or -1 when a lone surrogate stands in it. */
export const byteLengthOf = (text: string): number => {
  aText('text', text)
  const bytes = Buffer.byteLength(text)
  return bytes === text.length || text.isWellFormed() ? bytes : -1
}
