import type { Transaction } from 'kysely'
import type { Session } from '../store.ts'
import { checked, IdRow } from './rows.ts'
import type { Tables } from './schema.ts'
import { asBytes } from './text.ts'

/** Deletes the sessions, and with them their tokens, and notes it for the servers that look. Gives their ids. */
export const revokeWhere = async (
  transaction: Transaction<Tables>,
  column: 'id' | 'account_id',
  value: string,
  atMs: number,
): Promise<readonly string[]> => {
  await transaction
    .insertInto('revocations')
    .columns(['session_id', 'at_ms'])
    .expression((build) =>
      build
        .selectFrom('sessions')
        .select(['id', build.val(atMs).as('at_ms')])
        .where(column, '=', value),
    )
    .execute()
  const rows = await transaction
    .deleteFrom('sessions')
    .where(column, '=', value)
    .returning(asBytes('id'))
    .execute()
  return checked(IdRow, rows).map(({ id }) => id)
}

/** A limit that was lowered is reached with a few logins. */
const MAX_REVOKED = 1_000

/** Revokes the sessions of the account of a new one beyond so many, those that were used longest ago. */
export const revokeBeyond = async (
  transaction: Transaction<Tables>,
  { accountId, createdAtMs }: Pick<Session, 'accountId' | 'createdAtMs'>,
  kept: number,
): Promise<void> => {
  const rows = await transaction
    .selectFrom('sessions')
    .select(asBytes('id'))
    .where('account_id', '=', accountId)
    .orderBy('used_at_ms', 'desc')
    .orderBy('number', 'desc')
    .limit(MAX_REVOKED)
    .offset(kept)
    .execute()
  for (const { id } of checked(IdRow, rows)) await revokeWhere(transaction, 'id', id, createdAtMs)
}
