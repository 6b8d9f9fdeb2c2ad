import * as O from 'fp-ts/lib/Option.js'
import { canonicalAddress } from '../addresses.ts'
import type { Acquaintance, AddressBook } from '../store.ts'
import type { Operate } from './tables.ts'

/** The address book as a map in the order of the last visit. */
export const addressesInMemory = (stored: Operate, maxAddresses: number): AddressBook => {
  const book = new Map<string, Acquaintance>()
  return {
    find: (address) => stored(() => O.fromNullable(book.get(canonicalAddress(address)))),
    remember: (address, name, atMs) =>
      stored(() => {
        const canonical = canonicalAddress(address)
        book.delete(canonical)
        book.set(canonical, { name, lastSeenMs: atMs })
        if (book.size <= maxAddresses) return
        for (const oldest of book.keys()) {
          book.delete(oldest)
          return
        }
      }),
  }
}
