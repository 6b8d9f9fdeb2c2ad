// The store: entries in memory, and the last changes of them.
import { EventEmitter, once } from 'node:events'
import type { Change, Entry } from './protocol.ts'

// A value has at most 64 KiB, so that neither takes more than 64 MiB.
const MAX_ENTRIES = 1_000
const MAX_CHANGES = 1_000

/** Entries by key. Each change has a revision, counted from 1. It knows nothing of messages or connections. */
export class Store {
  private readonly entries = new Map<string, Entry>()
  private readonly changes = new Map<number, Change>()
  private readonly expiries = new Map<string, NodeJS.Timeout>()
  private readonly events = new EventEmitter<{ change: [] }>().setMaxListeners(0)
  private lastRevision = 0

  /** The revision of the last change; 0: there was none. */
  get revision(): number {
    return this.lastRevision
  }

  get(key: string): Entry | undefined {
    return this.entries.get(key)
  }

  /** The entries under a prefix as they are now, in the order of their keys. */
  list(prefix: string): readonly Entry[] {
    const found = [...this.entries.values()].filter(({ key }) => key.startsWith(prefix))
    return found.sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  hasRoomFor(key: string): boolean {
    return this.entries.has(key) || this.entries.size < MAX_ENTRIES
  }

  /** Keeps a value, for `ttl` seconds if that is given. Returns the revision. */
  put(key: string, value: Uint8Array, ttl?: number): number {
    this.keepForEver(key)
    const entry = { key, value, revision: this.lastRevision + 1 }
    this.entries.set(key, entry)
    if (ttl !== undefined) this.expiries.set(key, setTimeout(() => this.delete(key), ttl * 1_000).unref())
    return this.add({ case: 'put', value: entry })
  }

  /** Forgets a key. Returns the revision. */
  delete(key: string): number {
    this.keepForEver(key)
    this.entries.delete(key)
    return this.add({ case: 'deleted', value: key })
  }

  /** The change of a revision; undefined: it is not kept any more. */
  changeAt(revision: number): Change | undefined {
    return this.changes.get(revision)
  }

  /** Resolves when there has been a change with that revision. Rejects when the signal aborts. */
  async reached(revision: number, signal: AbortSignal): Promise<void> {
    while (this.lastRevision < revision) await once(this.events, 'change', { signal })
  }

  private add(change: Change): number {
    this.lastRevision += 1
    this.changes.set(this.lastRevision, change)
    this.changes.delete(this.lastRevision - MAX_CHANGES)
    this.events.emit('change')
    return this.lastRevision
  }

  private keepForEver(key: string): void {
    clearTimeout(this.expiries.get(key))
    this.expiries.delete(key)
  }
}
