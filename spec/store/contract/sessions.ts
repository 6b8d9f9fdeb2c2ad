import { beforeEach, describe, expect, test } from '@jest/globals'
import * as O from 'fp-ts/lib/Option.js'
import { type Store, tokenLife } from '../../../src/store/index.ts'
import { succeed } from '../results.ts'
import { account, session, sha } from './data.ts'

/** The promises of every store of sessions and their tokens. */
export const sessionsContract = (store: () => Store): void => {
  describe('sessions', () => {
    beforeEach(async () => {
      await succeed(store().accounts.add(account('a', 'Ann')))
      await succeed(store().accounts.add(account('b', 'Bob')))
    })

    const resume = (token: string, fresh: string, nowMs: number) =>
      succeed(store().sessions.resume(sha(token), sha(fresh), nowMs, tokenLife))

    test('a session is created only while the password that proved it is the password', async () => {
      expect(await succeed(store().sessions.create(session('s', 'a'), '$other'))).toBe('stale')
      expect(await succeed(store().sessions.create(session('s', 'gone'), '$a'))).toBe('stale')
      expect(await succeed(store().sessions.create(session('s', 'a'), '$a'))).toBe('created')
      expect((await succeed(store().sessions.list())).map(({ id }) => id)).toEqual(['s'])
    })

    test('beyond the limit of its account the session that was used longest ago is revoked, and told of', async () => {
      const make = (id: string, accountId: string, max?: number) =>
        succeed(store().sessions.create(session(id, accountId), `$${accountId}`, max))
      for (const id of ['s1', 's2', 's3']) await make(id, 'a')
      await make('other', 'b')
      await succeed(store().sessions.use('s1', 1_000_000, tokenLife))
      const { cursor } = await succeed(store().sessions.revokedSince(null))
      await make('s4', 'a', 3)
      const ids = async () => (await succeed(store().sessions.list())).map(({ id }) => id)
      expect(await ids()).toEqual(['s1', 's3', 'other', 's4'])
      await make('s5', 'a', 1)
      expect(await ids()).toEqual(['other', 's5'])
      const { sessions } = await succeed(store().sessions.revokedSince(cursor))
      expect([...sessions].sort()).toEqual(['s1', 's2', 's3', 's4'])
    })

    test('resuming gives the name as registered and slides the expiry', async () => {
      await succeed(store().sessions.create(session('s', 'a'), '$a'))
      const summary = {
        id: 's',
        accountId: 'a',
        createdAtMs: 0,
        usedAtMs: 9,
        expiresAtMs: 9 + tokenLife.slidingMs,
        address: '192.0.2.7',
      }
      expect(await resume('s first', 'B', 9)).toEqual({ outcome: 'resumed', session: summary, name: 'Ann' })
      expect(await succeed(store().sessions.list())).toEqual([summary])
    })

    test('a session knows where it was logged in from, and where it was resumed from last', async () => {
      await succeed(store().sessions.create(session('s', 'a'), '$a'))
      const addresses = async () => (await succeed(store().sessions.list())).map(({ address }) => address)
      await succeed(store().sessions.resume(sha('s first'), sha('B'), 1, tokenLife, '2001:db8::9'))
      expect(await addresses()).toEqual(['2001:db8::9'])
      await resume('B', 'C', 2)
      expect(await addresses()).toEqual(['2001:db8::9'])
    })

    test('the sessions of an account are told apart from those of others: the last used first, and none that has expired', async () => {
      const of = async (account: string, nowMs: number, limit = 10) =>
        (await succeed(store().sessions.ofAccount(account, nowMs, limit))).map(({ id }) => id)
      for (const [id, atMs] of [
        ['s', 0],
        ['t', 1],
        ['u', 1],
      ] as const)
        await succeed(store().sessions.create(session(id, 'a', atMs), '$a'))
      await succeed(store().sessions.create(session('v', 'b'), '$b'))
      expect([await of('a', 1), await of('b', 1), await of('nobody', 1)]).toEqual([
        ['u', 't', 's'],
        ['v'],
        [],
      ])
      await resume('s first', 'B', 2)
      expect([await of('a', 2), await of('a', 2, 2)]).toEqual([
        ['s', 'u', 't'],
        ['s', 'u'],
      ])
      expect(await of('a', tokenLife.slidingMs + 1)).toEqual(['s'])
    })

    test('of an account only a session of its own is revoked', async () => {
      await succeed(store().sessions.create(session('s', 'a'), '$a'))
      expect(await succeed(store().sessions.revoke('s', 1, 'b'))).toBe(false)
      expect(await succeed(store().sessions.revoke('t', 1, 'a'))).toBe(false)
      expect((await succeed(store().sessions.revokedSince(0))).sessions).toEqual([])
      expect(await succeed(store().sessions.revoke('s', 1, 'a'))).toBe(true)
      expect(await resume('s first', 'B', 2)).toEqual({ outcome: 'unknown' })
    })

    test('the holder of a token is known while its session is, whether it is good, dead or expired', async () => {
      const holder = (token: string) => succeed(store().sessions.holder(sha(token)))
      await succeed(store().sessions.create(session('s', 'a'), '$a'))
      expect(await holder('B')).toEqual(O.none)
      await resume('s first', 'B', 1)
      await resume('B', 'C', 2)
      for (const token of ['s first', 'B', 'C']) expect(await holder(token)).toEqual(O.some('Ann'))
      await succeed(store().sessions.revoke('s', 3))
      expect(await holder('C')).toEqual(O.none)
    })

    test('of the dead tokens the last four are remembered, each with its own time', async () => {
      await succeed(store().sessions.create(session('s', 'a'), '$a'))
      for (let at = 0; at <= 6; at += 1) await resume('s first', `B${at}`, at * 10_000)
      // B0 died at 10,000 when B1 followed, and so on; B6 is the next one.
      expect(await resume('B0', 'x', 70_000)).toEqual({ outcome: 'unknown' })
      expect(await resume('B1', 'x', 70_000)).toEqual({ outcome: 'unknown' })
      for (const token of ['B2', 'B3', 'B4', 'B5']) {
        expect(await resume(token, 'x', 90_000)).toEqual({ outcome: 'dead' })
      }
      expect(await resume('B3', 'x', 100_000)).toEqual({ outcome: 'dead' })
      expect(await resume('B3', 'x', 100_001)).toEqual({ outcome: 'replayed', sessionId: 's' })
      expect(await resume('s first', 'x', 100_002)).toEqual({ outcome: 'unknown' })
    })

    test('a use in a conversation slides the expiry as resuming does, up to seven days, and changes no token', async () => {
      const day = tokenLife.slidingMs
      const use = (nowMs: number) => succeed(store().sessions.use('s', nowMs, tokenLife))
      const expiry = async () => (await succeed(store().sessions.list())).map((each) => each.expiresAtMs)
      await succeed(store().sessions.create(session('s', 'a'), '$a'))
      await resume('s first', 'B', 0)
      expect([await use(day - 1), await expiry()]).toEqual([true, [2 * day - 1]])
      for (let at = 2; at < 7; at += 1) expect(await use(at * day - at)).toBe(true)
      expect([await use(7 * day - 7), await expiry()]).toEqual([true, [7 * day]])
      expect(await resume('B', 'C', 7 * day - 1)).toMatchObject({ outcome: 'resumed' })
      expect([await use(7 * day), await expiry()]).toEqual([false, [7 * day]])
      expect(await succeed(store().sessions.use('nobody', 1, tokenLife))).toBe(false)
    })

    test('a clock that is set back shortens no session', async () => {
      const day = tokenLife.slidingMs
      await succeed(store().sessions.create(session('s', 'a', 5 * day), '$a'))
      const times = { usedAtMs: 5 * day, expiresAtMs: 6 * day }
      expect(await succeed(store().sessions.use('s', day, tokenLife))).toBe(true)
      expect(await resume('s first', 'B', 2 * day)).toMatchObject({ session: times })
      expect(await succeed(store().sessions.list())).toMatchObject([times])
    })

    test('and brings none to life that was found to be over', async () => {
      const day = tokenLife.slidingMs
      await succeed(store().sessions.create(session('s', 'a'), '$a'))
      await succeed(store().sessions.create(session('t', 'a'), '$a'))
      expect(await resume('s first', 'B', day)).toEqual({ outcome: 'expired' })
      for (const nowMs of [0, day - 1, day])
        expect(await resume('s first', 'B', nowMs)).toEqual({ outcome: 'expired' })
      expect(await succeed(store().sessions.use('s', 0, tokenLife))).toBe(false)
      expect(await resume('t first', 'B', 0)).toMatchObject({ outcome: 'resumed' })
      expect(await succeed(store().sessions.purge(0))).toBe(1)
    })

    test('revoking is noted for those who look, once and in order', async () => {
      for (const id of ['s', 't', 'u']) await succeed(store().sessions.create(session(id, 'a'), '$a'))
      await succeed(store().sessions.create(session('v', 'b'), '$b'))
      await succeed(store().sessions.revoke('u', 1))
      const first = await succeed(store().sessions.revokedSince(null))
      expect(first.sessions).toEqual([])
      expect(await succeed(store().sessions.revoke('t', 2))).toBe(true)
      expect(await succeed(store().sessions.revoke('t', 3))).toBe(false)
      expect(await succeed(store().sessions.revokeAll('a', 4))).toEqual(['s'])
      const second = await succeed(store().sessions.revokedSince(first.cursor))
      expect(second.sessions).toEqual(['t', 's'])
      expect((await succeed(store().sessions.revokedSince(second.cursor))).sessions).toEqual([])
      expect((await succeed(store().sessions.list())).map(({ id }) => id)).toEqual(['v'])
      expect(await resume('s first', 'B', 5)).toEqual({ outcome: 'unknown' })
    })

    test('purging drops what has expired and old revocations, and no cursor falls behind', async () => {
      const day = tokenLife.slidingMs
      await succeed(store().sessions.create(session('old', 'a'), '$a'))
      await succeed(store().sessions.create(session('new', 'a', 1), '$a'))
      await succeed(store().sessions.create(session('gone', 'a', 1), '$a'))
      await succeed(store().sessions.revoke('gone', 0))
      const { cursor } = await succeed(store().sessions.revokedSince(null))
      expect(await succeed(store().sessions.purge(day))).toBe(1)
      expect((await succeed(store().sessions.list())).map(({ id }) => id)).toEqual(['new'])
      expect((await succeed(store().sessions.revokedSince(0))).sessions).toEqual([])
      await succeed(store().sessions.revoke('new', day))
      expect((await succeed(store().sessions.revokedSince(cursor))).sessions).toEqual(['new'])
    })

    test('of many who resume with one token at once the last one holds the next', async () => {
      await succeed(store().sessions.create(session('s', 'a'), '$a'))
      const fresh = ['B0', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7']
      const outcomes = await Promise.all(fresh.map((token) => resume('s first', token, 1)))
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['resumed']))
      const after = await Promise.all(fresh.map((token) => resume(token, `${token}+`, 2)))
      expect(after.filter(({ outcome }) => outcome === 'resumed')).toHaveLength(1)
    })
  })
}
