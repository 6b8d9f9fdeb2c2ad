import { beforeAll, describe, expect, test } from '@jest/globals'
import { Programs, type Serving } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'
import { endOf, StoreInUse } from './store-in-use.ts'

const programs = new Programs()
let server: Serving
let store: StoreInUse
beforeAll(async () => {
  server = await programs.serve()
  store = new StoreInUse(programs, server)
})

const registered = async (name: string): Promise<string> => {
  const password = programs.secret()
  await store.run(['users', 'add', name], password)
  return password
}

const sessionsOf = async (name: string): Promise<readonly string[]> =>
  (await store.list('sessions')).filter(({ user }) => user === name).map(({ id }) => String(id))

test('the list says who is logged in, and no secret', async () => {
  const password = await registered('Ada')
  await store.login('Ada', password)
  const [session] = await store.list('sessions')
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(session).toEqual({
    id: expect.stringMatching(/^[\w-]{21}$/),
    user: 'Ada',
    createdAt: time,
    usedAt: time,
    expiresAt: time,
    address: '127.0.0.1',
  })
  expect(String(session?.expiresAt) > String(session?.createdAt)).toBe(true)
  expect((await store.run(['sessions', 'list'])).stdout).toBe(`${Object.values(session ?? {}).join('\t')}\n`)
})

describe('a revocation', () => {
  test('of one session ends its conversation within 5 s, and no other', async () => {
    const password = await registered('Bob')
    const client = await store.stay('Bob', password)
    const [id = ''] = await sessionsOf('Bob')
    const other = await store.stay('Bob', password)
    const { code, stdout } = await store.run(['sessions', 'revoke', id])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Sessions revoked: 1.\n' })
    const ended = await endOf(client)
    expect(ended).toMatchObject({ how: 'bye', code: 'LOGGED_OUT', by: 'them' })
    expect(ended.afterMs).toBeLessThan(5_000)
    expect(other.isRunning).toBe(true)
    expect(await sessionsOf('Bob')).toHaveLength(1)
    expect((await other.typeLast('still here\n').end()).code).toBe(0)
  })

  test('of a user ends them all, and the user can log in again', async () => {
    const password = await registered('Cleo')
    const clients = [await store.stay('Cleo', password), await store.stay('Cleo', password)]
    const { stdout } = await store.run(['sessions', 'revoke', '--user', 'CLEO'])
    expect(stdout).toBe('Sessions revoked: 2.\n')
    for (const ended of await Promise.all(clients.map(endOf)))
      expect(ended).toMatchObject({ code: 'LOGGED_OUT' })
    expect((await store.run(['sessions', 'revoke', '--user', 'Cleo'])).stdout).toBe('Sessions revoked: 0.\n')
    expect(await store.login('Cleo', password)).toBe(0)
  })

  test.each([
    [
      'of an unknown session',
      ['V1StGXR8_Z5jdHi6B-myT'],
      1,
      /^There is no session V1StGXR8_Z5jdHi6B-myT; see: /,
    ],
    ['of one whose id begins with a dash', ['-abc'], 1, /^There is no session -abc; see: /],
    ['of one whose id acts on a terminal', ['a\u001b[2J'], 1, /^There is no session a\\u001b\[2J; see: /],
    ['of an unknown user', ['--user', 'Nobody'], 1, /^There is no user “Nobody”; see: colloquy users list$/m],
    ['of nothing', [], 2, /^Give either the id of a session, or --user and a name\.$/m],
    ['of both', ['x', '--user', 'Ada'], 2, /^Give either the id of a session, or --user and a name\.$/m],
    ['with a flag that does not exist', ['--usr', 'Ada'], 2, /too many arguments/],
  ])('%s is refused in one sentence', async (_what, args, exit, why) => {
    expectRefusal(await store.run(['sessions', 'revoke', ...args]), exit, why)
  })
})

test('a server with nobody on it reads its store without a word', () => {
  expect(server.log().filter(({ event }) => event === 'failed')).toEqual([])
})

test('a user ends all sessions of the account with --logout-everywhere', async () => {
  const password = await registered('Eve')
  const other = await store.stay('Eve', password)
  const left = await store.login('Eve', password, ['--logout-everywhere'])
  expect(left).toBe(0)
  expect(await endOf(other)).toMatchObject({ how: 'bye', code: 'LOGGED_OUT', by: 'them' })
  expect(await sessionsOf('Eve')).toEqual([])
})

programs.keepSecrets()
