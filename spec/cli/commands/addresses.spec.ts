import { beforeAll, expect, test } from '@jest/globals'
import { Programs } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'
import { StoreInUse } from './store-in-use.ts'

const programs = new Programs()
let store: StoreInUse
beforeAll(async () => {
  store = new StoreInUse(programs, await programs.serve())
})

/** Registers a name, and comes by it from 127.0.0.1. */
const seen = async (name: string): Promise<void> => {
  const password = programs.secret()
  expect((await store.run(['users', 'add', name], password)).code).toBe(0)
  expect(await store.login(name, password)).toBe(0)
}

test('who was seen last is listed, can be removed by the address, and is asked for a name the next time', async () => {
  const since = new Date().toISOString()
  await seen('Ada')
  const [entry, ...others] = await store.list('addresses')
  expect(entry).toEqual({ address: '127.0.0.1', name: 'Ada', lastSeenAt: expect.any(String) })
  expect(others).toEqual([])
  const lastSeenAt = String(entry?.lastSeenAt)
  expect(lastSeenAt >= since && lastSeenAt <= new Date().toISOString()).toBe(true)
  expect((await store.run(['addresses', 'list'])).stdout).toBe(`127.0.0.1\tAda\t${lastSeenAt}\n`)
  const { code, stdout } = await store.run(['addresses', 'remove', '[::ffff:7f00:1]:7707'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Addresses removed: 1.\n' })
  expect(await store.list('addresses')).toEqual([])
  expect((await store.list('users')).map(({ name }) => name)).toEqual(['Ada'])
})

test('the addresses of a name are removed in any of its forms, and a removed user takes them along', async () => {
  await seen('Bob')
  const { stdout } = await store.run(['addresses', 'remove', '--user', 'BOB', '--lang', 'ru'])
  expect(stdout).toBe('Удалён 1 адрес.\n')
  expect(await store.list('addresses')).toEqual([])
  await seen('Cleo')
  expect((await store.run(['users', 'remove', 'cleo'])).code).toBe(0)
  expect(await store.list('addresses')).toEqual([])
})

test.each([
  [
    'an address that nobody came from',
    ['192.0.2.9'],
    1,
    /^Nobody is known at 192\.0\.2\.9; see: colloquy addresses/,
  ],
  ['neither an address nor a name', [], 2, /^Give either an address, or --user and a name\.$/m],
  ['both', ['192.0.2.9', '--user', 'Ada'], 2, /^Give either an address/],
  ['what is no address', ['a\u001b[31m'], 1, /^Nobody is known at a\\u001b\[31m;/],
])('%s is told in one sentence', async (_what, args, exit, why) => {
  expectRefusal(await store.run(['addresses', 'remove', ...args]), exit, why)
})

test('a folder without a store stays as it is', async () => {
  const data = programs.folder()
  expectRefusal(await programs.run(['addresses', 'list', '--data', data]), 1, /^There is no store in /)
})

programs.keepSecrets()
