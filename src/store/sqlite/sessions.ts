import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import * as A from 'fp-ts/lib/ReadonlyArray.js'
import type { Kysely } from 'kysely'
import { rotate, timesAfterUse } from '../rotation.ts'
import { type Resumption, revocationsKeptMs, type SessionSummary, type Sessions } from '../store.ts'
import type { Access } from './access.ts'
import { revokeBeyond, revokeWhere } from './revoke.ts'
import { checked, NameRow, RevocationRow, SessionRow } from './rows.ts'
import type { Tables } from './schema.ts'
import { insertSession, sessionOfToken, updateSession, updateTimes } from './session-rows.ts'
import { asBytes } from './text.ts'

/** The sessions in their tables. What decides on a token holds the write lock from reading to writing. */
export const sessionsInSqlite = ({ read, write }: Access): Sessions => ({
  create: (session, provenBy, maxPerAccount = Number.POSITIVE_INFINITY) =>
    write((database) =>
      database.transaction().execute(async (transaction) => {
        const proven = await transaction
          .selectFrom('accounts')
          .select(asBytes('id'))
          .where('id', '=', session.accountId)
          .where('password_hash', '=', provenBy)
          .execute()
        if (proven.length === 0) return 'stale'
        if (Number.isFinite(maxPerAccount)) await revokeBeyond(transaction, session, maxPerAccount - 1)
        await insertSession(transaction, session)
        return 'created'
      }),
    ),
  resume: (offered, fresh, nowMs, life) =>
    write((database) =>
      database.transaction().execute(async (transaction): Promise<Resumption> => {
        const found = await sessionOfToken(transaction, offered)
        if (found === undefined) return { outcome: 'unknown' }
        const { name, session } = found
        const rotation = rotate(session, offered, fresh, nowMs, life)
        switch (rotation.outcome) {
          case 'expired':
            await updateTimes(transaction, rotation.session)
            return { outcome: 'expired' }
          case 'dead':
            return { outcome: 'dead' }
          case 'replayed':
            await revokeWhere(transaction, 'id', session.id, nowMs)
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
    ),
  use: (id, nowMs, life) =>
    write((database) =>
      database.transaction().execute(async (transaction) => {
        const rows = await transaction
          .selectFrom('sessions')
          .select(columns)
          .where('id', '=', id)
          .where('expires_at_ms', '>', nowMs)
          .execute()
        const [session] = checked(SessionRow, rows).map(summaryFrom)
        if (session === undefined) return false
        await updateTimes(transaction, { id, ...timesAfterUse(session, nowMs, life) })
        return true
      }),
    ),
  holder: (offered) =>
    read(async (database) => {
      const rows = await database
        .selectFrom('tokens')
        .innerJoin('sessions', 'sessions.id', 'tokens.session_id')
        .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
        .select(asBytes('accounts.name'))
        .where('tokens.hash', '=', offered)
        .execute()
      return O.map(({ name }: (typeof NameRow)['_A']) => name)(A.head(checked(NameRow, rows)))
    }),
  revoke: (id, atMs) =>
    write((database) =>
      database
        .transaction()
        .execute(async (transaction) => (await revokeWhere(transaction, 'id', id, atMs)).length === 1),
    ),
  revokeAll: (accountId, atMs) =>
    write((database) =>
      database
        .transaction()
        .execute((transaction) => revokeWhere(transaction, 'account_id', accountId, atMs)),
    ),
  revokedSince: (cursor) =>
    read(async (database) => {
      const all = database.selectFrom('revocations').select(['number', ...asBytes('session_id')])
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
  list: () =>
    read(async (database) => {
      const rows = await database.selectFrom('sessions').select(columns).orderBy('number').execute()
      return checked(SessionRow, rows).map(summaryFrom)
    }),
  purge: (nowMs) => async () => {
    const forgotten = await write((database) =>
      database
        .deleteFrom('revocations')
        .where('at_ms', '<=', nowMs - revocationsKeptMs)
        .execute(),
    )()
    if (E.isLeft(forgotten)) return forgotten
    for (let purged = 0; ; ) {
      const slice = await write(purgeSlice(nowMs))()
      if (E.isLeft(slice)) return slice
      purged += slice.right
      if (slice.right < PURGED_AT_ONCE) return E.right(purged)
    }
  },
})

/** Sessions that are dropped by one statement: what else is to be written waits for no more. */
const PURGED_AT_ONCE = 500

const purgeSlice =
  (nowMs: number) =>
  async (database: Kysely<Tables>): Promise<number> => {
    const expired = database
      .selectFrom('sessions')
      .select('number')
      .where('expires_at_ms', '<=', nowMs)
      .limit(PURGED_AT_ONCE)
    const purged = await database.deleteFrom('sessions').where('number', 'in', expired).executeTakeFirst()
    return Number(purged.numDeletedRows)
  }

const columns = [...asBytes('id', 'account_id'), 'created_at_ms', 'used_at_ms', 'expires_at_ms'] as const

const summaryFrom = (row: (typeof SessionRow)['_A']): SessionSummary => ({
  id: row.id,
  accountId: row.account_id,
  createdAtMs: row.created_at_ms,
  usedAtMs: row.used_at_ms,
  expiresAtMs: row.expires_at_ms,
})
