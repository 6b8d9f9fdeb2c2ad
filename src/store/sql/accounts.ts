import * as O from 'fp-ts/lib/Option.js'
import * as A from 'fp-ts/lib/ReadonlyArray.js'
import { nameKey, unfoldedForm } from '../names.ts'
import type { Account, Accounts } from '../store.ts'
import type { Access } from './access.ts'
import { forgetName } from './addresses.ts'
import { deleteSessions, noteRevoked } from './revoke.ts'
import { AccountRow, checked, NameRow } from './rows.ts'

/** The accounts in their table; its unique index decides who gets a name. */
export const accountsInSql = ({ read, write, dialect }: Access): Accounts => {
  const { texts } = dialect
  const columns = [...texts('id', 'name', 'password_hash'), 'created_at_ms'] as const
  return {
    add: (account) =>
      write(async (transaction) => {
        const added = await transaction
          .insertInto('accounts')
          .values({
            id: account.id,
            name: account.name,
            compared_name: nameKey(account.name),
            password_hash: account.passwordHash,
            created_at_ms: account.createdAtMs,
          })
          .onConflict((conflict) => conflict.column('compared_name').doNothing())
          .returning(texts('id'))
          .execute()
        return added.length === 1 ? 'added' : 'taken'
      }),
    find: (name) =>
      read(async (database) => {
        // An account registered beside a name that is the same now is found by the form of then, and only by that.
        const forms = [unfoldedForm(name), nameKey(name)]
        const rows = await database
          .selectFrom('accounts')
          .select([...columns, 'compared_name'])
          .where('compared_name', 'in', forms)
          .execute()
        rows.sort((a, b) => forms.indexOf(a.compared_name) - forms.indexOf(b.compared_name))
        return O.map(accountFrom)(A.head(checked(AccountRow, rows)))
      }),
    setPasswordHash: (id, passwordHash, instead) =>
      write(async (transaction) => {
        const set = await transaction
          .updateTable('accounts')
          .set({ password_hash: passwordHash })
          .where('id', '=', id)
          .$if(instead !== undefined, (query) => query.where('password_hash', '=', instead ?? ''))
          .returning(texts('id'))
          .execute()
        return set.length === 1
      }),
    remove: (id, atMs) =>
      write(async (transaction) => {
        // The account is locked before its sessions, as a login does it.
        const found = await transaction
          .selectFrom('accounts')
          .select(texts('name'))
          .where('id', '=', id)
          .$if(dialect.hasRowLocks, (query) => query.forUpdate())
          .execute()
        const revoked = await deleteSessions(transaction, dialect, 'account_id', id)
        await transaction.deleteFrom('accounts').where('id', '=', id).execute()
        for (const { name } of checked(NameRow, found)) await forgetName(transaction, dialect, name)
        await noteRevoked(transaction, dialect, revoked, atMs)
        return found.length === 1
      }),
    list: () =>
      read(async (database) => {
        const rows = await database.selectFrom('accounts').select(columns).orderBy('compared_name').execute()
        return checked(AccountRow, rows).map(accountFrom)
      }),
  }
}

const accountFrom = (row: (typeof AccountRow)['_A']): Account => ({
  id: row.id,
  name: row.name,
  passwordHash: row.password_hash,
  createdAtMs: row.created_at_ms,
})
