import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { type Ended, type Program, Programs, type Serving } from '../support/program.ts'
import { needs, tool } from '../support/tools/index.ts'

const { test } = needs('python3', 'linux')
const programs = new Programs()

/** Says to the system how large a process may make a file from now on; -1 sets no limit. */
const setLimit = ({ program }: Serving, bytes: number): void => {
  const script =
    'import sys, resource as r; p, n = map(int, sys.argv[1:]); r.prlimit(p, r.RLIMIT_FSIZE, (n, r.prlimit(p, r.RLIMIT_FSIZE)[1]))'
  execFileSync(tool('python3').path, ['-c', script, String(program.child.pid), String(bytes)])
}

/** From now on the store cannot grow, as on a disk that is full. The log, which is smaller, can. */
const fill = (server: Serving): void => setLimit(server, statSync(join(server.data, 'store.sqlite-wal')).size)
const makeRoom = (server: Serving): void => setLimit(server, -1)

interface Person {
  readonly name: string
  readonly password: string
  readonly tokens: string
}

const person = (name: string): Person => ({
  name,
  password: programs.secret(),
  tokens: join(programs.folder(), 'tokens.json'),
})

const start = (
  { port }: Serving,
  { name, password, tokens }: Person,
  args: readonly string[],
  withPassword = true,
): Program =>
  programs.start(
    ['connect', '127.0.0.1', String(port), '--name', name, '--tokens', tokens, '--json', ...args],
    withPassword ? { env: { COLLOQUY_PASSWORD: password } } : {},
  )

const run = (server: Serving, who: Person, args: readonly string[] = []): Promise<Ended> =>
  start(server, who, args).typeLast().end()
const runWithoutPassword = (server: Serving, who: Person): Promise<Ended> =>
  start(server, who, [], false).typeLast().end()

const denied = {
  code: 4,
  stdout: expect.stringContaining('"event":"denied","reason":"UNAVAILABLE"'),
  stderr: expect.stringMatching(/^[^\n]+\n$/),
}

test('what was confirmed stays, what cannot be stored is denied, and the server goes on', async () => {
  const server = await programs.serve({ alone: true })
  const [ada, bob, cleo] = [person('Ada'), person('Bob'), person('Cleo')]
  expect((await run(server, ada, ['--register'])).code).toBe(0)
  const talking = start(server, bob, ['--register', '--logout'])
  await talking.event('ready')
  const kept = readFileSync(ada.tokens, 'utf8')

  fill(server)
  expect(await run(server, cleo, ['--register'])).toMatchObject(denied)
  expect(await runWithoutPassword(server, ada)).toMatchObject(denied)
  expect(readFileSync(ada.tokens, 'utf8')).toBe(kept)
  expect(await run(server, { ...ada, tokens: cleo.tokens })).toMatchObject(denied)
  talking.type('still here\n')
  await talking.event('received')
  const loggingOut = await talking.typeLast().end()
  expect(talking.events.slice(-2)).toMatchObject([
    { event: 'fault', code: 'INTERNAL', by: 'them' },
    { event: 'disconnected', code: 'INTERNAL' },
  ])
  expect(loggingOut.code).toBe(1)

  makeRoom(server)
  expect((await runWithoutPassword(server, ada)).code).toBe(0)
  expect((await run(server, cleo, ['--register'])).code).toBe(0)
  fill(server)
  expect((await run(server, person('Dora'), ['--register'])).code).toBe(4)
  expect(server.log().filter(({ event, what }) => event === 'failed' && what === 'accounts')).toHaveLength(4)
  const stopped = await server.stop()
  expect(stopped).toMatchObject({ code: 0, stderr: '' })

  const next = await programs.serve({ data: server.data, port: server.port })
  for (const who of [ada, cleo]) expect((await runWithoutPassword(next, who)).code).toBe(0)
  for (const who of [ada, bob, cleo]) expect((await run(next, who)).code).toBe(0)
})

test('an address that cannot be remembered is only logged', async () => {
  const server = await programs.serve({ mode: 'identify', alone: true })
  expect((await runWithoutPassword(server, person('Ada'))).code).toBe(0)
  fill(server)
  const bob = start(server, person('Bob'), ['--message', 'x'], false)
  expect((await bob.typeLast().end()).code).toBe(0)
  expect(bob.events).toContainEqual(expect.objectContaining({ event: 'received', text: 'x' }))
  expect(await programs.logged(server.data, 'failed', { what: 'address book' })).toMatchObject({
    detail: expect.stringContaining(join(server.data, 'store.sqlite')),
  })
  expect((await server.stop()).code).toBe(0)
})

programs.keepSecrets(test)
