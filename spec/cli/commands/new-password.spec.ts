import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { Programs } from '../../support/program.ts'
import { needs } from '../../support/tools/index.ts'
import { Terminals } from '../terminals.ts'

const { test } = needs('tmux', 'linux')
const programs = new Programs()
const terminals = new Terminals()

const NEW = 'New password of Ada?'
const AGAIN = 'The same password again?'

const open = (folder: string, ...args: readonly string[]) =>
  terminals.open([...args, '--data', join(folder, 'data')], { folder })

test('a new password is asked for twice, unseen, until both are the same and long enough', async () => {
  const folder = programs.folder()
  const secret = programs.secret()
  const terminal = open(folder, 'users', 'add', 'Ada')
  await terminal.answer(NEW, 'seven..')
  await terminal.until('▲  Give a password of 8 to 256 bytes.')
  await terminal.answer(NEW, secret)
  await terminal.answer(AGAIN, `${secret}!`)
  await terminal.until('▲  The two passwords differ; give the new one again.')
  await terminal.answer(NEW, secret)
  await terminal.answer(AGAIN, secret)
  await terminal.until('Ada is registered.')
  expect(await terminal.end()).toBe(0)
  expect(terminal.screen).not.toContain(secret)
  const table = open(folder, 'users', 'list')
  expect(await table.end()).toBe(0)
  expect(table.screen).toMatch(/^NAME {2}REGISTERED {16}SESSIONS\nAda {3}\S+Z {2}0\n/)

  const given = join(folder, 'given')
  writeFileSync(given, secret, { mode: 0o600 })
  const server = await programs.serve({ data: join(folder, 'data') })
  const args = ['connect', '127.0.0.1', String(server.port), '--name', 'Ada', '--password-file', given]
  expect((await programs.run([...args, '--no-tokens', '--message', 'x'])).code).toBe(0)
})

test('a user who is unknown or taken is told of before anything is asked', async () => {
  const folder = programs.folder()
  await programs.run(['users', 'add', 'Ada', '--data', join(folder, 'data')], {
    env: { COLLOQUY_PASSWORD: programs.secret() },
  })
  for (const [args, why] of [
    [['add', 'ada'], 'There is a user “Ada” already'],
    [['password', 'Bob'], 'There is no user “Bob”'],
  ] as const) {
    const terminal = open(folder, 'users', ...args)
    expect(await terminal.end()).toBe(1)
    await terminal.until(why)
    expect(terminal.screen).not.toContain('password of')
  }
})

test('Ctrl-C and Ctrl-D change nothing', async () => {
  const folder = programs.folder()
  for (const [key, exit] of [
    ['C-c', 130],
    ['C-d', 1],
  ] as const) {
    const terminal = open(folder, 'users', 'add', 'Ada')
    await terminal.until(`◆  ${NEW}`)
    terminal.press(key)
    expect([key, await terminal.end()]).toEqual([key, exit])
  }
  const { stdout, code } = await programs.run(['users', 'list', '--data', join(folder, 'data')])
  expect({ stdout, code }).toEqual({ stdout: '', code: 0 })
})

test.each([
  ['users', 'add', 'Ada'],
  ['connect', '127.0.0.1', '1', '--name', 'Ada'],
])('a password is not read from a terminal that would show it (%s)', async (...args) => {
  const folder = programs.folder()
  const more = args[0] === 'users' ? ['--data', join(folder, 'data')] : []
  const terminal = terminals.open([...args, ...more, '--password-file', '-'], { folder })
  expect(await terminal.end()).toBe(2)
  expect(terminal.screen).toMatch(
    /^Standard input is a terminal, which would show the password; leave out --/m,
  )
})
