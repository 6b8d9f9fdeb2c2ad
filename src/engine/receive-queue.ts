import type { AnyMessage } from '../codec/index.ts'

/** A conversation message as it came. */
export interface Received {
  readonly message: AnyMessage
  /** Of the message, in the contract's tables. */
  readonly index: number
  readonly id: number
  readonly bytes: number
}

/** Originals whose handlers wait for room, oldest first. */
export class ReceiveQueue {
  private items: Received[] = []
  private head = 0
  bytes = 0

  get length(): number {
    return this.items.length - this.head
  }

  /** The id of the oldest; undefined where none waits. */
  get firstId(): number | undefined {
    return this.items[this.head]?.id
  }

  /** All that wait, the oldest first. */
  get waiting(): readonly Received[] {
    return this.items.slice(this.head)
  }

  /** The ids of all that wait. */
  get ids(): readonly number[] {
    return this.waiting.map(({ id }) => id)
  }

  push(item: Received): void {
    this.items.push(item)
    this.bytes += item.bytes
  }

  shift(): Received | undefined {
    const item = this.items[this.head]
    if (item === undefined) return undefined
    this.head += 1
    this.bytes -= item.bytes
    // Items that were taken are released in batches, so that the rest is not moved each time.
    if (this.head === this.items.length || this.head === 256) {
      this.items = this.items.slice(this.head)
      this.head = 0
    }
    return item
  }

  /** Lets go of the message with this id, if it is there. */
  drop(id: number): void {
    if (this.firstId === undefined || id < this.firstId) return
    const at = this.items.findIndex((item, index) => index >= this.head && item.id === id)
    const dropped = at < 0 ? undefined : this.items.splice(at, 1)[0]
    if (dropped !== undefined) this.bytes -= dropped.bytes
  }
}
