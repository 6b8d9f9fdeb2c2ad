import * as O from 'fp-ts/lib/Option.js'
import * as A from 'fp-ts/lib/ReadonlyArray.js'
import type { Transaction } from 'kysely'
import { isTooLarge, takenBy } from '../held.ts'
import type { HeldConversation, HeldConversations, HeldSummary, TakenConversation } from '../store.ts'
import type { Access, SqlDialect } from './access.ts'
import { checked, HeldRow, StateRow } from './rows.ts'
import type { Tables } from './tables.ts'

/** The conversations in their table. Those of a server that stops are many: only closing the store waits for the disk. */
export const heldInSql = ({ read, write, writeLazily, dialect }: Access): HeldConversations => {
  const columns = columnsIn(dialect)
  return {
    put: (conversation) =>
      writeLazily(async (transaction) => {
        if (isTooLarge(conversation)) return 'too large'
        const { session, login } = conversation
        if (login !== null && !(await isLoggedIn(transaction, dialect, login))) return 'stale'
        const row = rowFrom(conversation)
        const { owner, epoch } = row
        // The fence stands in the statement: who writes at the same time is waited for, and looked at.
        const put = await transaction
          .insertInto('held')
          .values({ session, ...row })
          .onConflict((conflict) =>
            conflict
              .column('session')
              .doUpdateSet(row)
              .where((there) =>
                there.or([
                  there('held.epoch', '<', epoch),
                  there.and([there('held.epoch', '=', epoch), there('held.owner', '=', owner)]),
                ]),
              ),
          )
          .returning('epoch')
          .execute()
        return put.length === 1 ? 'held' : 'stale'
      }),
    take: (session, owner, nowMs) =>
      write(async (transaction): Promise<O.Option<TakenConversation>> => {
        const rows = await transaction
          .selectFrom('held')
          .select([...columns, 'state'])
          .where('session', '=', session)
          .where('state', 'is not', null)
          .where('expires_at_ms', '>', nowMs)
          .$if(dialect.hasRowLocks, (query) => query.forUpdate())
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
    find: (session) =>
      read(async (database) => {
        const rows = await database
          .selectFrom('held')
          .select(columns)
          .where('session', '=', session)
          .execute()
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
      writeLazily(async (transaction) => {
        const dropped = await transaction
          .deleteFrom('held')
          .where('session', '=', session)
          .where('epoch', '=', epoch)
          .executeTakeFirst()
        return dropped.numDeletedRows > 0n
      }),
    purge: (nowMs) =>
      write(async (transaction) => {
        const purged = await transaction
          .deleteFrom('held')
          .where('expires_at_ms', '<=', nowMs)
          .executeTakeFirst()
        return Number(purged.numDeletedRows)
      }),
  }
}

const isLoggedIn = async (
  transaction: Transaction<Tables>,
  { hasRowLocks }: SqlDialect,
  id: string,
): Promise<boolean> => {
  const rows = await transaction
    .selectFrom('sessions')
    .select('number')
    .where('id', '=', id)
    .$if(hasRowLocks, (query) => query.forKeyShare())
    .execute()
  return rows.length === 1
}

const columnsIn = ({ texts }: SqlDialect) =>
  [...texts('session', 'owner', 'account', 'login'), 'epoch', 'expires_at_ms'] as const

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
