import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import Database from 'libsql'
import { openSqliteStore } from '../../src/store/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { fail, succeed } from './results.ts'

/** Measures the longest time in which the event loop did nothing for us. */
const watchLoop = (): (() => number) => {
  let longestMs = 0
  let lastMs = performance.now()
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lastMs)
    lastMs = performance.now()
  }, 5).unref()
  return () => {
    clearInterval(timer)
    return longestMs
  }
}

test('while another holds the file locked, many writes wait together and the event loop goes on', async () => {
  const file = join(temporaryFolder(), 'store.sqlite')
  const store = await succeed(openSqliteStore(file))
  const other = new Database(file)
  other.exec('begin immediate')
  const stop = watchLoop()
  const released = new Promise<void>((resolve) => {
    setTimeout(() => {
      other.exec('rollback')
      resolve()
    }, 900)
  })
  const names = Array.from({ length: 30 }, (_, index) => `name${index}`)
  const writes = names.map((name) =>
    succeed(store.accounts.add({ id: name, name, passwordHash: '$', createdAtMs: 1 })),
  )
  const beforeMs = performance.now()
  expect(await succeed(store.accounts.list())).toEqual([])
  expect(performance.now() - beforeMs).toBeLessThan(600)
  await released
  expect(new Set(await Promise.all(writes))).toEqual(new Set(['added']))
  expect(stop()).toBeLessThan(350)
  other.close()
  await succeed(store.close())
})

test('a file that stays locked is BUSY, for every write that waits', async () => {
  const file = join(temporaryFolder(), 'store.sqlite')
  const store = await succeed(openSqliteStore(file, { patienceMs: 200 }))
  const other = new Database(file)
  other.exec('begin immediate')
  const faults = await Promise.all([1, 2, 3, 4].map((at) => fail(store.sessions.purge(at))))
  expect(faults.map(({ code }) => code)).toEqual(['BUSY', 'BUSY', 'BUSY', 'BUSY'])
  expect(faults[0]?.remedy).toContain(file)
  other.exec('rollback')
  expect(await succeed(store.sessions.purge(5))).toBe(0)
  other.close()
  await succeed(store.close())
})

test('a store is opened while another process uses it', async () => {
  const file = join(temporaryFolder(), 'store.sqlite')
  const first = await succeed(openSqliteStore(file))
  const second = await succeed(openSqliteStore(file))
  await succeed(first.accounts.add({ id: 'a', name: 'Ann', passwordHash: '$', createdAtMs: 1 }))
  const { cursor } = await succeed(first.sessions.revokedSince(null))
  const times = { createdAtMs: 0, usedAtMs: 0, expiresAtMs: 1, address: '' }
  const tokens = { current: '0'.repeat(64), next: null, dead: [] }
  await succeed(first.sessions.create({ id: 's', accountId: 'a', ...times, ...tokens }, '$'))
  expect(await succeed(second.sessions.revoke('s', 1))).toBe(true)
  expect((await succeed(first.sessions.revokedSince(cursor))).sessions).toEqual(['s'])
  await succeed(first.close())
  await succeed(second.close())
})
