/** Numbers from a seed, so that a run can be had again. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** 0 to below `below`; mulberry32. */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }

  of<A>(some: readonly A[]): A {
    return some[this.below(some.length)] as A
  }
}

const MAX_BYTES = 4_096
const INTERESTING = [0, 1, 2, 8, 0x0a, 0x10, 0x40, 0x7f, 0x80, 0xff]

/** Another input, made of one that led somewhere, a second one, and words of the wire. */
export const mutated = (input: Buffer, other: Buffer, words: readonly Buffer[], random: Random): Buffer => {
  let bytes: Buffer = Buffer.from(input)
  for (let times = 1 + random.below(4); times > 0; times -= 1) bytes = once(bytes, other, words, random)
  return bytes.subarray(0, MAX_BYTES)
}

const once = (bytes: Buffer, other: Buffer, words: readonly Buffer[], random: Random): Buffer => {
  const at = random.below(bytes.length + 1)
  const set = (value: number): Buffer => {
    if (at < bytes.length) bytes[at] = value
    return bytes
  }
  switch (random.below(9)) {
    case 0:
      return set((bytes[at] ?? 0) ^ (1 << random.below(8)))
    case 1:
      return set(random.below(256))
    case 2:
      return set(random.of(INTERESTING))
    case 3:
      return set((bytes[at] ?? 0) + random.of([1, -1]))
    case 4:
      return Buffer.concat([bytes.subarray(0, at), random.of(words), bytes.subarray(at)])
    case 5:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(8))])
    case 6:
      return Buffer.concat([bytes.subarray(0, at), other.subarray(random.below(other.length + 1))])
    case 7:
      return Buffer.concat([bytes, random.of(words)])
    default:
      return withLengths(bytes)
  }
}

/** The frames with the lengths that they have, up to the first that is cut off, which gets the rest. */
const withLengths = (bytes: Buffer): Buffer => {
  for (let at = 0; at + 16 <= bytes.length; ) {
    const end = at + 16 + bytes.readUInt32BE(at)
    if (end > bytes.length) {
      bytes.writeUInt32BE(bytes.length - at - 16, at)
      return bytes
    }
    at = end
  }
  return bytes
}
