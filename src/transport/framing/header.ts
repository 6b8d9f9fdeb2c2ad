/** Bytes of the header that stands before every body. */
export const HEADER_BYTES = 16

/** The header of a frame, as numbers. What they may be is judged by whoever knows the messages. */
export interface Header {
  /** Bytes of body that follow; u32. */
  readonly length: number
  /** The message's number; u16. */
  readonly type: number
  /** u16; 0 in version 1. */
  readonly flags: number
  /** u32. */
  readonly id: number
  /** u32. */
  readonly re: number
}

/** Writes the 16 bytes of a header, big-endian, flags 0. The numbers must fit; they are not checked. */
export function writeHeader(
  buffer: Uint8Array,
  offset: number,
  length: number,
  type: number,
  id: number,
  re: number,
): void {
  writeUint32(buffer, offset, length)
  buffer[offset + 4] = type >>> 8
  buffer[offset + 5] = type
  buffer[offset + 6] = 0
  buffer[offset + 7] = 0
  writeUint32(buffer, offset + 8, id)
  writeUint32(buffer, offset + 12, re)
}

/**
 * A header in the making: whole from one place, or byte by byte. Bytes are added to the numbers as they
 * come, so that a header that arrives in pieces needs no memory of its own.
 */
export class HeaderReader implements Header {
  length = 0
  type = 0
  flags = 0
  id = 0
  re = 0

  /** Reads all 16 bytes at `offset`; they must be there. */
  readWhole(bytes: Uint8Array, offset: number): void {
    this.length = uint32At(bytes, offset)
    this.type = uint16At(bytes, offset + 4)
    this.flags = uint16At(bytes, offset + 6)
    this.id = uint32At(bytes, offset + 8)
    this.re = uint32At(bytes, offset + 12)
  }

  /** Reads one byte, the `index`th (0 to 15) of the header; they must come in order. */
  readByte(index: number, byte: number): void {
    if (index === 0) {
      this.length = byte
      this.type = this.flags = this.id = this.re = 0
    } else if (index < 4) this.length = this.length * 256 + byte
    else if (index < 6) this.type = this.type * 256 + byte
    else if (index < 8) this.flags = this.flags * 256 + byte
    else if (index < 12) this.id = this.id * 256 + byte
    else this.re = this.re * 256 + byte
  }
}

function writeUint32(buffer: Uint8Array, offset: number, value: number): void {
  buffer[offset] = value >>> 24
  buffer[offset + 1] = value >>> 16
  buffer[offset + 2] = value >>> 8
  buffer[offset + 3] = value
}

/** A big-endian number of four bytes. They are there: the caller has checked; a missing one would read as zero. */
export function uint32At(bytes: Uint8Array, offset: number): number {
  return (
    (((bytes[offset] as number) << 24) |
      ((bytes[offset + 1] as number) << 16) |
      ((bytes[offset + 2] as number) << 8) |
      (bytes[offset + 3] as number)) >>>
    0
  )
}

/** As `uint32At`, of two bytes. */
export function uint16At(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number)
}
