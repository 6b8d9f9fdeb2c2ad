import { Buffer } from 'node:buffer'
import { wholeFrom } from '../arguments.ts'
import type { CodecFault, Reason } from './fault.ts'
import { byteLengthOf, encodeText, MIN_COUNTED_BYTES } from './text.ts'

/** The most bytes that a tag and a varint of 64 bits take. */
const maxVarints = 5 + 10

const varintSize = (value: number): number => {
  if (value < 0x80) return 1
  if (value < 0x4000) return 2
  if (value < 0x200000) return 3
  return value < 0x10000000 ? 4 : 5
}

const toZigzag = (value: bigint): bigint => (value < 0n ? -2n * value - 1n : 2n * value)

/**
 * Writes bodies, one behind the other, into one buffer that grows. The first fault sticks until `reset`. Whoever
 * sends frames reserves room for the header (`ensure(16)`, `pos += 16`), encodes the body behind it, fills the header
 * in and sends `buffer.subarray(start, pos)`; `buffer` is another one after it grew.
 */
export class Writer {
  buffer: Buffer
  /** Where the next byte is written. */
  pos = 0
  /** The first fault since the body was begun. */
  fault: CodecFault | null = null
  /** Whether somebody writes a frame, and nobody else may. */
  isBusy = false

  constructor(size = 1024) {
    wholeFrom(0)('size', size)
    this.buffer = Buffer.allocUnsafeSlow(size)
  }

  /** Goes back to a position, and forgets a fault. The buffer stays. */
  reset(pos = 0): this {
    this.pos = pos
    this.fault = null
    return this
  }

  /** Makes room for so many bytes more. */
  ensure(bytes: number): void {
    if (this.pos + bytes > this.buffer.length) this.grow(bytes)
  }

  private grow(bytes: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.pos + bytes, 64))
    this.buffer.copy(larger, 0, 0, this.pos)
    this.buffer = larger
  }

  /** Refuses the message. Returns false for the convenience of encoders. */
  fail(reason: Reason, path: string): false {
    if (this.fault === null) this.fault = { code: 'MALFORMED', reason, path }
    return false
  }

  /** Refuses the message where a reason is given. */
  refuse(reason: Reason | null, path: string): void {
    if (reason !== null) this.fail(reason, path)
  }

  /** A varint in its shortest form. There must be room, and the number must be whole, from 0 to 2^53 - 1. */
  private varint(value: number): void {
    if (value < 0x80) this.buffer[this.pos++] = value
    else this.longVarint(value)
  }

  private longVarint(value: number): void {
    const { buffer } = this
    let { pos } = this
    let rest = value
    if (rest > 0x7fffffff) {
      const low = rest & 0xfffffff
      rest = (rest - low) / 0x10000000
      buffer[pos++] = low | 0x80
      buffer[pos++] = (low >>> 7) | 0x80
      buffer[pos++] = (low >>> 14) | 0x80
      buffer[pos++] = (low >>> 21) | 0x80
    }
    while (rest > 0x7f) {
      buffer[pos++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    buffer[pos++] = rest
    this.pos = pos
  }

  /** Whether a value is a list of so many items. */
  items(value: readonly unknown[], min: number, max: number, path: string): boolean {
    if (!Array.isArray(value)) return this.fail('WRONG_TYPE', path)
    return (value.length >= min && value.length <= max) || this.fail('OUT_OF_RANGE', path)
  }

  /** Whether a value is a record. */
  isObject(value: unknown, path: string): boolean {
    return (typeof value === 'object' && value !== null) || this.fail('WRONG_TYPE', path)
  }

  /**
   * Begins a field of at most so many bytes whose length is not known before they are written: leaves room for its
   * longest length, and returns where that stands.
   */
  begin(tag: number, max: number): number {
    this.ensure(maxVarints)
    this.varint(tag)
    const start = this.pos
    this.pos += varintSize(max)
    return start
  }

  /** Ends what was begun: writes the length, behind which the bytes move where it has fewer digits than room. */
  end(start: number, max: number, path: string): void {
    const from = start + varintSize(max)
    const { pos } = this
    const bytes = pos - from
    if (bytes > max) {
      this.fail('OUT_OF_RANGE', path)
      return
    }
    const digits = varintSize(bytes)
    if (start + digits !== from) this.buffer.copyWithin(start + digits, from, pos)
    this.pos = start
    this.varint(bytes)
    this.pos += bytes
  }

  /** Refuses what has taken more bytes than it may since a position. */
  limit(start: number, max: number, path: string): void {
    if (this.pos - start > max) this.fail('OUT_OF_RANGE', path)
  }

  /** A field of a record without fields. */
  empty(tag: number): void {
    this.ensure(maxVarints)
    this.varint(tag)
    this.buffer[this.pos++] = 0
  }

  /** The tag of a field; 0 is that of an item in a list, which has none. There must be room. */
  private head(tag: number): void {
    if (tag !== 0) this.varint(tag)
  }

  /** A field of an unsigned number within inclusive bounds. */
  uint(tag: number, value: number, min: number, max: number, path: string): void {
    if (typeof value !== 'number') {
      this.fail('WRONG_TYPE', path)
      return
    }
    if (!(value >= min && value <= max) || !Number.isInteger(value)) {
      this.fail('OUT_OF_RANGE', path)
      return
    }
    this.ensure(maxVarints)
    this.head(tag)
    this.varint(value)
  }

  /** A field of a number with a sign within inclusive bounds. */
  int(tag: number, value: number, min: number, max: number, path: string): void {
    if (typeof value !== 'number') {
      this.fail('WRONG_TYPE', path)
      return
    }
    if (!(value >= min && value <= max) || !Number.isInteger(value)) {
      this.fail('OUT_OF_RANGE', path)
      return
    }
    this.ensure(maxVarints)
    this.head(tag)
    const zigzag = value < 0 ? -2 * value - 1 : 2 * value
    if (zigzag <= Number.MAX_SAFE_INTEGER) this.varint(zigzag)
    else this.varint64(toZigzag(BigInt(value)))
  }

  /** A varint of 64 bits in its shortest form. There must be room. */
  private varint64(value: bigint): void {
    let rest = value
    for (; rest > 0x7fn; rest >>= 7n) this.buffer[this.pos++] = Number(rest & 0x7fn) | 0x80
    this.buffer[this.pos++] = Number(rest)
  }

  /** A field of an unsigned number of 64 bits within inclusive bounds. */
  bigUint(tag: number, value: bigint, min: bigint, max: bigint, path: string): void {
    if (!this.isWithin(value, min, max, path)) return
    this.head(tag)
    this.varint64(value)
  }

  /** A field of a number of 64 bits with a sign within inclusive bounds. */
  bigInt(tag: number, value: bigint, min: bigint, max: bigint, path: string): void {
    if (!this.isWithin(value, min, max, path)) return
    this.head(tag)
    this.varint64(toZigzag(value))
  }

  /** Whether a bigint may be written; then there is room for it. */
  private isWithin(value: bigint, min: bigint, max: bigint, path: string): boolean {
    if (typeof value !== 'bigint') return this.fail('WRONG_TYPE', path)
    if (value < min || value > max) return this.fail('OUT_OF_RANGE', path)
    this.ensure(maxVarints)
    return true
  }

  /** A field of a finite number within inclusive bounds. */
  double(tag: number, value: number, min: number, max: number, path: string): void {
    if (typeof value !== 'number') {
      this.fail('WRONG_TYPE', path)
      return
    }
    // NaN is within no bounds.
    if (!(value >= min && value <= max)) {
      this.fail('OUT_OF_RANGE', path)
      return
    }
    this.ensure(maxVarints)
    this.head(tag)
    this.pos = this.buffer.writeDoubleLE(value, this.pos)
  }

  /** A field of a bool. */
  bool(tag: number, value: boolean, path: string): void {
    if (typeof value !== 'boolean') {
      this.fail('WRONG_TYPE', path)
      return
    }
    this.ensure(maxVarints)
    this.head(tag)
    this.buffer[this.pos++] = value ? 1 : 0
  }

  /** A field of text of so many bytes of UTF-8. */
  string(tag: number, text: string, min: number, max: number, path: string): void {
    if (typeof text !== 'string') {
      this.fail('WRONG_TYPE', path)
      return
    }
    const units = text.length
    // A character takes a byte at least: this bounds what is looked at below.
    if (units > max) {
      this.fail('OUT_OF_RANGE', path)
      return
    }
    let counted = 0
    if (units <= MIN_COUNTED_BYTES) this.ensure(units * 3 + maxVarints)
    else {
      counted = byteLengthOf(text)
      if (counted < 0 || counted > max) {
        this.fail(counted < 0 ? 'INVALID_UTF8' : 'OUT_OF_RANGE', path)
        return
      }
      this.ensure(counted + maxVarints)
    }
    this.varint(tag)
    // The length is written before the text, guessed from its characters; where more bytes come of them than the
    // guess has digits for, the text moves by a byte.
    const at = this.pos
    const guessed = varintSize(counted === 0 ? units : counted)
    const bytes = encodeText(this.buffer, text, at + guessed, counted)
    if (bytes < 0) {
      this.fail('INVALID_UTF8', path)
      return
    }
    if (bytes < min || bytes > max) {
      this.fail('OUT_OF_RANGE', path)
      return
    }
    const digits = varintSize(bytes)
    if (digits !== guessed) this.buffer.copyWithin(at + digits, at + guessed, at + guessed + bytes)
    this.varint(bytes)
    this.pos = at + digits + bytes
  }

  /** A field of so many bytes. */
  bytes(tag: number, value: Uint8Array, min: number, max: number, path: string): void {
    if (!(value instanceof Uint8Array)) {
      this.fail('WRONG_TYPE', path)
      return
    }
    const { length } = value
    if (length < min || length > max) {
      this.fail('OUT_OF_RANGE', path)
      return
    }
    this.ensure(length + maxVarints)
    this.varint(tag)
    this.varint(length)
    if (length > 32) this.buffer.set(value, this.pos)
    else for (let i = 0; i < length; i++) this.buffer[this.pos + i] = value[i] as number
    this.pos += length
  }
}
