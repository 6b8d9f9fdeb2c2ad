import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import * as A from 'fp-ts/lib/ReadonlyArray.js'
import type { Transaction } from 'kysely'
import { rotate, timesAfterUse } from '../rotation.ts'
import { type Resumption, revocationsKeptMs, type SessionSummary, type Sessions } from '../store.ts'
import type { Access, SqlDialect } from './access.ts'
import { deleteBeyond, noteRevoked, revokeWhere } from './revoke.ts'
import { checked, NameRow, RevocationRow, SessionRow } from './rows.ts'
import { insertSessions, sessionOfToken, updateSession, updateTimes } from './session-rows.ts'
import type { Tables } from './tables.ts'

/** The sessions in their tables. What decides on a token holds a lock from reading to writing. */
export const sessionsInSql = ({ read, write, dialect }: Access): Sessions => {
  const { texts, hasRowLocks } = dialect
  const columns = [
    ...texts('id', 'account_id', 'address'),
    'created_at_ms',
    'used_at_ms',
    'expires_at_ms',
  ] as const
  return {
    create: (session, provenBy, maxPerAccount = Number.POSITIVE_INFINITY) =>
      write(async (transaction) => {
        const proven = await transaction
          .selectFrom('accounts')
          .select(texts('id'))
          .where('id', '=', session.accountId)
          .where('password_hash', '=', provenBy)
          .$if(hasRowLocks, (query) => query.forNoKeyUpdate())
          .execute()
        if (proven.length === 0) return 'stale'
        const beyond = Number.isFinite(maxPerAccount)
          ? await deleteBeyond(transaction, dialect, session, maxPerAccount - 1)
          : []
        await insertSessions(transaction, [session])
        await noteRevoked(transaction, dialect, beyond, session.createdAtMs)
        return 'created'
      }),
    resume: (offered, fresh, nowMs, life, address) =>
      write(async (transaction): Promise<Resumption> => {
        const found = await sessionOfToken(transaction, dialect, offered)
        if (found === undefined) return { outcome: 'unknown' }
        const { name, session } = found
        const rotation = rotate(session, offered, fresh, nowMs, life, address)
        switch (rotation.outcome) {
          case 'expired':
            await updateTimes(transaction, rotation.session)
            return { outcome: 'expired' }
          case 'dead':
            return { outcome: 'dead' }
          case 'replayed':
            await revokeWhere(transaction, dialect, 'id', session.id, nowMs)
            return { outcome: 'replayed', sessionId: session.id }
          case 'resumed': {
            await updateSession(transaction, rotation.session)
            const { current: _current, next: _next, dead: _dead, ...summary } = rotation.session
            return { outcome: 'resumed', session: summary, name }
          }
          default:
            return rotation satisfies never
        }
      }),
    use: (id, nowMs, life) =>
      write(async (transaction) => {
        const rows = await transaction
          .selectFrom('sessions')
          .select(columns)
          .where('id', '=', id)
          .where('expires_at_ms', '>', nowMs)
          .$if(hasRowLocks, (query) => query.forNoKeyUpdate())
          .execute()
        const [session] = checked(SessionRow, rows).map(summaryFrom)
        if (session === undefined) return false
        await updateTimes(transaction, { id, ...timesAfterUse(session, nowMs, life) })
        return true
      }),
    holder: (offered) =>
      read(async (database) => {
        const rows = await database
          .selectFrom('tokens')
          .innerJoin('sessions', 'sessions.id', 'tokens.session_id')
          .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
          .select(texts('accounts.name'))
          .where('tokens.hash', '=', offered)
          .execute()
        return O.map(({ name }: (typeof NameRow)['_A']) => name)(A.head(checked(NameRow, rows)))
      }),
    revoke: (id, atMs, accountId) =>
      write(
        async (transaction) =>
          (await revokeWhere(transaction, dialect, 'id', id, atMs, accountId)).length === 1,
      ),
    revokeAll: (accountId, atMs) =>
      write((transaction) => revokeWhere(transaction, dialect, 'account_id', accountId, atMs)),
    revokedSince: (cursor) =>
      read(async (database) => {
        const all = database.selectFrom('revocations').select(['number', ...texts('session_id')])
        const query =
          cursor === null
            ? all.orderBy('number', 'desc').limit(1)
            : all.where('number', '>', cursor).orderBy('number', 'asc')
        const rows = checked(RevocationRow, await query.execute())
        return {
          cursor: rows.at(-1)?.number ?? cursor ?? 0,
          sessions: cursor === null ? [] : rows.map((row) => row.session_id),
        }
      }),
    ofAccount: (accountId, nowMs, limit) =>
      read(async (database) => {
        const rows = await database
          .selectFrom('sessions')
          .select(columns)
          .where('account_id', '=', accountId)
          .where('expires_at_ms', '>', nowMs)
          .orderBy('used_at_ms', 'desc')
          .orderBy('number', 'desc')
          .limit(limit)
          .execute()
        return checked(SessionRow, rows).map(summaryFrom)
      }),
    list: () =>
      read(async (database) => {
        const rows = await database.selectFrom('sessions').select(columns).orderBy('number').execute()
        return checked(SessionRow, rows).map(summaryFrom)
      }),
    purge: (nowMs) => async () => {
      const forgotten = await write((transaction) =>
        transaction
          .deleteFrom('revocations')
          .where('at_ms', '<=', nowMs - revocationsKeptMs)
          .execute(),
      )()
      if (E.isLeft(forgotten)) return forgotten
      for (let purged = 0; ; ) {
        const slice = await write(purgeSlice(nowMs, dialect))()
        if (E.isLeft(slice)) return slice
        purged += slice.right
        if (slice.right < PURGED_AT_ONCE) return E.right(purged)
      }
    },
  }
}

/** Sessions that are dropped by one statement: what else is to be written waits for no more. */
const PURGED_AT_ONCE = 500

const purgeSlice =
  (nowMs: number, { hasRowLocks }: SqlDialect) =>
  async (transaction: Transaction<Tables>): Promise<number> => {
    const expired = transaction
      .selectFrom('sessions')
      .select('number')
      .where('expires_at_ms', '<=', nowMs)
      .limit(PURGED_AT_ONCE)
      .$if(hasRowLocks, (query) => query.forUpdate().skipLocked())
    const purged = await transaction.deleteFrom('sessions').where('number', 'in', expired).executeTakeFirst()
    return Number(purged.numDeletedRows)
  }

const summaryFrom = (row: (typeof SessionRow)['_A']): SessionSummary => ({
  id: row.id,
  accountId: row.account_id,
  createdAtMs: row.created_at_ms,
  usedAtMs: row.used_at_ms,
  expiresAtMs: row.expires_at_ms,
  address: row.address,
})
