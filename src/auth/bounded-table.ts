/** How many entries a table of sources keeps. */
export const MAX_ENTRIES = 65_536

/** A map of so many entries, in the order in which they were set last; beyond that the one that was set longest ago goes. */
export class BoundedTable<Key, Value> extends Map<Key, Value> {
  private readonly capacity: number

  constructor(capacity = MAX_ENTRIES) {
    super()
    this.capacity = capacity
  }

  override set(key: Key, value: Value): this {
    this.delete(key)
    super.set(key, value)
    if (this.size > this.capacity)
      for (const oldest of this.keys()) {
        this.delete(oldest)
        break
      }
    return this
  }
}
