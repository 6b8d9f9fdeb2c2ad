// The handlers of the server. A handler that is missing, or answers wrongly, does not compile.
import type { Change, KvServerHandlers, Refused } from './protocol.ts'
import type { Store } from './store.ts'

/** Handlers that answer from a store. */
export const createHandlers = (store: Store): KvServerHandlers => ({
  Get: ({ key }) => {
    const entry = store.get(key)
    return entry === undefined ? { type: 'NotFound' } : { type: 'Found', entry }
  },

  Put: ({ key, value, ifRevision, ttl }) => {
    const revision = store.get(key)?.revision ?? 0
    if (ifRevision !== undefined && ifRevision !== revision) return conflict(revision)
    if (!store.hasRoomFor(key)) return full
    return { type: 'Done', revision: store.put(key, value, ttl) }
  },

  Delete: ({ key, ifRevision }) => {
    const entry = store.get(key)
    if (entry === undefined) return { type: 'NotFound' }
    if (ifRevision !== undefined && ifRevision !== entry.revision) return conflict(entry.revision)
    return { type: 'Done', revision: store.delete(key) }
  },

  // A generator yields the answers and returns their end. It is pulled only as fast as the client takes them; meanwhile
  // the store may change, and the list does not.
  async *List({ prefix }) {
    const { revision } = store
    for (const entry of store.list(prefix)) yield { type: 'Found', entry }
    return { type: 'Done', revision }
  },

  // A watch is no more than a place in the changes: nothing gathers for a client that is slow. One that falls so far
  // behind that changes are gone is told so, and lists again. The signal aborts when the client cancels, leaves or is lost.
  async *Watch({ prefix, after = store.revision }, { signal }) {
    if (after > store.revision) return forgotten
    for (let revision = after + 1; ; revision += 1) {
      await store.reached(revision, signal)
      const change = store.changeAt(revision)
      if (change === undefined) return forgotten
      if (keyOf(change).startsWith(prefix)) yield { type: 'Changed', revision, change }
    }
  },
})

const keyOf = (change: Change): string => (change.case === 'put' ? change.value.key : change.value)

const conflict = (revision: number): Refused => ({
  type: 'Refused',
  trouble: 'CONFLICT',
  detail: revision === 0 ? 'The key holds nothing.' : `The key is at revision ${revision}.`,
})

const full: Refused = { type: 'Refused', trouble: 'FULL', detail: 'The store has no room for another key.' }

const forgotten: Refused = {
  type: 'Refused',
  trouble: 'FORGOTTEN',
  detail: 'Not all changes after that revision are known here. List again, and watch from there.',
}
