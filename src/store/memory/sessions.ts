import * as O from 'fp-ts/lib/Option.js'
import { rotate, timesAfterUse } from '../rotation.ts'
import {
  type Resumption,
  revocationsKeptMs,
  type Session,
  type SessionSummary,
  type Sessions,
} from '../store.ts'
import type { Operate, Tables } from './tables.ts'

/** The sessions, with an index on the hashes of their tokens. */
export const sessionsInMemory = (stored: Operate, tables: Tables): Sessions => {
  const { accounts, sessions, tokens, revocations, sessionsOf, keep, drop, revoke, revokeAll } = tables
  return {
    create: (session, provenBy, maxPerAccount = Number.POSITIVE_INFINITY) =>
      stored(() => {
        const { accountId } = session
        if (accounts.get(accountId)?.passwordHash !== provenBy) return 'stale'
        for (const { id } of byUse(sessionsOf(accountId)).slice(maxPerAccount - 1))
          revoke(id, session.createdAtMs)
        keep(session)
        return 'created'
      }),
    resume: (offered, fresh, nowMs, life, address) =>
      stored((): Resumption => {
        const session = sessions.get(tokens.get(offered) ?? '')
        const account = accounts.get(session?.accountId ?? '')
        if (session === undefined || account === undefined) return { outcome: 'unknown' }
        const rotation = rotate(session, offered, fresh, nowMs, life, address)
        switch (rotation.outcome) {
          case 'expired':
            keep(rotation.session)
            return { outcome: 'expired' }
          case 'dead':
            return { outcome: 'dead' }
          case 'replayed':
            revoke(session.id, nowMs)
            return { outcome: 'replayed', sessionId: session.id }
          case 'resumed':
            keep(rotation.session)
            return { outcome: 'resumed', session: summaryOf(rotation.session), name: account.name }
          default:
            return rotation satisfies never
        }
      }),
    use: (id, nowMs, life) =>
      stored(() => {
        const session = sessions.get(id)
        if (session === undefined || nowMs >= session.expiresAtMs) return false
        keep({ ...session, ...timesAfterUse(session, nowMs, life) })
        return true
      }),
    holder: (offered) =>
      stored(() => {
        const accountId = sessions.get(tokens.get(offered) ?? '')?.accountId
        return O.fromNullable(accounts.get(accountId ?? '')?.name)
      }),
    revoke: (id, atMs, accountId) =>
      stored(
        () => (accountId ?? sessions.get(id)?.accountId) === sessions.get(id)?.accountId && revoke(id, atMs),
      ),
    revokeAll: (accountId, atMs) => stored(() => revokeAll(accountId, atMs)),
    revokedSince: (cursor) =>
      stored(() => {
        const last = revocations.at(-1)?.number ?? 0
        if (cursor === null) return { cursor: last, sessions: [] }
        const since = revocations.filter(({ number }) => number > cursor)
        return { cursor: Math.max(cursor, last), sessions: since.map(({ sessionId }) => sessionId) }
      }),
    ofAccount: (accountId, nowMs, limit) =>
      stored(() =>
        byUse(sessionsOf(accountId).filter(({ expiresAtMs }) => expiresAtMs > nowMs))
          .slice(0, limit)
          .map(summaryOf),
      ),
    list: () => stored(() => [...sessions.values()].map(summaryOf)),
    purge: (nowMs) =>
      stored(() => {
        const kept = revocations.filter(({ atMs }) => atMs > nowMs - revocationsKeptMs)
        revocations.splice(0, revocations.length, ...kept)
        return [...sessions.values()].filter(({ id, expiresAtMs }) => expiresAtMs <= nowMs && drop(id)).length
      }),
  }
}

/** Those that were used last first; of two that were used in the same moment the younger one. */
const byUse = (sessions: readonly Session[]): readonly Session[] =>
  [...sessions].reverse().sort((one, other) => other.usedAtMs - one.usedAtMs)

const summaryOf = ({
  id,
  accountId,
  createdAtMs,
  usedAtMs,
  expiresAtMs,
  address,
}: Session): SessionSummary => ({
  id,
  accountId,
  createdAtMs,
  usedAtMs,
  expiresAtMs,
  address,
})
