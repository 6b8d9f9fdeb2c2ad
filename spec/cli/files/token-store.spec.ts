import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { lockFile } from '../../../src/store/index.ts'
import { type Ended, type LogLine, Programs, type Serving } from '../../support/program.ts'
import { needs } from '../../support/tools/index.ts'
import { someToken } from '../../support/wire.ts'

const python = needs('python3', 'linux')
const programs = new Programs()
let server: Serving
beforeAll(async () => {
  server = await programs.serve()
})

interface Entry {
  readonly server: string
  readonly name: string
  readonly token: string
}

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)
const newFile = (): string => join(programs.folder(), 'deeper', 'state', 'tokens.json')

const entriesOf = (file: string): readonly Entry[] => {
  const { tokens } = JSON.parse(readFileSync(file, 'utf8')) as { readonly tokens: readonly Entry[] }
  for (const { token } of tokens) programs.hide(token)
  return tokens
}

const call = (file: string, name: string, args: readonly string[], password?: string) =>
  [
    [
      ...['connect', '127.0.0.1', String(server.port), '--name', name, '--json', '--message', 'x'],
      ...['--tokens', file, ...args],
    ],
    password === undefined ? {} : { env: { COLLOQUY_PASSWORD: password } },
  ] as const

const run = (file: string, name: string, args: readonly string[] = [], password?: string): Promise<Ended> =>
  programs.run(...call(file, name, args, password))

const eventsOf = ({ stdout }: Ended): readonly LogLine[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

/** How a client was granted its conversation, after how many denials. */
const howOf = (ended: Ended): readonly unknown[] =>
  eventsOf(ended)
    .filter(({ event }) => event === 'granted' || event === 'denied')
    .map(({ how, reason }) => how ?? reason)

/** A registered name, its password, and the file with its token. */
const registered = async (name: string, file = newFile()): Promise<{ file: string; password: string }> => {
  const password = programs.secret()
  expect((await run(file, name, ['--register'], password)).code).toBe(0)
  return { file, password }
}

describe('the token file', () => {
  test('is private, in a private folder, and has one entry for a server and a name', async () => {
    const { file } = await registered('Ada')
    expect(mode(file)).toBe('600')
    expect([mode(dirname(file)), mode(dirname(dirname(file)))]).toEqual(['700', '700'])
    expect(entriesOf(file)).toEqual([
      { server: `127.0.0.1:${server.port}`, name: 'ada', token: expect.stringMatching(/^[\w-]{43}$/) },
    ])
    await registered('Bob', file)
    await run(file, 'Ada')
    expect(
      entriesOf(file)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['ada', 'bob'])
    for (const left of readdirSync(dirname(file))) expect(mode(join(dirname(file), left))).toBe('600')
    expect(readdirSync(dirname(file)).sort()).toEqual(['tokens.json', 'tokens.json.lock'])
  })

  test('lies in the folder of the user’s state unless another is given', async () => {
    const env = { COLLOQUY_PASSWORD: programs.secret() }
    const args = [
      'connect',
      '127.0.0.1',
      String(server.port),
      '--name',
      'Cleo',
      '--message',
      'x',
      '--register',
    ]
    expect((await programs.run(args, { env })).code).toBe(0)
    expect(entriesOf(join(programs.home, 'state', 'colloquy', 'tokens.json'))).toHaveLength(1)
    const home = programs.folder()
    const again = [...args.slice(0, -1)]
    expect((await programs.run(again, { env: { ...env, HOME: home, XDG_STATE_HOME: undefined } })).code).toBe(
      0,
    )
    expect(entriesOf(join(home, '.local', 'state', 'colloquy', 'tokens.json'))).toHaveLength(1)
  })

  test('is used silently the next time, and its token replaced at each use', async () => {
    const { file } = await registered('Dora')
    const seen = new Set([entriesOf(file)[0]?.token])
    for (let times = 0; times < 3; times += 1) {
      expect(howOf(await run(file, 'DORA'))).toEqual(['resume'])
      expect(entriesOf(file)).toHaveLength(1)
      seen.add(entriesOf(file)[0]?.token)
    }
    expect(seen.size).toBe(4)
  })

  test('keeps servers apart', async () => {
    const { file } = await registered('Eve')
    const other = await programs.serve()
    const args = [
      'connect',
      '127.0.0.1',
      String(other.port),
      '--name',
      'Eve',
      '--tokens',
      file,
      '--message',
      'x',
    ]
    expect((await programs.run(args)).code).toBe(4)
    const env = { COLLOQUY_PASSWORD: programs.secret() }
    expect((await programs.run([...args, '--register'], { env })).code).toBe(0)
    expect(
      entriesOf(file)
        .map((entry) => entry.server)
        .sort(),
    ).toEqual([server.port, other.port].map((port) => `127.0.0.1:${port}`).sort())
    expect(howOf(await run(file, 'Eve'))).toEqual(['resume'])
    expect((await programs.run(args)).code).toBe(0)
  })

  test.each(['__proto__', 'toString', 'ß'])('holds a name like %s as any other', async (name) => {
    const { file } = await registered(name)
    expect(howOf(await run(file, name))).toEqual(['resume'])
    expect((await run(file, `${name}2`)).code).toBe(4)
  })

  test('that others may read is refused, with the command that mends it', async () => {
    const { file } = await registered('Finn')
    chmodSync(file, 0o640)
    const { code, stderr, stdout } = await run(file, 'Finn')
    expect(stderr).toBe(`Others may read ${file}, which holds tokens; run: chmod 600 ${file}\n`)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(mode(file)).toBe('640')
    chmodSync(file, 0o600)
    expect(howOf(await run(file, 'Finn'))).toEqual(['resume'])
  })

  test.each([
    ['cut off', '{"version":1,"tokens":[{"server":"'],
    ['empty', ''],
    ['of another shape', '{"version":2,"tokens":{}}'],
    ['no text', '\u0000\u0001\u0002'],
  ])('that is damaged (%s) is set aside, and the password is used', async (_how, content) => {
    const name = `Gus ${_how}`
    const { file, password } = await registered(name)
    programs.hide(entriesOf(file)[0]?.token as string)
    writeFileSync(file, content)
    const ended = await run(file, name, [], password)
    expect(howOf(ended)).toEqual(['login'])
    const aside = readdirSync(dirname(file)).filter((left) => left.startsWith('tokens.json.damaged-'))
    expect(aside).toHaveLength(1)
    expect(ended.stderr).toBe(
      `${file} is damaged and was put aside as ${join(dirname(file), aside[0] ?? '')}; log in with a password.\n`,
    )
    expect(readFileSync(join(dirname(file), aside[0] as string), 'utf8')).toBe(content)
    expect(mode(join(dirname(file), aside[0] as string))).toBe('600')
    expect(howOf(await run(file, name))).toEqual(['resume'])
  })

  test.each(['/dev/null/state/tokens.json', '/proc/state/tokens.json'])(
    'that cannot be made is told in one sentence (%s)',
    async (impossible) => {
      const name = `Hal ${impossible}`
      const { password } = await registered(name)
      const { code, stderr } = await run(impossible, name, [], password)
      expect(stderr).toMatch(
        /^Tokens cannot be kept in .+; give another file with --tokens, or --no-tokens\.\n$/,
      )
      expect(code).toBe(1)
    },
  )

  test('that cannot be made leaves a name that was registered without a token, and says so', async () => {
    const ended = await run('/dev/null/state/tokens.json', 'Ivo', ['--register'], programs.secret())
    expect(ended.code).toBe(0)
    expect(eventsOf(ended)).toContainEqual(expect.objectContaining({ event: 'failed', what: 'token' }))
    expect(eventsOf(ended)).toContainEqual(expect.objectContaining({ event: 'received', text: 'x' }))
    expect(ended.stderr).toMatch(
      /^Tokens cannot be kept in \/dev\/null\/state\/tokens\.json \([A-Z]+\); give another file with --tokens, or --no-tokens\.\n$/,
    )
  })

  python.test('that cannot be written any more is told, and the conversation goes on', async () => {
    const { file, password } = await registered('Jil')
    const [entry] = entriesOf(file)
    const others = Array.from({ length: 100 }, (_, port) => ({ ...entry, server: `192.0.2.1:${port}` }))
    writeFileSync(file, JSON.stringify({ version: 1, tokens: [...others, entry] }))
    const kept = readFileSync(file, 'utf8')
    const passwordFile = join(programs.folder(), 'password')
    writeFileSync(passwordFile, password, { mode: 0o600 })
    const cli = resolve(process.env.COLLOQUY_DIST ?? 'dist', 'cli.js')
    const args = ['connect', '127.0.0.1', String(server.port), '--name', 'Jil', '--message', 'x']
    const more = ['--tokens', file, '--password-file', passwordFile]
    const full =
      'import os, resource as r, sys; r.setrlimit(r.RLIMIT_FSIZE, (4096, 4096)); os.execv(sys.argv[1], sys.argv[1:])'
    const program = programs.startPython(['-c', full, process.execPath, cli, ...args, ...more])
    const { code, stdout, stderr } = await program.typeLast().end()
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'x\n' })
    expect(stderr).toMatch(/Tokens cannot be kept in .+ \(EFBIG\); give another file with --tokens, or --no-/)
    expect(readFileSync(file, 'utf8')).toBe(kept)
    expect(readdirSync(dirname(file)).sort()).toEqual(['tokens.json', 'tokens.json.lock'])
  })

  test('that is a folder is told in one sentence', async () => {
    const folder = join(programs.folder(), 'tokens.json')
    mkdirSync(folder)
    const { code, stderr } = await run(folder, 'Jim', [], programs.secret())
    expect(stderr).toMatch(/^.+ is no file; give another with --tokens, or --no-tokens\.\n$/)
    expect(code).toBe(1)
  })
})

describe('a user without a place for tokens', () => {
  /** A connection as somebody of whom this system knows nothing but a number. */
  const connectAs = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> => {
    const all = ['127.0.0.1', String(echo.port), '--message', 'x', ...args]
    return programs.run(['connect', ...all], { env: { HOME: undefined, XDG_STATE_HOME: undefined, ...env } })
  }
  let echo: Serving
  beforeAll(async () => {
    echo = await programs.serve({ mode: 'echo' })
  })
  const placeless = /^No token is kept: .+; give a file with --tokens, or --no-tokens\.$/gm

  test.each([
    ['a relative home', { HOME: 'somewhere' }, 'this user has no home folder'],
    ['an empty home', { HOME: '' }, 'this user has no home folder'],
    [
      'a home that is no folder',
      { HOME: '/dev/null' },
      '/dev/null/.local/state/colloquy cannot be written to (ENOTDIR)',
    ],
    ['a relative folder of the state and no home', { HOME: '', XDG_STATE_HOME: 'state' }, 'no home folder'],
    [
      'a folder of the state that is none',
      { XDG_STATE_HOME: '/dev/null' },
      '/dev/null/colloquy cannot be written to (ENOTDIR)',
    ],
  ])('(%s) is told so once, and converses', async (_, env, why) => {
    const { code, stdout, stderr } = await connectAs(env)
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'x\n' })
    expect(stderr.match(placeless)).toHaveLength(1)
    expect(stderr).toContain(why)
  })

  test('(a home that takes no folder, which nobody could tell before) logs in without, and is told so once', async () => {
    const password = programs.secret()
    for (const args of [['--register'], []]) {
      const all = ['127.0.0.1', String(server.port), '--name', 'Hana', '--message', 'x', ...args]
      const env = { COLLOQUY_PASSWORD: password, HOME: '/proc', XDG_STATE_HOME: undefined }
      const { code, stdout, stderr } = await programs.run(['connect', ...all], { env })
      expect({ code, stdout }).toEqual({ code: 0, stdout: 'x\n' })
      expect(stderr.match(/^(Tokens cannot be kept in|No token is kept: ).+$/gm)).toHaveLength(1)
    }
  })

  test('(--no-tokens, or a file of their own) is told nothing', async () => {
    const file = newFile()
    for (const args of [['--no-tokens'], ['--tokens', file]]) {
      const { code, stderr } = await connectAs({ HOME: '' }, ...args)
      expect([code, stderr.match(placeless)]).toEqual([0, null])
    }
  })
})

describe('a token that is no longer good', () => {
  const spoil = (file: string): void => {
    const [entry] = entriesOf(file)
    const tokens = [{ ...entry, token: someToken }]
    writeFileSync(file, JSON.stringify({ version: 1, tokens }))
  }

  test('is dropped, and the password is used instead', async () => {
    const { file, password } = await registered('Ida')
    spoil(file)
    expect(howOf(await run(file, 'Ida', [], password))).toEqual(['TOKEN_EXPIRED', 'login'])
    expect(howOf(await run(file, 'Ida'))).toEqual(['resume'])
  })

  test('is dropped, and without a password that is all', async () => {
    const { file } = await registered('Jon')
    spoil(file)
    const { code, stderr } = await run(file, 'Jon')
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(code).toBe(4)
    expect(entriesOf(file)).toEqual([])
  })
})

test('two clients of one name at once both have their conversation, one after the other with the token', async () => {
  const { file } = await registered('Kim')
  const clients = await Promise.all([1, 2, 3].map(() => programs.start(...call(file, 'Kim', [])).end()))
  expect(clients.map(howOf)).toEqual([['resume'], ['resume'], ['resume']])
  expect(clients.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(howOf(await run(file, 'Kim'))).toEqual(['resume'])
})

test('who waits for a token that another client holds does so for no longer than --timeout', async () => {
  const { file } = await registered('Lou')
  const lock = await lockFile(`${file}.lock`)()
  if (E.isLeft(lock)) throw new Error('the lock is held already')
  const { code, stderr } = await run(file, 'Lou', ['--timeout', '300ms'])
  lock.right.release()
  expect(stderr).toContain('That took longer than 300ms; allow more with --timeout.\n')
  expect(code).toBe(3)
})

test('--no-tokens neither uses nor keeps one', async () => {
  const file = join(programs.home, 'state', 'colloquy', 'tokens.json')
  const before = existsSync(file) ? readFileSync(file, 'utf8') : null
  const env = { COLLOQUY_PASSWORD: programs.secret() }
  const args = ['connect', '127.0.0.1', String(server.port), '--name', 'Lea', '--message', 'x', '--no-tokens']
  expect((await programs.run([...args, '--register'], { env })).code).toBe(0)
  expect((await programs.run(args)).code).toBe(4)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(before)
})

test('--logout revokes the token and forgets it', async () => {
  const { file, password } = await registered('Max')
  const ended = await run(file, 'Max', ['--logout'])
  expect(ended.code).toBe(0)
  expect(eventsOf(ended).at(-1)).toMatchObject({ event: 'disconnected', code: 'LOGGED_OUT' })
  expect(entriesOf(file)).toEqual([])
  await run(file, 'Max', [], password)
  const kept = readFileSync(file, 'utf8')
  entriesOf(file)
  expect(howOf(await run(file, 'Max', ['--logout']))).toEqual(['resume'])
  writeFileSync(file, kept)
  expect(howOf(await run(file, 'Max', [], password))).toEqual(['TOKEN_EXPIRED', 'login'])
})

programs.keepSecrets()
