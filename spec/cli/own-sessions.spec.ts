import { beforeAll, expect, test } from '@jest/globals'
import { type Ended, Programs, type Serving } from '../support/program.ts'
import { expectRefusal } from './refusal.ts'

const programs = new Programs()
let server: Serving
let password: string
beforeAll(async () => {
  server = await programs.serve()
  password = programs.secret()
  for (const line of ['one', 'two', 'three'])
    expect((await connect('--register', '--message', line)).code).toBe(0)
})

/** Each time with the password: so each has a session of its own. */
const connect = (...args: readonly string[]): Promise<Ended> =>
  programs.run(
    ['connect', '127.0.0.1', String(server.port), '--no-tokens', '--quiet', '--name', 'Ada', ...args],
    { env: { COLLOQUY_PASSWORD: password } },
  )

const rowsOf = ({ stdout }: Ended): readonly (readonly string[])[] =>
  stdout
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split('\t'))

test('somebody lists the own sessions, ends one of them, and it is gone', async () => {
  const listed = await connect('--sessions')
  expect([listed.code, listed.stderr]).toEqual([0, ''])
  const rows = rowsOf(listed)
  expect(rows).toHaveLength(4)
  const [own, [id = ''] = []] = rows
  expect(own).toEqual([
    expect.stringMatching(/^[\w-]{21}$/),
    expect.stringMatching(/^20.*Z$/),
    expect.stringMatching(/^20.*Z$/),
    '127.0.0.1',
    '*',
  ])
  expect(rows.slice(1).map((row) => row[4])).toEqual(['', '', ''])
  const ended = await connect('--revoke-session', id, '--sessions')
  expect([ended.code, ended.stderr]).toEqual([0, 'Sessions revoked: 1.\n'])
  expect(rowsOf(ended)).toHaveLength(4)
  expect(ended.stdout).not.toContain(id)
  expectRefusal(
    await connect('--revoke-session', id),
    1,
    /^Your account has no session .*; see: colloquy connect --sessions$/m,
  )
})

test.each([
  ['nothing', ''],
  ['more than an id can have', 'x'.repeat(65)],
])('an id that no session can have is one that the account has not: %s', async (_what, id) => {
  const { code, stderr } = await connect('--revoke-session', id)
  expect([code, stderr]).toEqual([
    1,
    `Your account has no session “${id}”; see: colloquy connect --sessions\n`,
  ])
})

test('with --json each is an event', async () => {
  const { stdout, code } = await connect('--sessions', '--json')
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(code).toBe(0)
  const sessions = events.filter(({ event }) => event === 'session')
  expect(sessions.length).toBeGreaterThan(2)
  expect(sessions[0]).toEqual({
    event: 'session',
    id: expect.any(String),
    beganAt: expect.any(String),
    usedAt: expect.any(String),
    address: '127.0.0.1',
    current: true,
  })
  expect(events.at(-1)).toMatchObject({ event: 'disconnected', code: 'DONE' })
})

test('nothing is said meanwhile', async () => {
  for (const flag of [['--sessions'], ['--revoke-session', 'x']])
    expectRefusal(
      await connect(...flag, '--message', 'x'),
      2,
      new RegExp(`^--message means nothing with ${flag[0]}`),
    )
})
