/** A list of 32-bit integers that grows, without an object for each. */
export class Integers {
  length = 0
  private items = new Int32Array(1024)

  push(item: number): void {
    if (this.length === this.items.length) {
      const larger = new Int32Array(this.length * 2)
      larger.set(this.items)
      this.items = larger
    }
    this.items[this.length++] = item
  }

  at(index: number): number {
    return this.items[index] as number
  }
}

/** A list of bytes that grows. */
export class Bytes {
  length = 0
  private items = new Uint8Array(1024)

  push(item: number): void {
    if (this.length === this.items.length) {
      const larger = new Uint8Array(this.length * 2)
      larger.set(this.items)
      this.items = larger
    }
    this.items[this.length++] = item
  }

  at(index: number): number {
    return this.items[index] as number
  }
}

const EMPTY = -1

/** A set of whole numbers up to 2^53, each with the index at which it was added. */
export class Indices {
  length = 0
  private keys = new Float64Array(1024)
  private slots = new Int32Array(4096).fill(EMPTY)

  key(index: number): number {
    return this.keys[index] as number
  }

  /** The index of a key that is added if it is not there; then it is `length` as it was before. */
  add(key: number): number {
    const mask = this.slots.length - 1
    let slot = hash(key) & mask
    for (let index = this.slots[slot] as number; index !== EMPTY; index = this.slots[slot] as number) {
      if (this.keys[index] === key) return index
      slot = (slot + 1) & mask
    }
    const index = this.length++
    if (index === this.keys.length) this.grow()
    this.keys[index] = key
    this.put(index, key)
    return index
  }

  private grow(): void {
    const larger = new Float64Array(this.keys.length * 2)
    larger.set(this.keys)
    this.keys = larger
    this.slots = new Int32Array(this.slots.length * 2).fill(EMPTY)
    for (let index = 0; index < this.length - 1; index++) this.put(index, larger[index] as number)
  }

  private put(index: number, key: number): void {
    const mask = this.slots.length - 1
    let slot = hash(key) & mask
    while (this.slots[slot] !== EMPTY) slot = (slot + 1) & mask
    this.slots[slot] = index
  }
}

const TWO_32 = 2 ** 32
/** Looked up once: in a context of its own, as tests have, a global costs more than all the mixing. */
const { imul } = Math

/** Mixes both halves of a key. */
const hash = (key: number): number => {
  let mixed = imul((key % TWO_32) ^ imul((key / TWO_32) | 0, 0x85ebca6b), 0x9e3779b1)
  mixed ^= mixed >>> 15
  mixed = imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 13)
}
