import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, jest, test } from '@jest/globals'
import { audit } from '../../../src/cli/commands/accounts/audit.ts'
import { logOf, Programs } from '../../support/program.ts'
import { StoreInUse } from './store-in-use.ts'

const programs = new Programs()
afterEach(() => {
  delete process.env.SUDO_USER
  jest.restoreAllMocks()
})

const me = { uid: process.getuid?.(), user: userInfo().username }

/** The lines of administration in a log, without what differs each time. */
const administered = (data: string): readonly object[] =>
  logOf(data)
    .filter(({ event }) => event === 'administered')
    .map(({ time: _time, pid: _pid, msg: _msg, ...told }) => told)

const line = { level: 'info', event: 'administered', done: true, ...me }

test('each command on a store leaves a line with who ran it in the log of the server, which runs on', async () => {
  const server = await programs.serve()
  const store = new StoreInUse(programs, server)
  const password = programs.secret()
  await store.run(['users', 'add', 'Ada'], password)
  await store.login('Ada', password)
  await store.run(['users', 'password', 'ADA'], programs.secret())
  await store.run(['users', 'list'])
  await store.run(['sessions', 'list', '--json'])
  await store.run(['sessions', 'revoke', '--user', 'Ada'])
  await store.run(['sessions', 'revoke', 'none\nof\u001bthem'])
  await store.run(['addresses', 'list'])
  await store.run(['users', 'remove', 'Ada'])
  await store.run(['users', 'remove', 'Ada'])
  await server.stop()
  expect(administered(server.data)).toEqual([
    { ...line, command: 'users add', target: 'Ada' },
    { ...line, command: 'users password', target: 'ADA' },
    { ...line, command: 'users list' },
    { ...line, command: 'sessions list' },
    { ...line, command: 'sessions revoke --user', target: 'Ada' },
    { ...line, command: 'sessions revoke', target: 'none\nof\u001bthem', done: false },
    { ...line, command: 'addresses list' },
    { ...line, command: 'users remove', target: 'Ada' },
    { ...line, command: 'users remove', target: 'Ada', done: false },
  ])
  expect(logOf(server.data).at(-1)).toMatchObject({ event: 'stopped' })
})

const what = { command: 'users remove', target: 'Ada' }

test('whom sudo ran it for is told, and no name is told at more length than 128 characters', () => {
  const data = programs.folder()
  process.env.SUDO_USER = 'x'.repeat(10_000)
  audit(data, 'en', { command: 'users remove', target: 'y'.repeat(10_000) }, true)
  const [told] = administered(data)
  expect(told).toEqual({
    ...line,
    command: 'users remove',
    target: `${'y'.repeat(128)}…`,
    sudoUser: `${'x'.repeat(128)}…`,
  })
})

test.each([
  ['en', 'Administration: “users remove Ada” was run by '],
  ['ru', 'Администрирование: команда «users remove Ada», пользователь '],
] as const)('the line is worded in the language of the command: %s', (lang, words) => {
  const data = programs.folder()
  audit(data, lang, what, true)
  expect(logOf(data)[0]?.msg.startsWith(words)).toBe(true)
})

test('a line that a full disk left without an end is not gone on with', () => {
  const data = programs.folder()
  writeFileSync(join(data, 'audit.log'), '{"whole":1}\n{"torn":')
  audit(data, 'en', what, true)
  const [whole, torn, told] = readFileSync(join(data, 'audit.log'), 'utf8').split('\n')
  expect([whole, torn]).toEqual(['{"whole":1}', '{"torn":'])
  expect(JSON.parse(told ?? '')).toMatchObject({ event: 'administered' })
})

test('a log that the server laid aside meanwhile is begun anew, for its owner only', () => {
  const data = programs.folder()
  const file = join(data, 'audit.log')
  audit(data, 'en', what, true)
  appendFileSync(file, '{"event":"stopped","msg":""}\n')
  renameSync(file, `${file}.1`)
  audit(data, 'en', what, true)
  expect(readFileSync(`${file}.1`, 'utf8').split('\n')).toHaveLength(3)
  expect(administered(data)).toHaveLength(1)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a log that cannot be written is told, and undoes nothing', async () => {
  const data = programs.folder()
  chmodSync(data, 0o700)
  mkdirSync(join(data, 'audit.log'))
  const { code, stdout, stderr } = await programs.run(['users', 'add', 'Ada', '--data', data], {
    env: { COLLOQUY_PASSWORD: programs.secret() },
  })
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Ada is registered.\n' })
  expect(stderr).toMatch(
    /^The log .*audit\.log cannot be opened \(EISDIR\); check the folder and its rights\.\n$/,
  )
})

test('a log that root makes belongs to whom the folder belongs to', () => {
  const data = programs.folder()
  if (me.uid === 0) chownSync(data, 1234, 1235)
  audit(data, 'en', what, true)
  const [log, folder] = [statSync(join(data, 'audit.log')), statSync(data)]
  expect([log.uid, log.gid]).toEqual([folder.uid, folder.gid])
})

programs.keepSecrets()
