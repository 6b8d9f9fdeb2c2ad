/** How many entries a table of sources keeps. */
export const MAX_ENTRIES = 65_536

/** A table of so many entries; beyond that the one that was set longest ago goes. */
export class BoundedTable<Key, Value> {
  private readonly capacity: number
  // In the order in which they were set last.
  private readonly entries = new Map<Key, Value>()

  constructor(capacity = MAX_ENTRIES) {
    this.capacity = capacity
  }

  get size(): number {
    return this.entries.size
  }

  get(key: Key): Value | undefined {
    return this.entries.get(key)
  }

  has(key: Key): boolean {
    return this.entries.has(key)
  }

  set(key: Key, value: Value): void {
    this.entries.delete(key)
    this.entries.set(key, value)
    if (this.entries.size > this.capacity)
      for (const oldest of this.entries.keys()) {
        this.entries.delete(oldest)
        return
      }
  }

  delete(key: Key): void {
    this.entries.delete(key)
  }
}
