import { Buffer } from 'node:buffer'
import type { CodecFault, Reason } from './fault.ts'
import { decodeText } from './text.ts'

/** How many unknown fields are skipped in one body. */
export const MAX_UNKNOWN_FIELDS = 64

const noBytes = Buffer.alloc(0)

/**
 * Reads the fields of one body. It never throws: the first fault sticks and moves the position to the end, so that
 * every loop over a body ends, and what is read after it is empty. Nothing that it returns shares memory with the
 * buffer. To be used again through `reset`.
 */
export class Reader {
  buffer: Buffer = noBytes
  /** Where the next byte is read. */
  pos = 0
  /** Where the body ends. */
  end = 0
  /** The first fault since `reset`. */
  fault: CodecFault | null = null
  private unknown = 0

  /** Begins with the body that lies from `start` to `end`, and forgets an earlier fault. */
  reset(buffer: Buffer, start = 0, end: number = buffer.length): this {
    this.buffer = buffer
    this.pos = start
    this.end = end
    this.fault = null
    this.unknown = 0
    return this
  }

  /** Refuses the body. Returns null for the convenience of decoders. */
  fail(reason: Reason, path: string): null {
    if (this.fault === null) this.fault = { code: 'MALFORMED', reason, path }
    this.pos = this.end
    return null
  }

  /** The next tag: field number and wire type. There must be a byte left. 0 after a fault. */
  tag(path: string): number {
    const byte = this.buffer[this.pos] as number
    if (byte >= 8 && byte < 0x80) {
      this.pos++
      return byte
    }
    const tag = this.varint(path)
    if (tag >= 8 && tag <= 0xffffffff) return tag
    this.fail('INVALID_TAG', path)
    return 0
  }

  /** A varint of at most 64 bits in its shortest form; above 2^53 it is no longer exact. 0 after a fault. */
  varint(path: string): number {
    const { buffer, pos, end } = this
    if (pos < end) {
      const first = buffer[pos] as number
      if (first < 0x80) {
        this.pos = pos + 1
        return first
      }
    }
    return this.longVarint(path)
  }

  private longVarint(path: string): number {
    const { buffer, pos: start } = this
    const max = Math.min(this.end, start + 10)
    let pos = start
    let value = 0
    // Whole numbers of 31 bits are faster than those beyond.
    for (let shift = 0; shift < 28 && pos < max; shift += 7) {
      const byte = buffer[pos++] as number
      if (byte < 0x80) {
        if (byte === 0) return this.badVarint(path)
        this.pos = pos
        return value | (byte << shift)
      }
      value |= (byte & 0x7f) << shift
    }
    for (let scale = 0x10000000; pos < max; scale *= 128) {
      const byte = buffer[pos++] as number
      if (byte < 0x80) {
        // A last byte of 0 adds nothing; the tenth has room for one bit.
        if (byte === 0 || (pos === start + 10 && byte > 1)) return this.badVarint(path)
        this.pos = pos
        return value + byte * scale
      }
      value += (byte & 0x7f) * scale
    }
    return this.badVarint(path)
  }

  /** Which of the two is wrong with the varint at the position. */
  private badVarint(path: string): number {
    const { buffer, end } = this
    let { pos } = this
    const max = Math.min(end, pos + 10)
    while (pos < max && (buffer[pos] as number) >= 0x80) pos++
    this.fail(pos === end && pos < this.pos + 10 ? 'TRUNCATED' : 'OVERLONG_VARINT', path)
    return 0
  }

  /** An unsigned number within inclusive bounds. 0 after a fault. */
  uint(min: number, max: number, path: string): number {
    const value = this.varint(path)
    if (value >= min && value <= max) return value
    this.fail('OUT_OF_RANGE', path)
    return 0
  }

  /** All 64 bits of a varint. 0 after a fault. */
  private varint64(path: string): bigint {
    const start = this.pos
    const near = this.varint(path)
    if (near <= Number.MAX_SAFE_INTEGER) return BigInt(near)
    let value = 0n
    for (let i = this.pos - 1; i >= start; i--)
      value = (value << 7n) | BigInt((this.buffer[i] as number) & 0x7f)
    return value
  }

  /** A number with a sign within inclusive bounds. 0 after a fault. */
  int(min: number, max: number, path: string): number {
    const start = this.pos
    const zigzag = this.varint(path)
    let value = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
    if (zigzag > Number.MAX_SAFE_INTEGER) {
      this.pos = start
      value = Number(this.signed64(path))
    }
    if (value >= min && value <= max) return value
    this.fail('OUT_OF_RANGE', path)
    return 0
  }

  private signed64(path: string): bigint {
    const zigzag = this.varint64(path)
    return (zigzag & 1n) === 0n ? zigzag >> 1n : -((zigzag + 1n) >> 1n)
  }

  /** An unsigned number of 64 bits within inclusive bounds. 0 after a fault. */
  bigUint(min: bigint, max: bigint, path: string): bigint {
    return this.within(this.varint64(path), min, max, path)
  }

  /** A number of 64 bits with a sign within inclusive bounds. 0 after a fault. */
  bigInt(min: bigint, max: bigint, path: string): bigint {
    return this.within(this.signed64(path), min, max, path)
  }

  private within(value: bigint, min: bigint, max: bigint, path: string): bigint {
    if (value >= min && value <= max) return value
    this.fail('OUT_OF_RANGE', path)
    return 0n
  }

  /** A finite number of 64 bits within inclusive bounds. 0 after a fault. */
  double(min: number, max: number, path: string): number {
    if (this.end - this.pos < 8) {
      this.fail('TRUNCATED', path)
      return 0
    }
    const value = this.buffer.readDoubleLE(this.pos)
    this.pos += 8
    // NaN is within no bounds.
    if (value >= min && value <= max) return value
    this.fail('OUT_OF_RANGE', path)
    return 0
  }

  /** A bool, which is 0 or 1. False after a fault. */
  bool(path: string): boolean {
    return this.uint(0, 1, path) === 1
  }

  /** The length of a field that lies wholly within the body and within inclusive bounds. 0 after a fault. */
  private length(min: number, max: number, path: string): number {
    const length = this.varint(path)
    if (length > this.end - this.pos) {
      this.fail('TRUNCATED', path)
      return 0
    }
    if (length >= min && length <= max) return length
    this.fail('OUT_OF_RANGE', path)
    return 0
  }

  /** Text of so many bytes of UTF-8. Empty after a fault. */
  string(min: number, max: number, path: string): string {
    const length = this.length(min, max, path)
    if (length === 0) return ''
    const start = this.pos
    this.pos = start + length
    const text = decodeText(this.buffer, start, this.pos)
    if (text !== null) return text
    this.fail('INVALID_UTF8', path)
    return ''
  }

  /** A copy of so many bytes. Empty after a fault. */
  bytes(min: number, max: number, path: string): Uint8Array {
    const length = this.length(min, max, path)
    const copy = new Uint8Array(length)
    const start = this.pos
    if (length > 32) copy.set(this.buffer.subarray(start, start + length))
    else for (let i = 0; i < length; i++) copy[i] = this.buffer[start + i] as number
    this.pos = start + length
    return copy
  }

  /**
   * Goes into a record, which lies wholly within what holds it: until `leave` the body ends where the record does.
   * Returns where the holder ends.
   */
  enter(max: number, path: string): number {
    const outer = this.end
    const length = this.length(0, max, path)
    this.end = this.fault === null ? this.pos + length : this.pos
    return outer
  }

  /** Goes on behind a record. */
  leave(outer: number): void {
    this.end = outer
    if (this.fault !== null) this.pos = outer
  }

  /** Passes over a record without fields of its own. */
  empty(path: string): void {
    const outer = this.enter(0xffffffff, path)
    while (this.pos < this.end) this.skip(this.tag(path), path)
    this.leave(outer)
  }

  /** Refuses the body where a reason is given. */
  refuse(reason: Reason | null, path: string): void {
    if (reason !== null) this.fail(reason, path)
  }

  /** Refuses a known field that comes under another wire type. */
  wrongWireType(tag: number, path: string): null {
    const wireType = tag & 7
    if (wireType === 3 || wireType === 4) return this.fail('GROUP', path)
    return this.fail(wireType > 5 ? 'INVALID_TAG' : 'WRONG_WIRE_TYPE', path)
  }

  /** Passes over a field that the contract does not know. */
  skip(tag: number, path: string): void {
    if (this.fault !== null) return
    if (++this.unknown > MAX_UNKNOWN_FIELDS) {
      this.fail('TOO_MANY_UNKNOWN', path)
      return
    }
    switch (tag & 7) {
      case 0:
        this.varint(path)
        return
      case 1:
        this.pass(8, path)
        return
      case 2:
        this.pass(this.varint(path), path)
        return
      case 5:
        this.pass(4, path)
        return
      default:
        this.wrongWireType(tag, path)
    }
  }

  private pass(bytes: number, path: string): void {
    if (bytes <= this.end - this.pos) this.pos += bytes
    else this.fail('TRUNCATED', path)
  }
}
