import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { openSqliteStore, type Session, type Store, tokenLife } from '../../src/store/index.ts'
import { openDatabase, storeOver } from '../../src/store/sqlite/open.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { fail, succeed } from './results.ts'

const PAGE_BYTES = 4_096

/** A store whose file has no room for another page until it is given some. */
const fullStore = (file: string): { readonly store: Store; readonly makeRoom: () => void } => {
  const opened = openDatabase(file)
  if (E.isLeft(opened)) throw new Error(opened.left.code)
  const database = opened.right
  const limit = (pages: number): void => {
    database.prepare(`pragma max_page_count = ${pages}`).all([])
  }
  limit(1)
  return { store: storeOver(database, file, 100, 1_000), makeRoom: () => limit(1_000_000) }
}

const account = (name: string, passwordHash = '$') => ({ id: name, name, passwordHash, createdAtMs: 1 })

/** A text that needs a page of its own. */
const long = (start: string): string => start.padEnd(PAGE_BYTES, '.')

const times = { createdAtMs: 0, usedAtMs: 0, expiresAtMs: 10, address: '' }
const token = (number: number): string => number.toString(16).padStart(64, '0')
const session = (number: number): Session => ({
  id: `s${number}`,
  accountId: 'Ann',
  ...times,
  current: token(number),
  next: null,
  dead: [],
})

test('in a full store a write is FULL and undoes itself, reading goes on, and with room all is well', async () => {
  const file = join(temporaryFolder(), 'store.sqlite')
  const before = await succeed(openSqliteStore(file))
  await succeed(before.accounts.add(account('Ann')))
  await succeed(before.close())
  const { store, makeRoom } = fullStore(file)
  const { accounts, addresses, sessions } = store

  for (let round = 0; round < 2; round += 1)
    for (const write of [
      () => fail(accounts.add(account('Bob', long('$')))),
      () => fail(accounts.setPasswordHash('Ann', long('$'))),
      () => fail(addresses.remember('192.0.2.1', long('Ann'), 1)),
      () => fail(sessions.create({ ...session(0), id: long('s') }, '$')),
    ])
      expect(await write()).toMatchObject({ code: 'FULL', file, cause: 'SQLITE_FULL' })
  expect(await succeed(accounts.list())).toEqual([account('Ann')])
  expect(await succeed(addresses.find('192.0.2.1'))).toEqual(O.none)
  expect(await succeed(sessions.list())).toEqual([])

  makeRoom()
  expect(await succeed(accounts.add(account('Bob', long('$'))))).toBe('added')
  await succeed(store.close())
  const after = await succeed(openSqliteStore(file))
  expect((await succeed(after.accounts.list())).map(({ name }) => name)).toEqual(['Ann', 'Bob'])
  await succeed(after.close())
})

test('a token that could not be replaced stays good', async () => {
  const file = join(temporaryFolder(), 'store.sqlite')
  const { store, makeRoom } = fullStore(file)
  const { sessions } = store
  await succeed(store.accounts.add(account('Ann')))
  let stored = 0
  while (E.isRight(await sessions.create(session(stored), '$')())) stored += 1
  // Each use adds the hash of a token, so soon there is no room.
  const replace = (number: number) => sessions.resume(token(number), token(1_000 + number), 1, tokenLife)
  let used = 0
  while (E.isRight(await replace(used)())) used += 1
  expect(used).toBeLessThan(stored)
  expect(await fail(replace(used))).toMatchObject({ code: 'FULL' })

  makeRoom()
  expect(await succeed(replace(used))).toMatchObject({ outcome: 'resumed', session: { id: `s${used}` } })
  await succeed(store.close())
})
