import { chmodSync, copyFileSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { connect, createServer, type ServerEvent } from '../../src/index.ts'
import { openSqliteStore, type Store } from '../../src/store/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { fail, succeed } from './results.ts'

const account = (id: string) => ({ id, name: id, passwordHash: '$', createdAtMs: 1 })

const opened = async (): Promise<{ readonly file: string; readonly store: Store }> => {
  const file = join(temporaryFolder(), 'store.sqlite')
  const store = await succeed(openSqliteStore(file))
  await succeed(store.accounts.add(account('before')))
  return { file, store }
}

describe('a store whose files are gone', () => {
  test.each(['', '-wal', '-shm'])('store.sqlite%s: neither reads nor writes are answered', async (which) => {
    const { file, store } = await opened()
    rmSync(`${file}${which}`)
    const gone = { code: 'GONE', file, remedy: expect.stringContaining('put it back') }
    expect(await fail(store.accounts.add(account('after')))).toMatchObject(gone)
    expect(await fail(store.accounts.find('before'))).toMatchObject(gone)
    expect(await fail(store.sessions.revokedSince(null))).toMatchObject(gone)
    await succeed(store.close())
  })

  test('goes on when they are put back, and not when others are in their place', async () => {
    const { file, store } = await opened()
    copyFileSync(file, `${file}.copy`)
    renameSync(file, `${file}.aside`)
    expect(await fail(store.accounts.list())).toMatchObject({ code: 'GONE' })
    renameSync(`${file}.copy`, file)
    expect(await fail(store.accounts.list())).toMatchObject({ code: 'GONE' })
    renameSync(`${file}.aside`, file)
    expect(await succeed(store.accounts.list())).toHaveLength(1)
    await succeed(store.accounts.add(account('after')))
    const moved = `${dirname(file)}-moved`
    renameSync(dirname(file), moved)
    expect(await fail(store.accounts.list())).toMatchObject({ code: 'GONE' })
    renameSync(moved, dirname(file))
    expect(await succeed(store.accounts.list())).toHaveLength(2)
    await succeed(store.close())
  })

  test('an emptied one is gone, too, until it has its content again', async () => {
    const { file, store } = await opened()
    copyFileSync(file, `${file}.copy`)
    truncateSync(file)
    expect(await fail(store.accounts.list())).toMatchObject({ code: 'GONE' })
    expect(await fail(store.accounts.add(account('after')))).toMatchObject({ code: 'GONE' })
    copyFileSync(`${file}.copy`, file)
    expect(await succeed(store.accounts.list())).toHaveLength(1)
    await succeed(store.close())
  })

  test('one that others use, and whose rights change, is not', async () => {
    const { file, store } = await opened()
    const other = await succeed(openSqliteStore(file))
    await succeed(other.accounts.add(account('other')))
    await succeed(other.close())
    chmodSync(file, 0o400)
    expect(await succeed(store.accounts.list())).toHaveLength(2)
    await succeed(store.close())
  })
})

test('a server whose store is gone grants nothing, says so once, and goes on when it is back', async () => {
  const { file, store } = await opened()
  const events: ServerEvent[] = []
  const server = await createServer({
    port: 0,
    store,
    converse: { Say: () => {} },
    log: { data: false, write: (event) => events.push(event) },
  })
  const come = (name: string) =>
    connect({ port: server.port, credentials: { name, password: 'correct horse', register: true } })
  const told = () => events.filter(({ event }) => event === 'failed')
  renameSync(file, `${file}.aside`)
  for (const name of ['anna', 'bob', 'anna'])
    await expect(come(name)).rejects.toMatchObject({ code: 'DENIED', failure: { reason: 'UNAVAILABLE' } })
  expect(told()).toMatchObject([{ detail: expect.stringContaining('was removed, emptied or replaced') }])
  renameSync(`${file}.aside`, file)
  const client = await come('anna')
  expect(client.name).toBe('anna')
  await client.bye()
  await server.close()
  expect(told()).toHaveLength(1)
  expect(await succeed(store.accounts.list())).toHaveLength(2)
  await succeed(store.close())
})
