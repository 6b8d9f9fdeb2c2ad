import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import { type Ended, type Program, startProgram } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'

jest.setTimeout(60_000)

const root = fileURLToPath(new URL('../..', import.meta.url))
const dist = resolve(root, process.env.COLLOQUY_DIST ?? 'dist')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The port that the README speaks of, and the one that this test uses in its place. */
const DEFAULT_PORT = '7707'
let port = ''

/** One home, and one place to be in, from the first command to the last. */
const home = temporaryFolder()
const programs = join(home, 'programs')
const started: Program[] = []
/** Servers of a row, stopped after it. */
let serving: Program[] = []

beforeAll(async () => {
  mkdirSync(programs)
  const provide = (name: string, script: string): void => {
    writeFileSync(join(programs, name), script)
    chmodSync(join(programs, name), 0o755)
  }
  provide('colloquy', `#!/bin/sh\nexec ${process.execPath} ${join(dist, 'cli.js')} "$@"\n`)
  // As much of netcat as the README asks for, which not every machine has.
  provide(
    'nc',
    `#!${process.execPath}
const [flag, host, port] = process.argv.slice(2)
if (flag !== '-N') throw new Error('only nc -N is known here')
const socket = require('node:net').connect({ host, port: Number(port), allowHalfOpen: true })
process.stdin.pipe(socket).pipe(process.stdout)
`,
  )
  const free = createServer()
  await new Promise<void>((listening) => free.listen(0, '127.0.0.1', listening))
  const address = free.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  port = String(address.port)
  await new Promise((closed) => free.close(closed))
})

const end = async (all: readonly Program[]): Promise<void> => {
  for (const program of all) if (program.isRunning) program.signal('SIGTERM')
  await Promise.all(all.map((program) => program.end()))
}
afterEach(async () => {
  await end(serving)
  serving = []
})
afterAll(async () => {
  for (const program of started) if (program.isRunning) program.signal('SIGKILL')
  await end(started)
})

/** A command of the README, at the port of this test. */
const here = (command: string): string => {
  const named = command.replaceAll('node dist/cli.js', 'colloquy').replaceAll(DEFAULT_PORT, port)
  if (/^colloquy serve/.test(named)) return named.includes('--port') ? named : `${named} --port ${port}`
  return named.replace(/colloquy connect/g, `colloquy connect 127.0.0.1 ${port}`)
}

const start = (command: string, env: NodeJS.ProcessEnv = {}): Program => {
  const program = startProgram('sh', ['-c', command], home, {
    PATH: `${programs}:${process.env.PATH}`,
    HOME: home,
    LANG: 'C.UTF-8',
    ...env,
  })
  started.push(program)
  return program
}

const run = (command: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  start(here(command), env).typeLast().end()

/** Starts a server of the README, and waits until it listens. */
const serve = async (command: string): Promise<Program> => {
  const server = start(`exec ${here(command)}`)
  serving.push(server)
  await server.firstLine()
  return server
}

/** The commands of a row, as they stand in the table. */
const row = (name: string, document = readme): readonly string[] => {
  const [, how = ''] = new RegExp(`^\\| ${name} \\|.*?[^\\\\]\\| (.*) \\|$`, 'm').exec(document) ?? []
  const commands = [...how.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text.replaceAll('\\|', '|'))
  if (commands.length === 0) throw new Error(`row ${name} is not in the README, or says nothing to do`)
  return commands
}

const listening = (server: Program): string => server.lines[0] ?? ''

test('the Russian README gives the same commands, in words of its own', () => {
  const russian = readFileSync(join(root, 'README.ru.md'), 'utf8')
  const words = { привет: 'hello', Анна: 'anna', Борис: 'bert' }
  for (const name of ['1', '2', '3', 'E4', 'E5', 'E6', 'E7', 'E8', 'E9', 'E10']) {
    const commands = row(name, russian).map((command) =>
      Object.entries(words).reduce((text, [word, english]) => text.replaceAll(word, english), command),
    )
    expect([name, commands]).toEqual([name, row(name)])
  }
  const pipes = (text: string) => text.match(/```\n\$ [\s\S]*?```/)?.[0]
  expect(pipes(russian)).toEqual(pipes(readme))
})

test('“See it” shows what a pipe sees', async () => {
  const [block = ''] = readme.match(/```\n\$ [\s\S]*?```/) ?? []
  const commands = block.split(/^\$ /m).slice(1)
  expect(commands.length).toBeGreaterThan(3)
  await serve('colloquy serve')
  for (const each of commands) {
    const [command = '', ...output] = each.replace('```', '').trimEnd().split('\n')
    const { code, stdout } = await run(command)
    expect([command, code, stdout.split('\n').slice(0, -1)]).toEqual([command, 0, output])
  }
})

test('row 1', async () => {
  const [server = '', client = ''] = row('1')
  await serve(server)
  expect(await run(client)).toMatchObject({ code: 0, stdout: 'hello' })
})

test('row 2', async () => {
  const server = await serve(row('2')[0] ?? '')
  await server.until('a log', ({ stderr }) => / Listening on port /.test(stderr) || undefined)
})

test('rows 3 and 4', async () => {
  await serve(row('1')[0] ?? '')
  const { code, stdout, stderr } = await run(row('3')[0] ?? '')
  expect([code, stdout]).toEqual([0, 'hello\n'])
  expect(stderr).toMatch(/^Connected to /)
})

test('rows E3 and E4', async () => {
  const [server = '', client = ''] = row('E4')
  await serve(server)
  const broken = start(`exec ${here(client)} --name anna --json`)
  await broken.event('ready')
  broken.signal('SIGKILL')
  await broken.end()
  expect((await run(client)).code).toBe(0)
})

test('row E5', async () => {
  const lines = readFileSync(join(home, row('E5')[0] ?? ''), 'utf8')
    .trimEnd()
    .split('\n')
  expect(lines.map((line) => JSON.parse(line).event)).toContain('listening')
})

test('row E6', async () => {
  const [server = '', more = ''] = row('E6')
  expect(listening(await serve(server))).toBe(`listening on 127.0.0.1:${port}`)
  expect(listening(await serve(`${server} ${more}`))).toMatch(
    new RegExp(`^listening on 127\\.0\\.0\\.1:\\d+ \\(${port} is taken\\)$`),
  )
})

test('row E7, with the token that “See it” has left', async () => {
  const [server = '', client = ''] = row('E7')
  await serve(server)
  for (const _ of ['first', 'second']) {
    const { code, stdout, stderr } = await run(client)
    expect([code, stdout]).toEqual([0, 'hello\n'])
    expect(stderr).toMatch(/^Hello anna/m)
  }
})

test('row E8', async () => {
  const [server = '', register = '', again = ''] = row('E8')
  await serve(server)
  const first = await run(register, { COLLOQUY_PASSWORD: 'made up for this row' })
  expect(first.code).toBe(0)
  expect(first.stderr).toMatch(/^Registered: /m)
  const second = await run(again)
  expect(second.code).toBe(0)
  expect(second.stderr).toMatch(/^Granted: .+ showed the token of last time/m)
})

test('row E9', async () => {
  const example = ['README.md', 'README.ru.md']
    .flatMap((file) => readFileSync(join(root, file), 'utf8').match(/```js\n[\s\S]*?```/g) ?? [])
    .find((block) => block.includes('FramedSocket'))
  const code = (example ?? '').split('\n').slice(1, -1).join('\n')
  const file = join(home, 'example.mjs')
  writeFileSync(file, code.replace("'colloquy'", JSON.stringify(pathToFileURL(join(dist, 'index.js')).href)))
  const { stdout, ...ended } = await run(`${process.execPath} ${file}`)
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^\S+: \S+\n$/)
})

test('row E10', async () => {
  const [serving, connecting = ''] = row('E10')
  const server = await serve(serving ?? '')
  const client = start(here(connecting))
  client.type('who is there?\n')
  await server.until('the question', ({ stdout }) => /^#1:1 .*who is there\?$/m.test(stdout) || undefined)
  server.type('#1 the operator\n')
  expect(await client.firstLine()).toBe('the operator')
  expect((await client.typeLast().end()).code).toBe(0)
})
