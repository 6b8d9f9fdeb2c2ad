// The handlers of the server of key-value.
import { EventEmitter, on } from 'node:events'
import type { Entry, KeyValueServerHandlers } from './protocol.ts'

const MAX_ENTRIES = 10_000

/** A store in memory, and the handlers that answer from it. A handler that is missing or answers wrongly does not compile. */
export const createHandlers = (): KeyValueServerHandlers => {
  const entries = new Map<string, Entry>()
  const changes = new EventEmitter<{ change: [Entry] }>()
  changes.setMaxListeners(0)
  let revision = 0
  return {
    Get: ({ key }) => {
      const entry = entries.get(key)
      return entry === undefined ? { type: 'NotFound' } : { type: 'Found', entry }
    },
    Put: ({ key, text }) => {
      if (entries.size >= MAX_ENTRIES && !entries.has(key)) return { type: 'Refused', trouble: 'FULL' }
      revision += 1
      const entry = { key, text, revision }
      entries.set(key, entry)
      changes.emit('change', entry)
      return { type: 'Done', revision }
    },
    // A stream is pulled only as fast as the client takes it.
    async *List({ prefix }) {
      for (const entry of entries.values()) if (entry.key.startsWith(prefix)) yield { type: 'Found', entry }
      return { type: 'Done', revision }
    },
    // The signal aborts when the client cancels, leaves or is lost. Changes pile up here for one that takes nothing:
    // examples/kv of colloquy has a watch without a queue.
    async *Watch({ prefix }, { signal }) {
      const heard: AsyncIterable<readonly Entry[]> = on(changes, 'change', { signal })
      for await (const changed of heard)
        for (const entry of changed) if (entry.key.startsWith(prefix)) yield { type: 'Found', entry }
      return { type: 'Done', revision }
    },
  }
}
