import type { CapturedMessage } from '../capture/index.ts'

/** Things that happen at an end. `lost` and `deadline` have no frame. */
const KINDS = ['hears', 'says', 'lost', 'deadline'] as const

/** A kind of thing that happens at an end. */
export type Kind = (typeof KINDS)[number]

/** A frame that is kept, or something else that happened. */
export interface Kept {
  /** Counts what happened at this end, from 0. */
  readonly sequence: number
  readonly kind: Kind
  /** The number of its message. */
  readonly number: number
  readonly id: number
  readonly re: number
  /** Its length with the header. */
  readonly bytes: number
  /** The index of the contract's state in which it happened. */
  readonly state: number
  /** Milliseconds since the connection was made. */
  readonly atMs: number
  /** Null where it was not decoded, or could not be. */
  readonly message: CapturedMessage | null
}

/** Numbers that are kept of each. */
const WIDTH = 7
const FIRST_CAPACITY = 8

/** The last frames of one end. Its room grows with what it holds, as most ends say little. */
export class FrameRing {
  private readonly numbers: { values: Uint32Array; capacity: number }
  private messages = new Map<number, CapturedMessage>()
  private maxCapacity: number
  /** All that was ever added. */
  count = 0
  /** The sequence of the oldest that is still there. */
  oldest = 0

  constructor(maxCapacity: number) {
    this.maxCapacity = maxCapacity
    const capacity = Math.min(FIRST_CAPACITY, maxCapacity)
    this.numbers = { values: new Uint32Array(capacity * WIDTH), capacity }
  }

  add(
    kind: Kind,
    number: number,
    id: number,
    re: number,
    bytes: number,
    state: number,
    atMs: number,
    message: CapturedMessage | null,
  ): void {
    const { numbers, messages } = this
    if (this.count - this.oldest === numbers.capacity) {
      if (numbers.capacity < this.maxCapacity) this.resize(Math.min(2 * numbers.capacity, this.maxCapacity))
      else this.oldest += 1
    }
    const slot = this.count % numbers.capacity
    const { values } = numbers
    let at = slot * WIDTH
    values[at++] = kind === 'hears' ? 0 : kind === 'says' ? 1 : kind === 'lost' ? 2 : 3
    values[at++] = number
    values[at++] = id
    values[at++] = re
    values[at++] = bytes
    values[at++] = state
    values[at] = atMs
    if (message !== null) messages.set(this.count, message)
    this.count += 1
    // Most ends say no message that is kept decoded: there is nothing to delete then.
    if (messages.size > 0 && this.oldest > 0) messages.delete(this.oldest - 1)
  }

  /** Keeps so many from now on; what is there already stays as far as it fits. */
  keep(maxCapacity: number): void {
    this.maxCapacity = maxCapacity
    if (this.numbers.capacity > maxCapacity) this.resize(maxCapacity)
  }

  /** All that is still there from a sequence on, the oldest first. */
  from(sequence: number): readonly Kept[] {
    const { values, capacity } = this.numbers
    const first = Math.max(sequence, this.oldest)
    return Array.from({ length: Math.max(0, this.count - first) }, (_, index) => {
      const at = first + index
      const start = (at % capacity) * WIDTH
      const [kind = 0, number = 0, id = 0, re = 0, bytes = 0, state = 0, atMs = 0] = values.subarray(
        start,
        start + WIDTH,
      )
      const message = this.messages.get(at) ?? null
      return { sequence: at, kind: KINDS[kind] ?? 'hears', number, id, re, bytes, state, atMs, message }
    })
  }

  private resize(capacity: number): void {
    const { numbers } = this
    const values = new Uint32Array(capacity * WIDTH)
    const oldest = Math.max(this.oldest, this.count - capacity)
    for (let at = oldest; at < this.count; at++) {
      const from = (at % numbers.capacity) * WIDTH
      values.set(numbers.values.subarray(from, from + WIDTH), (at % capacity) * WIDTH)
    }
    for (let at = this.oldest; at < oldest; at++) this.messages.delete(at)
    this.oldest = oldest
    numbers.values = values
    numbers.capacity = capacity
  }
}
