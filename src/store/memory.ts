import * as E from 'fp-ts/lib/Either.js'
import { storeFault } from './fault.ts'
import { accountsInMemory } from './memory/accounts.ts'
import { addressesInMemory } from './memory/addresses.ts'
import { heldInMemory } from './memory/held.ts'
import { sessionsInMemory } from './memory/sessions.ts'
import { tablesInMemory } from './memory/tables.ts'
import { storeOptions } from './options.ts'
import { DEFAULT_ADDRESS_CAPACITY, type Store, type Stored } from './store.ts'

/** Options of a store in memory. */
export interface MemoryStoreOptions {
  /** 65,536 unless given. */
  readonly maxAddresses?: number
}

/** A store that forgets everything when the process ends. Nothing in it waits, so every operation is atomic. */
export const memoryStore = (options: MemoryStoreOptions = {}): Store => {
  storeOptions('options', options)
  const { maxAddresses = DEFAULT_ADDRESS_CAPACITY } = options
  let open = true
  const stored =
    <A>(operation: () => A): Stored<A> =>
    async () =>
      open ? E.right(operation()) : E.left(storeFault('CLOSED', 'memory'))

  const tables = tablesInMemory()
  return {
    addresses: addressesInMemory(stored, tables, maxAddresses),
    accounts: accountsInMemory(stored, tables),
    sessions: sessionsInMemory(stored, tables),
    held: heldInMemory(stored, tables),
    close: () =>
      stored(() => {
        open = false
      }),
  }
}
