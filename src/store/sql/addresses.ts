import * as O from 'fp-ts/lib/Option.js'
import * as A from 'fp-ts/lib/ReadonlyArray.js'
import type { Transaction } from 'kysely'
import { canonicalAddress } from '../../address.ts'
import { nameKey } from '../names.ts'
import type { AddressBook } from '../store.ts'
import type { Access, SqlDialect } from './access.ts'
import { AcquaintanceRow, AddressRow, checked, NameRow } from './rows.ts'
import type { Tables } from './tables.ts'

/** The address book in its table. */
export const addressesInSql = (
  { read, write, writeLazily, dialect }: Access,
  maxAddresses: number,
): AddressBook => ({
  find: (address) =>
    read(async (database) => {
      const rows = await database
        .selectFrom('addresses')
        .select([...dialect.texts('name'), 'last_seen_ms'])
        .where('address', '=', canonicalAddress(address))
        .execute()
      return O.map((row: (typeof AcquaintanceRow)['_A']) => ({
        name: row.name,
        lastSeenMs: row.last_seen_ms,
      }))(A.head(checked(AcquaintanceRow, rows)))
    }),
  remember: (address, name, atMs) =>
    writeLazily(async (transaction) => {
      await transaction
        .insertInto('addresses')
        .values({ address: canonicalAddress(address), name, last_seen_ms: atMs })
        .onConflict((conflict) => conflict.column('address').doUpdateSet({ name, last_seen_ms: atMs }))
        .execute()
      // A walk along the index, about a millisecond at 65,536 entries.
      const beyond = transaction
        .selectFrom('addresses')
        .select('address')
        .orderBy('last_seen_ms', 'desc')
        .limit(ALL)
        .offset(maxAddresses)
        .$if(dialect.hasRowLocks, (query) => query.forUpdate().skipLocked())
      await transaction.deleteFrom('addresses').where('address', 'in', beyond).execute()
    }),
  list: () =>
    read(async (database) => {
      const rows = await database
        .selectFrom('addresses')
        .select([...dialect.texts('address', 'name'), 'last_seen_ms'])
        .orderBy('last_seen_ms', 'desc')
        .orderBy('address')
        .execute()
      return checked(AddressRow, rows).map((row) => ({
        address: row.address,
        name: row.name,
        lastSeenMs: row.last_seen_ms,
      }))
    }),
  forget: (address) =>
    write(async (transaction) => {
      const forgotten = await transaction
        .deleteFrom('addresses')
        .where('address', '=', canonicalAddress(address))
        .executeTakeFirst()
      return forgotten.numDeletedRows > 0n
    }),
  forgetName: (name) => write((transaction) => forgetName(transaction, dialect, name)),
})

/** More than there are: SQLite takes no offset without a limit. */
const ALL = 1_000_000_000

/** Forgets who came by a name in any of its forms. Gives how many addresses went. */
export const forgetName = async (
  transaction: Transaction<Tables>,
  { texts }: SqlDialect,
  name: string,
): Promise<number> => {
  const form = nameKey(name)
  const names = checked(
    NameRow,
    await transaction.selectFrom('addresses').select(texts('name')).distinct().execute(),
  )
  let forgotten = 0n
  // The table has the names as they were given: few of them are the same name.
  for (const { name: given } of names)
    if (nameKey(given) === form) {
      const gone = await transaction.deleteFrom('addresses').where('name', '=', given).executeTakeFirst()
      forgotten += gone.numDeletedRows
    }
  return Number(forgotten)
}
