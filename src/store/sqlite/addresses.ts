import * as O from 'fp-ts/lib/Option.js'
import * as A from 'fp-ts/lib/ReadonlyArray.js'
import type { Transaction } from 'kysely'
import { canonicalAddress } from '../../address.ts'
import { nameKey } from '../names.ts'
import type { AddressBook } from '../store.ts'
import type { Access } from './access.ts'
import { AcquaintanceRow, AddressRow, checked, NameRow } from './rows.ts'
import type { Tables } from './schema.ts'
import { asBytes } from './text.ts'

/** The address book in its table. */
export const addressesInSqlite = (
  { read, write, writeLazily }: Access,
  maxAddresses: number,
): AddressBook => ({
  find: (address) =>
    read(async (database) => {
      const rows = await database
        .selectFrom('addresses')
        .select([...asBytes('name'), 'last_seen_ms'])
        .where('address', '=', canonicalAddress(address))
        .execute()
      return O.map((row: (typeof AcquaintanceRow)['_A']) => ({
        name: row.name,
        lastSeenMs: row.last_seen_ms,
      }))(A.head(checked(AcquaintanceRow, rows)))
    }),
  remember: (address, name, atMs) =>
    writeLazily((database) =>
      database.transaction().execute(async (transaction) => {
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
          .limit(-1)
          .offset(maxAddresses)
        await transaction.deleteFrom('addresses').where('address', 'in', beyond).execute()
      }),
    ),
  list: () =>
    read(async (database) => {
      const rows = await database
        .selectFrom('addresses')
        .select([...asBytes('address', 'name'), 'last_seen_ms'])
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
    write(async (database) => {
      const forgotten = await database
        .deleteFrom('addresses')
        .where('address', '=', canonicalAddress(address))
        .executeTakeFirst()
      return forgotten.numDeletedRows > 0n
    }),
  forgetName: (name) =>
    write((database) => database.transaction().execute((transaction) => forgetName(transaction, name))),
})

/** Forgets who came by a name in any of its forms. Gives how many addresses went. */
export const forgetName = async (transaction: Transaction<Tables>, name: string): Promise<number> => {
  const form = nameKey(name)
  const names = checked(
    NameRow,
    await transaction.selectFrom('addresses').select(asBytes('name')).distinct().execute(),
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
