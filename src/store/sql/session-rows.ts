import type { Kysely, Transaction } from 'kysely'
import type { Session } from '../store.ts'
import type { SqlDialect } from './access.ts'
import { checked, NamedSessionRow, TokenRow } from './rows.ts'
import type { Tables, TokensTable } from './tables.ts'

/** The session that knows the token, good or dead, and the name of its account. */
export const sessionOfToken = async (
  transaction: Transaction<Tables>,
  dialect: SqlDialect,
  hash: string,
): Promise<{ readonly session: Session; readonly name: string } | undefined> => {
  const { texts } = dialect
  // First locked, then read: what another transaction has made of its tokens meanwhile counts.
  if (dialect.hasRowLocks)
    await transaction
      .selectFrom('sessions')
      .select('number')
      .where('id', '=', (query) => query.selectFrom('tokens').select('session_id').where('hash', '=', hash))
      .forUpdate()
      .execute()
  const rows = await transaction
    .selectFrom('tokens')
    .innerJoin('sessions', 'sessions.id', 'tokens.session_id')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select([
      ...texts('sessions.id', 'sessions.account_id', 'sessions.address', 'accounts.name'),
      'sessions.created_at_ms',
      'sessions.used_at_ms',
      'sessions.expires_at_ms',
    ])
    .where('tokens.hash', '=', hash)
    .execute()
  const [row] = checked(NamedSessionRow, rows)
  return row === undefined
    ? undefined
    : { session: await withTokens(transaction, dialect, row), name: row.name }
}

const withTokens = async (
  transaction: Transaction<Tables>,
  dialect: SqlDialect,
  row: (typeof NamedSessionRow)['_A'],
): Promise<Session> => ({
  id: row.id,
  accountId: row.account_id,
  createdAtMs: row.created_at_ms,
  usedAtMs: row.used_at_ms,
  expiresAtMs: row.expires_at_ms,
  address: row.address,
  ...(await tokensOf(transaction, dialect, row.id)),
})

/** The tokens of a session. */
export const tokensOf = async (
  database: Kysely<Tables>,
  { texts }: Pick<SqlDialect, 'texts'>,
  id: string,
): Promise<Pick<Session, 'current' | 'next' | 'dead'>> => {
  const rows = await database
    .selectFrom('tokens')
    .select([...texts('hash', 'standing'), 'died_at_ms'])
    .where('session_id', '=', id)
    .orderBy('place')
    .execute()
  const tokens = checked(TokenRow, rows)
  return {
    current: tokens.find(({ standing }) => standing === 'current')?.hash ?? '',
    next: tokens.find(({ standing }) => standing === 'next')?.hash ?? null,
    dead: tokens.flatMap((token) =>
      token.standing === 'dead' ? [{ hash: token.hash, diedAtMs: token.died_at_ms }] : [],
    ),
  }
}

/** Writes new sessions and their tokens. */
export const insertSessions = async (
  transaction: Transaction<Tables>,
  sessions: readonly Session[],
): Promise<void> => {
  await transaction
    .insertInto('sessions')
    .values(
      sessions.map((session) => ({
        id: session.id,
        account_id: session.accountId,
        created_at_ms: session.createdAtMs,
        used_at_ms: session.usedAtMs,
        expires_at_ms: session.expiresAtMs,
        address: session.address,
      })),
    )
    .execute()
  await insertTokens(transaction, sessions)
}

/** Writes what rotation changed. The few tokens are written anew. */
export const updateSession = async (transaction: Transaction<Tables>, session: Session): Promise<void> => {
  await updateTimes(transaction, session)
  await transaction
    .updateTable('sessions')
    .set({ address: session.address })
    .where('id', '=', session.id)
    .where('address', '<>', session.address)
    .execute()
  await transaction.deleteFrom('tokens').where('session_id', '=', session.id).execute()
  await insertTokens(transaction, [session])
}

/** Writes when a session was used and expires. */
export const updateTimes = async (
  transaction: Transaction<Tables>,
  { id, usedAtMs, expiresAtMs }: Pick<Session, 'id' | 'usedAtMs' | 'expiresAtMs'>,
): Promise<void> => {
  await transaction
    .updateTable('sessions')
    .set({ used_at_ms: usedAtMs, expires_at_ms: expiresAtMs })
    .where('id', '=', id)
    .execute()
}

const insertTokens = async (
  transaction: Transaction<Tables>,
  sessions: readonly Session[],
): Promise<void> => {
  await transaction.insertInto('tokens').values(sessions.flatMap(tokenRows)).execute()
}

const tokenRows = ({ id, current, next, dead }: Session) => {
  const row = (
    hash: string,
    standing: TokensTable['standing'],
    place = 0,
    diedAtMs: number | null = null,
  ) => ({ hash, session_id: id, standing, place, died_at_ms: diedAtMs })
  return [
    row(current, 'current'),
    ...(next === null ? [] : [row(next, 'next')]),
    ...dead.map(({ hash, diedAtMs }, place) => row(hash, 'dead', place, diedAtMs)),
  ]
}
