import { resolve } from 'node:path'
import { expect } from '@jest/globals'
import { type Program, Programs } from '../support/program.ts'
import { needs } from '../support/tools/index.ts'
import { expectNoTrace } from './refusal.ts'

const { test } = needs('python3', 'linux')
const programs = new Programs()
const cli = resolve(process.env.COLLOQUY_DIST ?? 'dist', 'cli.js')

/** The built program, with a disk that is full behind stdout. */
const start = (...args: readonly string[]): Program =>
  programs.startPython([
    '-c',
    'import os, sys; os.dup2(os.open("/dev/full", os.O_WRONLY), 1); os.execv(sys.argv[1], sys.argv[1:])',
    process.execPath,
    cli,
    ...args,
  ])

const told = /^Standard output cannot be written \(ENOSPC\); check where it goes\.$/gm

test.each([['echo'], ['raw']] as const)(
  'a client of mode %s tells once that it cannot print',
  async (mode) => {
    const { port } = await programs.serve({ more: ['--mode', mode] })
    const client = start('connect', '127.0.0.1', String(port), mode === 'raw' ? '--raw' : '--json')
    const { code, stderr } = await client.typeLast('hello\n').end()
    expect(stderr.match(told)).toHaveLength(1)
    expectNoTrace(stderr)
    expect(code).toBe(1)
  },
)

test.each([
  [['--help']],
  [['--version']],
  [['completion', 'bash']],
  [['visualize', '--format', 'mermaid']],
  [['verify', '--bound', '2', '--json']],
])('%j does not pass for done', async (args) => {
  const { code, stderr } = await start(...args).end()
  expect(stderr).toMatch(told)
  expect(stderr.split('\n')).toHaveLength(2)
  expect(code).toBe(1)
})

test('a list of users does not pass for whole', async () => {
  const server = await programs.serve()
  const env = { COLLOQUY_PASSWORD: programs.secret() }
  expect((await programs.run(['users', 'add', 'Ada', '--data', server.data], { env })).code).toBe(0)
  const full = await start('users', 'list', '--json', '--data', server.data).end()
  expect(full.stderr).toMatch(told)
  expect(full.code).toBe(1)
})

test('a server that could not say where it listens goes on, and ends with 1', async () => {
  const server = start('serve', '--mode', 'echo', '--port', '0', '--data', programs.folder())
  await server.until('the complaint', ({ stderr }) => told.exec(stderr) ?? undefined)
  server.signal('SIGTERM')
  expect((await server.end()).code).toBe(1)
})

programs.keepSecrets(test)
