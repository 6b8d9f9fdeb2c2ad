import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { type Around, type Ended, Programs, type Serving } from '../support/program.ts'
import { fakeServer } from '../support/tcp-peer.ts'
import { expectRefusal } from './refusal.ts'

const programs = new Programs()
let server: Serving
beforeAll(async () => {
  server = await programs.serve()
})

const always = (): readonly string[] => [
  'connect',
  '127.0.0.1',
  String(server.port),
  '--no-tokens',
  '--message',
  'x',
]
const connect = (args: readonly string[], around: Around = {}): Promise<Ended> =>
  programs.run([...always(), ...args], around)

const file = (content: string): string => {
  const path = join(programs.folder(), 'password')
  writeFileSync(path, content, { mode: 0o600 })
  return path
}

test('a password comes from the environment or from a file, whose last newline does not count', async () => {
  const password = programs.secret()
  const env = { COLLOQUY_PASSWORD: password }
  expect((await connect(['--name', 'Ada', '--register'], { env })).code).toBe(0)
  for (const ending of ['', '\n', '\r\n'])
    expect((await connect(['--name', 'Ada', '--password-file', file(password + ending)])).code).toBe(0)
})

test('a password that nobody can type is refused, whichever command it is for', async () => {
  const why = /^A password holds no line breaks and no other control characters; /
  const given = file('first line\nsecond line\n')
  expectRefusal(await connect(['--name', 'Ada', '--register', '--password-file', given]), 2, why)
  expectRefusal(await connect(['--name', 'Ada'], { env: { COLLOQUY_PASSWORD: 'with\ta tab' } }), 2, why)
  const added = await programs.run(['users', 'add', 'Tab', '--data', server.data, '--password-file', given])
  expectRefusal(added, 2, why)
})

test('a byte order mark before it does not count, wherever the password comes from', async () => {
  const password = programs.secret()
  const marked = `\ufeff${password}`
  const registered = await connect(['--name', 'Mark', '--register', '--password-file', file(`${marked}\r\n`)])
  expect(registered.code).toBe(0)
  for (const [args, around, typed] of [
    [[], { env: { COLLOQUY_PASSWORD: password } }, ''],
    [[], { env: { COLLOQUY_PASSWORD: marked } }, ''],
    [['--password-file', file(marked)], {}, ''],
    [['--password-file', '-'], {}, `${marked}\n`],
  ] as const) {
    const program = programs.start([...always(), '--name', 'Mark', ...args], around).typeLast(typed)
    expect((await program.end()).code).toBe(0)
  }
  // A second one is part of it.
  expect((await connect(['--name', 'Mark', '--password-file', file(`\ufeff${marked}`)])).code).toBe(4)
})

test('with --password-file - the first line of standard input is the password, and what follows is said', async () => {
  const password = programs.secret()
  const start = (...args: readonly string[]) =>
    programs.start(['connect', '127.0.0.1', String(server.port), '--no-tokens', '--name', 'Pia', ...args])
  const piped = start('--register', '--password-file', '-')
  piped.type(password.slice(0, 4))
  piped.type(password.slice(4))
  const said = await piped.typeLast('\r\none\ntwo').end()
  expect([said.code, said.stdout]).toEqual([0, 'one\ntwo\n'])
  const alone = await start('--password-file', '-', '--message', 'hello').typeLast(password).end()
  expect([alone.code, alone.stdout]).toEqual([0, 'hello\n'])
  const nothing = await start('--password-file', '-').typeLast(password).end()
  expect([nothing.code, nothing.stdout]).toEqual([0, ''])
})

test.each([
  ['empty', '', /^That is no password: give 1 to 256 bytes/],
  ['too long', `${'x'.repeat(100_000)}\n`, /^That is no password: give 1 to 256 bytes/],
  ['no UTF-8', Buffer.from([0x61, 0xff, 0x0a]), /^The password file is no UTF-8; /],
])('a first line of standard input that is %s is wrong usage', async (_what, typed, why) => {
  const program = programs.start([...always(), '--name', 'Pia', '--password-file', '-'])
  expectRefusal(await program.typeLast(typed).end(), 2, why)
})

test.each(['640', '604', '620'])('a password file that others may use (%s) is refused', async (mode) => {
  const path = file(programs.secret())
  chmodSync(path, Number.parseInt(mode, 8))
  const why = `Others may read ${path}, which holds a password; run: chmod 600 ${path}\n`
  const { refused, connections } = await calling(['--name', 'Cleo', '--password-file', path])
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: why })
  expect(connections).toBe(0)
  for (const command of ['add', 'password']) {
    const args = ['users', command, 'Cleo', '--password-file', path, '--data', server.data]
    expect(await programs.run(args)).toMatchObject({ code: 1, stdout: '', stderr: why })
  }
})

test('an endless password file is no password, and is not read to its end', async () => {
  const { refused } = await calling(['--name', 'Cleo', '--password-file', '/dev/zero'])
  expectRefusal(refused, 2, /^That is no password: give 1 to 256 bytes/)
})

test('the new password of a user may come from standard input, too', async () => {
  const [first, second] = [programs.secret(), programs.secret()]
  const users = (command: string, typed: string) =>
    programs
      .start(['users', command, 'Uma', '--password-file', '-', '--data', server.data])
      .typeLast(typed)
      .end()
  expect((await users('add', `\ufeff${first}\n`)).code).toBe(0)
  expect((await connect(['--name', 'Uma'], { env: { COLLOQUY_PASSWORD: first } })).code).toBe(0)
  expect((await users('password', second)).code).toBe(0)
  expect((await connect(['--name', 'Uma'], { env: { COLLOQUY_PASSWORD: second } })).code).toBe(0)
})

test('the file counts more than the environment', async () => {
  const [right, wrong] = [programs.secret(), programs.secret()]
  const args = ['--name', 'Bob', '--password-file', file(right)]
  expect((await connect([...args, '--register'], { env: { COLLOQUY_PASSWORD: wrong } })).code).toBe(0)
  expect((await connect(args, { env: { COLLOQUY_PASSWORD: wrong } })).code).toBe(0)
})

test.each([
  ['a name without a password', ['--name', 'Cleo'], undefined, 4, /give --name, and the password with /],
  ['neither name nor password', [], undefined, 4, /give --name, and the password with /],
  ['a password that is too short', ['--name', 'Cleo', '--register'], 'seven..', 4, /8 /],
  ['an unknown name', ['--name', 'Nobody'], 'eight or more', 4, /^The name and the password do not belong/],
])('%s is told in one clear sentence', async (_what, args, password, exit, why) => {
  const env = password === undefined ? {} : { COLLOQUY_PASSWORD: password }
  const { code, stderr, stdout } = await connect([...args, '--json'], { env })
  expect(stderr).toMatch(why)
  expect(stderr).toMatch(/^[^\n]+\n$/)
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^\{"event":"disconnected"/)
  expect(code).toBe(exit)
})

test.each([
  [
    '',
    /^--name is nothing; give 1 to 64 bytes, without control or invisible characters, and without space at either end\.$/m,
  ],
  ['a\u001b[31m', /^--name is “a\\u001b\[31m”; give 1 to 64/],
  ['a\u202eb', /^--name is “a\\u202eb”; give/],
  ['a\nb', /^--name is “a\\u000ab”; give/],
  ['x'.repeat(65), /^--name is “x{40}…”; give/],
  ['я'.repeat(33), /^--name is “я{33}”; give/],
  [' Ada', /^--name is “ Ada”; give/],
])('--name %j is wrong usage, and nobody hears of it', async (name, why) => {
  const { refused, connections } = await calling(['--name', name], { COLLOQUY_PASSWORD: programs.secret() })
  expectRefusal(refused, 2, why)
  expect(connections).toBe(0)
})

test.each([
  ['of 257 bytes', 'x'.repeat(257)],
  ['without a byte', ''],
])('a password %s is wrong usage, and nobody hears of it', async (_what, password) => {
  const { refused, connections } = await calling(['--name', 'Cleo'], { COLLOQUY_PASSWORD: password })
  expectRefusal(refused, 2, /^That is no password: give 1 to 256 bytes/)
  expect(connections).toBe(0)
})

test('a password file that is no UTF-8 is wrong usage, and nobody hears of it', async () => {
  const path = file('')
  writeFileSync(path, Buffer.from([0x61, 0xff, 0xfe]))
  const { refused, connections } = await calling(['--name', 'Cleo', '--password-file', path])
  expectRefusal(refused, 2, /^The password file is no UTF-8; /)
  expect(connections).toBe(0)
})

test('a name is the same, however its letters are composed', async () => {
  const env = { COLLOQUY_PASSWORD: programs.secret() }
  expect((await connect(['--name', 'Zoe\u0308', '--register'], { env })).code).toBe(0)
  expect((await connect(['--name', 'Zo\u00eb'], { env })).code).toBe(0)
})

/** Runs a client that connects to nobody but a listener that counts. */
const calling = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly refused: Ended; readonly connections: number }> => {
  let connections = 0
  const fake = await fakeServer((peer) => {
    connections += 1
    peer.socket.destroy()
  })
  const refused = await programs.run(['connect', '127.0.0.1', String(fake.port), '--json', ...args], { env })
  fake.close()
  return { refused, connections }
}

test('a password without a name is none, until the server knows the address and suggests one', async () => {
  const fresh = await programs.serve()
  const env = { COLLOQUY_PASSWORD: programs.secret() }
  const run = (...args: readonly string[]): Promise<Ended> =>
    programs.run(['connect', '127.0.0.1', String(fresh.port), '--no-tokens', '--message', 'x', ...args], {
      env,
    })
  const { code, stderr } = await run('--json')
  expect(stderr).toMatch(/^The server asks for a name, or for its password; give --name, /)
  expect(code).toBe(4)
  expect((await run('--name', 'Eve', '--register')).code).toBe(0)
  expect((await run()).code).toBe(0)
})

test('a name that somebody has cannot be registered by another, in any spelling that is the same', async () => {
  const env = { COLLOQUY_PASSWORD: programs.secret() }
  const others = { COLLOQUY_PASSWORD: programs.secret() }
  expect((await connect(['--name', 'Straße', '--register'], { env })).code).toBe(0)
  // A client that never heard that it was registered tries again, and is let in.
  expect((await connect(['--name', 'Straße', '--register'], { env })).code).toBe(0)
  for (const name of ['Straße', 'STRAßE', 'Ｓtraße']) {
    const { code, stderr } = await connect(['--name', name, '--register', '--json'], { env: others })
    expect({ name, code }).toEqual({ name, code: 4 })
    expect(stderr).toMatch(/^[^\n]+\n$/)
  }
})

test('a server that takes no new names says so', async () => {
  const closed = await programs.serve({ more: ['--registration', 'closed'] })
  const { code, stderr } = await programs.run(
    ['connect', '127.0.0.1', String(closed.port), '--name', 'Dora', '--register', '--json'],
    { env: { COLLOQUY_PASSWORD: programs.secret() } },
  )
  expect(stderr).toMatch(/^[^\n]+\n$/)
  expect(code).toBe(4)
})

test('a client that came with a password does not talk to a server that asks for none', async () => {
  const echo = await programs.serve({ mode: 'echo' })
  const program = programs.start(['connect', '127.0.0.1', String(echo.port), '--name', 'Ada', '--json'], {
    env: { COLLOQUY_PASSWORD: programs.secret() },
  })
  const { code, stderr } = await program.typeLast('hello\n').end()
  expect(program.events.map(({ event }) => event)).toEqual(['connected', 'welcome', 'fault', 'disconnected'])
  expect(stderr).toMatch(
    /^No conversation began \(UNAUTHORIZED\): .+; .*leave out the password, --register, .+\n$/,
  )
  expect(code).toBe(4)
})

programs.keepSecrets()
