import type { Transaction } from 'kysely'
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
