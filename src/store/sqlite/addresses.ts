import * as O from 'fp-ts/lib/Option.js'
import * as A from 'fp-ts/lib/ReadonlyArray.js'
import { canonicalAddress } from '../addresses.ts'
import type { AddressBook } from '../store.ts'
import type { Access } from './access.ts'
import { AcquaintanceRow, checked } from './rows.ts'
import { asBytes } from './text.ts'

/** The address book in its table. */
export const addressesInSqlite = ({ read, write }: Access, maxAddresses: number): AddressBook => ({
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
    write((database) =>
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
})
