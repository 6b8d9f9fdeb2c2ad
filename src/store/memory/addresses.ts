import * as O from 'fp-ts/lib/Option.js'
import { canonicalAddress } from '../../address.ts'
import type { AddressBook } from '../store.ts'
import type { Operate, Tables } from './tables.ts'

/** The address book as a map in the order of the last visit. */
export const addressesInMemory = (
  stored: Operate,
  { addresses, forgetName }: Tables,
  maxAddresses: number,
): AddressBook => ({
  find: (address) => stored(() => O.fromNullable(addresses.get(canonicalAddress(address)))),
  remember: (address, name, atMs) =>
    stored(() => {
      const canonical = canonicalAddress(address)
      addresses.delete(canonical)
      addresses.set(canonical, { name, lastSeenMs: atMs })
      if (addresses.size <= maxAddresses) return
      for (const oldest of addresses.keys()) {
        addresses.delete(oldest)
        return
      }
    }),
  list: () => stored(() => [...addresses].map(([address, entry]) => ({ address, ...entry })).sort(lastFirst)),
  forget: (address) => stored(() => addresses.delete(canonicalAddress(address))),
  forgetName: (name) => stored(() => forgetName(name)),
})

type Seen = { readonly address: string; readonly lastSeenMs: number }

/** As a database orders them. */
const lastFirst = (a: Seen, b: Seen): number =>
  b.lastSeenMs - a.lastSeenMs || (a.address < b.address ? -1 : 1)
