import type { Transaction } from 'kysely'
import type { Session } from '../store.ts'
import type { SqlDialect } from './access.ts'
import { checked, IdRow } from './rows.ts'
import type { Tables } from './tables.ts'

/** Deletes the sessions, notes it for the servers that look, and gives their ids. The last step of its transaction. */
export const revokeWhere = async (
  transaction: Transaction<Tables>,
  dialect: SqlDialect,
  column: 'id' | 'account_id',
  value: string,
  atMs: number,
  accountId?: string,
): Promise<readonly string[]> => {
  const ids = await deleteSessions(transaction, dialect, column, value, accountId)
  await noteRevoked(transaction, dialect, ids, atMs)
  return ids
}

/** Deletes the sessions, of that account if one is given, and with them their tokens. Gives their ids. */
export const deleteSessions = async (
  transaction: Transaction<Tables>,
  { texts }: SqlDialect,
  column: 'id' | 'account_id',
  value: string,
  accountId?: string,
): Promise<readonly string[]> => {
  const rows = await transaction
    .deleteFrom('sessions')
    .where(column, '=', value)
    .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? ''))
    .returning(texts('id'))
    .execute()
  return checked(IdRow, rows).map(({ id }) => id)
}

/** Tells the servers that look of sessions that are deleted. The last step of its transaction. */
export const noteRevoked = async (
  transaction: Transaction<Tables>,
  dialect: SqlDialect,
  ids: readonly string[],
  atMs: number,
): Promise<void> => {
  if (ids.length === 0) return
  await dialect.beforeRevoking(transaction)
  for (let at = 0; at < ids.length; at += NOTED_AT_ONCE)
    await transaction
      .insertInto('revocations')
      .values(ids.slice(at, at + NOTED_AT_ONCE).map((session_id) => ({ session_id, at_ms: atMs })))
      .execute()
}

/** A statement has room for some tens of thousands of values. */
const NOTED_AT_ONCE = 1_000

/** A limit that was lowered is reached with a few logins. */
const MAX_REVOKED = 1_000

/** Deletes the sessions of the account of a new one beyond so many, those that were used longest ago. Gives their ids. */
export const deleteBeyond = async (
  transaction: Transaction<Tables>,
  dialect: SqlDialect,
  { accountId }: Pick<Session, 'accountId'>,
  kept: number,
): Promise<readonly string[]> => {
  const rows = await transaction
    .selectFrom('sessions')
    .select(dialect.texts('id'))
    .where('account_id', '=', accountId)
    .orderBy('used_at_ms', 'desc')
    .orderBy('number', 'desc')
    .limit(MAX_REVOKED)
    .offset(kept)
    .execute()
  const deleted: string[] = []
  for (const { id } of checked(IdRow, rows))
    deleted.push(...(await deleteSessions(transaction, dialect, 'id', id)))
  return deleted
}
