import * as O from 'fp-ts/lib/Option.js'
import { nameKey } from '../names.ts'
import type { Account, Accounts } from '../store.ts'
import type { Operate, Tables } from './tables.ts'

/** The accounts, with an index on the compared name. */
export const accountsInMemory = (stored: Operate, { accounts, revokeAll, forgetName }: Tables): Accounts => {
  const byName = new Map<string, string>()
  return {
    add: (account) =>
      stored(() => {
        const form = nameKey(account.name)
        if (byName.has(form)) return 'taken'
        byName.set(form, account.id)
        accounts.set(account.id, account)
        return 'added'
      }),
    find: (name) => stored(() => O.fromNullable(accounts.get(byName.get(nameKey(name)) ?? ''))),
    setPasswordHash: (id, passwordHash, instead) =>
      stored(() => {
        const account = accounts.get(id)
        if (account === undefined || (instead !== undefined && account.passwordHash !== instead)) return false
        accounts.set(id, { ...account, passwordHash })
        return true
      }),
    remove: (id, atMs) =>
      stored(() => {
        const account = accounts.get(id)
        if (account === undefined) return false
        revokeAll(id, atMs)
        forgetName(account.name)
        byName.delete(nameKey(account.name))
        return accounts.delete(id)
      }),
    list: () => stored(() => [...accounts.values()].sort(inOrderOfNames)),
  }
}

/** By the bytes of the compared name, as a database does. */
const inOrderOfNames = (a: Account, b: Account): number =>
  Buffer.compare(Buffer.from(nameKey(a.name)), Buffer.from(nameKey(b.name)))
