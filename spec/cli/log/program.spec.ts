import { once } from 'node:events'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { logOf, Programs } from '../../support/program.ts'
import { TcpPeer } from '../../support/tcp-peer.ts'
import { needs } from '../../support/tools/index.ts'
import { message, sayFrame } from '../../support/wire.ts'

const linux = needs('linux')
const programs = new Programs({ alone: true })
const data = (): string => join(programs.folder(), 'data')

const say = (port: number, ...more: readonly string[]): ReturnType<Programs['run']> =>
  programs.run(['connect', '127.0.0.1', String(port), '--message', 'hello', ...more])

test('a log on the console goes to stderr, without colours off a terminal; stdout has the ready line alone', async () => {
  const server = await programs.serve({ mode: 'echo', more: ['--log', 'console'] })
  await say(server.port)
  const { code, stdout, stderr } = await server.stop()
  expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 0, lines: 2 })
  const lines = stderr.trimEnd().split('\n')
  for (const line of lines) expect(line).toMatch(/^\d\d:\d\d:\d\d info {2}(127\.0\.0\.1:\d+ )?[A-Z].+\.$/)
  expect(lines[0]).toMatch(/ The server starts in mode echo: /)
  expect(lines.at(-1)).toMatch(/ The server has stopped; /)
  expect(readdirSync(server.data)).not.toContain('server.log')
})

test('FORCE_COLOR colours it; both is both; the language is that of the locale, or of --lang', async () => {
  const folder = data()
  const env = { FORCE_COLOR: '1', LANG: 'ru_RU.UTF-8' }
  const args = ['serve', '--port', '0', '--mode', 'echo', '--data', folder, '--log', 'both']
  const program = programs.start(args, { env })
  await program.firstLine()
  program.signal('SIGTERM')
  const { stderr } = await program.end()
  expect(stderr.split('\n')[0]).toContain('\u001b[32minfo \u001b[39m Сервер запускается')
  expect(logOf(folder).map(({ msg }) => msg)[0]).toMatch(/^Сервер запускается/)
  const server = await programs.serve({ mode: 'echo', more: ['--lang', 'ru'] })
  const russian = await say(server.port, '--lang', 'ru')
  expect(russian.stderr).toMatch(/^Соединение установлено: 127\.0\.0\.1, порт \d+\.\n/)
  expect((await say(server.port)).stderr).toMatch(/^Connected to /)
  await server.stop()
  expect(server.log().at(-1)?.msg).toBe('Сервер остановлен; его порт снова свободен.')
})

test('a taken port is in the log, and the server starts once', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const server = await programs.serve({ mode: 'echo', port: address.port })
  await server.stop()
  other.close()
  const [starting, taken, ...rest] = server.log()
  expect(starting).toMatchObject({ event: 'starting' })
  expect(taken).toMatchObject({ event: 'taken', level: 'warn', port: address.port })
  expect(rest.filter(({ event }) => event === 'starting')).toEqual([])
  expect(rest.find(({ event }) => event === 'listening')).toMatchObject({ port: server.port })
})

linux.test(
  'a full disk neither ends nor holds up the service, nor its end; stderr is told at first and at last',
  async () => {
    const folder = data()
    mkdirSync(folder, { mode: 0o700 })
    symlinkSync('/dev/full', join(folder, 'server.log'))
    const server = await programs.serve({ mode: 'echo', data: folder })
    for (let round = 0; round < 3; round += 1) expect(await say(server.port)).toMatchObject({ code: 0 })
    const { code, stderr } = await server.stop()
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /^(The log .*server\.log cannot be written \(ENOSPC\); \d+ lines? waits?\..*\n){2}$/,
    )
  },
)

test('a stderr that nobody reads neither holds up the service nor its end', async () => {
  const args = ['serve', '--port', '0', '--mode', 'echo', '--data', data(), '--log', 'console', '--json']
  const program = programs.start(args)
  program.child.stderr?.pause()
  const { port } = JSON.parse(await program.firstLine())
  const { socket } = await (await TcpPeer.to(port)).converse()
  for (let id = 1; id <= 4_000; id += 1) {
    socket.write(sayFrame(id, 'x'))
    await once(socket, 'data')
  }
  expect(await say(port)).toMatchObject({ code: 0, stdout: 'hello\n' })
  socket.destroy()
  const exited = new Promise((resolve) => program.child.once('exit', resolve))
  program.signal('SIGTERM')
  expect(await exited).toBe(0)
  program.child.stderr?.resume()
  // The last events found no room.
  expect((await program.end()).stderr).not.toContain('The server has stopped')
})

test('a second signal ends at once, and the log has all lines until then', async () => {
  const server = await programs.serve({ mode: 'echo' })
  const held = programs.start(['connect', '127.0.0.1', String(server.port), '--json'])
  await held.event('ready')
  held.signal('SIGSTOP')
  server.program.signal('SIGTERM')
  await programs.logged(server.data, 'stopping')
  server.program.signal('SIGTERM')
  expect((await server.program.end()).code).toBe(130)
  held.signal('SIGCONT')
  held.signal('SIGKILL')
  expect(server.log().at(-1)).toMatchObject({ event: expect.stringMatching(/stopping|sent|received/) })
})

test.each([
  ['--log', 'paper', /^--log is “paper”; give file, console or both\.$/m],
  ['--lang', 'de', /^--lang is “de”; give en or ru\.$/m],
])('%s %s is wrong usage', async (flag, value, why) => {
  const { code, stderr } = await programs.run(['serve', '--port', '0', '--data', data(), flag, value])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(why) as unknown })
})

test('strangers beyond a few of a source have one line together, and push nothing out', async () => {
  const server = await programs.serve({ mode: 'echo' })
  for (let times = 0; times < 12; times++) {
    const stranger = await TcpPeer.to(server.port, '127.0.0.2')
    stranger.say(message('Say'))
    await stranger.hear('Fault')
    stranger.socket.destroy()
  }
  await server.stop()
  const lines = server.log()
  for (const event of ['connected', 'refused', 'disconnected'])
    expect(lines.filter((line) => line.event === event)).toHaveLength(5)
  expect(lines.filter(({ event }) => event === 'unproven')).toMatchObject([
    { source: '127.0.0.2', connections: 7, codes: { UNEXPECTED_MESSAGE: 7 } },
  ])
})

programs.keepSecrets()
