import * as O from 'fp-ts/lib/Option.js'
import * as A from 'fp-ts/lib/ReadonlyArray.js'
import type { Transaction } from 'kysely'
import { isTooLarge, mayReplace, takenBy } from '../held.ts'
import type { HeldConversation, HeldConversations, HeldSummary, TakenConversation } from '../store.ts'
import type { Access } from './access.ts'
import { checked, HeldRow, StateRow } from './rows.ts'
import type { Tables } from './schema.ts'
import { asBytes } from './text.ts'

/** The conversations in their table. Those of a server that stops are many: only closing the store waits for the disk. */
export const heldInSqlite = ({ read, write, writeLazily }: Access): HeldConversations => ({
  put: (conversation) =>
    writeLazily((database) =>
      database.transaction().execute(async (transaction) => {
        if (isTooLarge(conversation)) return 'too large'
        const { session, login } = conversation
        const there = await summaryIn(transaction, session)
        if (there !== undefined && !mayReplace(there, conversation)) return 'stale'
        if (login !== null && !(await isLoggedIn(transaction, login))) return 'stale'
        const row = rowFrom(conversation)
        await transaction
          .insertInto('held')
          .values({ session, ...row })
          .onConflict((conflict) => conflict.column('session').doUpdateSet(row))
          .execute()
        return 'held'
      }),
    ),
  take: (session, owner, nowMs) =>
    write((database) =>
      database.transaction().execute(async (transaction): Promise<O.Option<TakenConversation>> => {
        const rows = await transaction
          .selectFrom('held')
          .select([...columns, 'state'])
          .where('session', '=', session)
          .where('state', 'is not', null)
          .where('expires_at_ms', '>', nowMs)
          .execute()
        const [found] = checked(StateRow, rows)
        if (found === undefined) return O.none
        const taken = takenBy(owner, summaryFrom(found), found.state)
        await transaction
          .updateTable('held')
          .set({ owner, epoch: taken.epoch, state: null })
          .where('session', '=', session)
          .execute()
        return O.some(taken)
      }),
    ),
  find: (session) =>
    read(async (database) => {
      const rows = await database.selectFrom('held').select(columns).where('session', '=', session).execute()
      return O.map(summaryFrom)(A.head(checked(HeldRow, rows)))
    }),
  list: (owner) =>
    read(async (database) => {
      const rows = await database
        .selectFrom('held')
        .select(columns)
        .where('owner', '=', owner)
        .orderBy('session')
        .execute()
      return checked(HeldRow, rows).map(summaryFrom)
    }),
  drop: (session, epoch) =>
    writeLazily(async (database) => {
      const dropped = await database
        .deleteFrom('held')
        .where('session', '=', session)
        .where('epoch', '=', epoch)
        .executeTakeFirst()
      return dropped.numDeletedRows > 0n
    }),
  purge: (nowMs) =>
    write(async (database) => {
      const purged = await database.deleteFrom('held').where('expires_at_ms', '<=', nowMs).executeTakeFirst()
      return Number(purged.numDeletedRows)
    }),
})

const summaryIn = async (
  transaction: Transaction<Tables>,
  session: string,
): Promise<HeldSummary | undefined> => {
  const rows = await transaction.selectFrom('held').select(columns).where('session', '=', session).execute()
  return checked(HeldRow, rows).map(summaryFrom)[0]
}

const isLoggedIn = async (transaction: Transaction<Tables>, id: string): Promise<boolean> => {
  const rows = await transaction.selectFrom('sessions').select('number').where('id', '=', id).execute()
  return rows.length === 1
}

const columns = [...asBytes('session', 'owner', 'account', 'login'), 'epoch', 'expires_at_ms'] as const

const rowFrom = ({ owner, epoch, account, login, expiresAtMs, state }: HeldConversation) => ({
  owner,
  epoch,
  account,
  login,
  expires_at_ms: expiresAtMs,
  state: state === null ? null : Buffer.from(state.buffer, state.byteOffset, state.byteLength),
})

const summaryFrom = (row: (typeof HeldRow)['_A']): HeldSummary => ({
  session: row.session,
  owner: row.owner,
  epoch: row.epoch,
  account: row.account,
  login: row.login,
  expiresAtMs: row.expires_at_ms,
})
