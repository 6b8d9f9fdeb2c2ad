import { describe, expect, test } from '@jest/globals'
import * as O from 'fp-ts/lib/Option.js'
import { type Store, tokenLife } from '../../../src/store/index.ts'
import { succeed } from '../results.ts'
import { account, session, sha } from './data.ts'

/** The promises of every store of accounts. */
export const accountsContract = (store: () => Store): void => {
  describe('accounts', () => {
    test('an account is found by every form of its name, and keeps the one it was registered with', async () => {
      expect(await succeed(store().accounts.add(account('a', 'Ann')))).toBe('added')
      expect(await succeed(store().accounts.find('ＡＮＮ'))).toEqual(O.some(account('a', 'Ann')))
      expect(await succeed(store().accounts.find('Anna'))).toEqual(O.none)
    })

    test('a name is given once, whatever its form', async () => {
      await succeed(store().accounts.add(account('a', 'Ann')))
      expect(await succeed(store().accounts.add(account('b', 'ANN')))).toBe('taken')
      expect(await succeed(store().accounts.find('ann'))).toEqual(O.some(account('a', 'Ann')))
    })

    test('of a hundred who register one name at once one gets it', async () => {
      const ids = Array.from({ length: 100 }, (_, index) => `id${index}`)
      const results = await Promise.all(ids.map((id) => succeed(store().accounts.add(account(id, 'Ann')))))
      expect(results.filter((result) => result === 'added')).toHaveLength(1)
      expect(await succeed(store().accounts.list())).toHaveLength(1)
    })

    test('a password hash is replaced, with a condition only while the condition holds', async () => {
      await succeed(store().accounts.add(account('a', 'Ann')))
      expect(await succeed(store().accounts.setPasswordHash('a', '$2', '$other'))).toBe(false)
      expect(await succeed(store().accounts.setPasswordHash('a', '$2', '$a'))).toBe(true)
      expect(await succeed(store().accounts.setPasswordHash('a', '$3'))).toBe(true)
      expect(await succeed(store().accounts.setPasswordHash('b', '$3'))).toBe(false)
      expect(await succeed(store().accounts.find('Ann'))).toEqual(
        O.some({ ...account('a', 'Ann'), passwordHash: '$3' }),
      )
    })

    test('a removed account takes its sessions with it, and its name is free', async () => {
      await succeed(store().accounts.add(account('a', 'Ann')))
      await succeed(store().sessions.create(session('s', 'a'), '$a'))
      const { cursor } = await succeed(store().sessions.revokedSince(null))
      expect(await succeed(store().accounts.remove('a', 5))).toBe(true)
      expect(await succeed(store().accounts.remove('a', 6))).toBe(false)
      expect(await succeed(store().sessions.list())).toEqual([])
      expect((await succeed(store().sessions.revokedSince(cursor))).sessions).toEqual(['s'])
      expect(await succeed(store().sessions.resume(sha('s first'), sha('x'), 7, tokenLife))).toEqual({
        outcome: 'unknown',
      })
      expect(await succeed(store().accounts.add(account('b', 'ann')))).toBe('added')
    })

    test('accounts are listed by their compared names', async () => {
      for (const [id, name] of [
        ['a', 'bob'],
        ['b', 'Ann'],
        ['c', 'Żółw'],
        ['d', 'ＣY'],
      ] as const) {
        await succeed(store().accounts.add(account(id, name)))
      }
      expect((await succeed(store().accounts.list())).map(({ name }) => name)).toEqual([
        'Ann',
        'bob',
        'ＣY',
        'Żółw',
      ])
    })
  })
}
