import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { Programs } from '../../support/program.ts'
import { expectRefusal, hostileCharacters, hostileText } from '../refusal.ts'
import { endOf, StoreInUse } from './store-in-use.ts'

const programs = new Programs()
let store: StoreInUse
beforeAll(async () => {
  store = new StoreInUse(programs, await programs.serve())
})

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

const added = async (name: string): Promise<string> => {
  const password = programs.secret()
  expect((await store.run(['users', 'add', name], password)).code).toBe(0)
  return password
}

describe('on a store in use', () => {
  test('who is added can log in', async () => {
    const password = programs.secret()
    expect(await store.login('Ada', password)).toBe(4)
    const { code, stdout, stderr } = await store.run(['users', 'add', 'Ada'], password)
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Ada is registered.\n', stderr: '' })
    expect(await store.login('Ada', password)).toBe(0)
  })

  test('the password comes from a file, too, whose last newline does not count', async () => {
    const password = programs.secret()
    const file = join(programs.folder(), 'password')
    writeFileSync(file, `${password}\n`, { mode: 0o600 })
    expect((await store.run(['users', 'add', 'Bob', '--password-file', file], 'not this one')).code).toBe(0)
    expect(await store.login('Bob', password)).toBe(0)
  })

  test('a password that is set takes the place of the old one, and ends what stood on it', async () => {
    const old = await added('Cleo')
    const client = await store.stay('Cleo', old)
    const fresh = programs.secret()
    const { code, stdout } = await store.run(['users', 'password', 'cleo'], fresh)
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'The password of Cleo is set; sessions revoked: 1.\n',
    })
    const ended = await endOf(client)
    expect(ended).toMatchObject({ code: 'LOGGED_OUT', by: 'them' })
    expect(ended.afterMs).toBeLessThan(5_000)
    expect([await store.login('Cleo', old), await store.login('Cleo', fresh)]).toEqual([4, 0])
  })

  test('who is removed is logged out, and cannot log in', async () => {
    const password = await added('Dora')
    const client = await store.stay('Dora', password)
    const { code, stdout } = await store.run(['users', 'remove', 'DORA'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Dora is removed; sessions revoked: 1.\n' })
    expect(await endOf(client)).toMatchObject({ code: 'LOGGED_OUT' })
    expect(await store.login('Dora', password)).toBe(4)
    expect((await store.list('users')).map(({ name }) => name)).not.toContain('Dora')
    expect((await store.list('addresses')).map(({ name }) => name)).not.toContain('Dora')
  })

  test('the list says who is registered, since when, and with how many sessions', async () => {
    const since = new Date().toISOString()
    const password = await added('Eve')
    await store.login('Eve', password)
    await store.login('Eve', password)
    const [eve] = (await store.list('users')).filter(({ name }) => name === 'Eve')
    expect(eve).toEqual({ name: 'Eve', registeredAt: expect.any(String), sessions: 2 })
    const registeredAt = String(eve?.registeredAt)
    expect(registeredAt >= since && registeredAt <= new Date().toISOString()).toBe(true)
    const { stdout } = await store.run(['users', 'list'])
    expect(stdout).toContain(`\nEve\t${registeredAt}\t2\n`)
  })

  test('a hostile name is inert in the list, the same name in JSON, and can be removed', async () => {
    const name = `${hostileText}\tx`
    await store.addAsItIs(name)
    const { stdout } = await store.run(['users', 'list', '--json'])
    expect(stdout).not.toMatch(hostileCharacters)
    expect((await store.list('users')).map((user) => user.name)).toContain(name)
    const fields = (await store.run(['users', 'list'])).stdout.replaceAll('\t', '')
    expect(fields).not.toMatch(hostileCharacters)
    const { stdout: said, code } = await store.run(['users', 'remove', name])
    expect(said).not.toMatch(hostileCharacters)
    expect(code).toBe(0)
  })
})

describe('what cannot be done is told in one sentence', () => {
  test.each([
    ['a taken name', ['add', 'Taken'], 'eight or more', 1, /^There is a user “Taken” already; choose /],
    [
      'a name that is taken in another spelling',
      ['add', 'TAKEN'],
      'eight or more',
      1,
      /^There is a user “Taken”/,
    ],
    ['an unknown name', ['password', 'Nobody'], 'eight or more', 1, /^There is no user “Nobody”; see: /],
    ['an unknown name to remove', ['remove', hostileText], undefined, 1, /^There is no user “a\\u001b\[2J/],
    ['no name', ['add', 'a\u001b[31m'], 'eight or more', 2, /^That is no name: give 1 to 64/],
    [
      'no password',
      ['add', 'Finn'],
      undefined,
      2,
      /^There is no password; give one with --password-file or /,
    ],
    ['a password of 7 bytes', ['add', 'Finn'], 'seven..', 2, /^A new password has 8 to 256 bytes/],
    ['a password of 257 bytes', ['password', 'Taken'], 'x'.repeat(257), 2, /^A new password has 8 to 256/],
    ['an empty password', ['password', 'Taken'], '', 2, /^A new password has 8 to 256 bytes/],
    [
      'a file that is none',
      ['add', 'Finn', '--password-file', '/none'],
      undefined,
      2,
      /\(ENOENT\); check --pass/,
    ],
    ['no argument', ['remove'], undefined, 2, /missing required argument 'name'/],
    ['an unknown command', ['ad'], undefined, 2, /unknown command 'ad'/],
  ])('%s', async (_what, args, password, exit, why) => {
    await store.run(['users', 'add', 'Taken'], 'eight or more')
    const flags =
      args[0] === 'ad' ? programs.run(['users', ...args]) : store.run(['users', ...args], password)
    expectRefusal(await flags, exit, why)
  })
})

describe('a folder without a store', () => {
  const password = 'eight or more'

  test.each([
    ['users', 'list'],
    ['users', 'remove', 'Ada'],
    ['users', 'password', 'Ada'],
    ['sessions', 'list'],
    ['sessions', 'revoke', 'x'],
  ])('stays as it is: %s %s', async (...args) => {
    const env = { COLLOQUY_PASSWORD: password }
    const folder = programs.folder()
    const missing = join(folder, 'missing')
    for (const data of [folder, missing]) {
      const why = new RegExp(
        `^There is no store in ${data}; give the folder of a server with --data\\.$`,
        'm',
      )
      expectRefusal(await programs.run([...args, '--data', data], { env }), 1, why)
    }
    expect([readdirSync(folder), existsSync(missing)]).toEqual([[], false])
    const around = { env, cwd: folder }
    expectRefusal(await programs.run(args, around), 1, /colloquy-data; give the folder/)
  })

  test('gets one by users add, for its owner only, and nothing by a bad one', async () => {
    const data = join(programs.folder(), 'data')
    // In a process of its own, with which goes what SQLite keeps beside an open store.
    const add = (secret: string) =>
      programs.run(['users', 'add', 'Ada', '--data', data], {
        env: { COLLOQUY_PASSWORD: secret },
        alone: true,
      })
    expect((await add('short')).code).toBe(2)
    expect(existsSync(data)).toBe(false)
    expect((await add(programs.secret())).code).toBe(0)
    expect([mode(data), readdirSync(data).map((file) => [file, mode(join(data, file))])]).toEqual([
      '700',
      [
        ['audit.log', '600'],
        ['store.sqlite', '600'],
      ],
    ])
  })
})

programs.keepSecrets()
