import { symlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { expectNoTrace, expectRefusal } from '../cli/refusal.ts'
import { type Terminal, Terminals } from '../cli/terminals.ts'
import { Programs } from '../support/program.ts'
import { fakeServer, TcpPeer } from '../support/tcp-peer.ts'
import { needs } from '../support/tools/index.ts'
import { len, message } from '../support/wire.ts'
import { connecting } from './connecting.ts'

const linux = needs('linux')
const tmux = needs('tmux', 'linux')
const programs = new Programs()
const terminals = new Terminals()

const long = 'x'.repeat(10_000)

const open = (...args: readonly string[]): Terminal => terminals.open(args, { folder: programs.folder() })

/** Answers a question with what it does not take, each time explained, and at last with what it takes. */
const insist = async (
  terminal: Terminal,
  asks: string,
  why: string,
  bad: readonly string[],
  good: string,
): Promise<void> => {
  for (const answer of bad) await terminal.answer(asks, answer)
  await terminal.until(`▲  ${why}`, bad.length)
  await terminal.answer(asks, good)
}

test('rows 1 and 2: what a server cannot serve, or say, is refused in one sentence', async () => {
  const serve = (...args: readonly string[]) =>
    programs.run(['serve', '--mode', 'raw', '--data', join(programs.folder(), 'data'), ...args])
  for (const port of ['abc', '-1', '65536', '', long])
    expectRefusal(await serve('--port', port), 2, /^--port is .*; give a whole number from 0 to 65535\.$/m)
  expectRefusal(await serve('--log', 'loud'), 2, /^--log is “loud”; give file, console or both\.$/m)
  expectRefusal(await serve('--log', 'loud', '--lang', 'ru'), 2, /^--log: указано «loud»; нужно file, /)
  expectRefusal(await serve('--lang', 'fr'), 2, /^--lang is “fr”; give en or ru\.$/m)
})

test('rows 3 and 4: a client that cannot connect says why, in either language, and what to do', async () => {
  const gone = await fakeServer(() => {})
  gone.close()
  const client = (...args: readonly string[]) => programs.run(['connect', ...args, '--raw'])
  expectRefusal(await client('127.0.0.1', '0'), 2, /^port is “0”; give a whole number from 1 to 65535\.$/m)
  expectRefusal(await client('my host', '7707'), 2, /^host is “my host”; give a host name, /)
  expectRefusal(await client('nobody.invalid', '7707'), 3, /^Nobody knows the host nobody\.invalid; /)
  expectRefusal(
    await client('127.0.0.1', String(gone.port)),
    3,
    /^Nobody listens on port \d+ of 127\.0\.0\.1; /,
  )
  expectRefusal(
    await client('127.0.0.1', String(gone.port), '--lang', 'ru'),
    3,
    /^Порт \d+ на 127\.0\.0\.1 никто не слушает; /,
  )
})

tmux.test('row E4: what is no host and no port is explained in Russian, too, and asked again', async () => {
  const server = await programs.serve({ mode: 'echo' })
  const terminal = open('connect', '--message', 'слышно?', '--lang', 'ru')
  const [host, port] = ['На каком узле работает сервер?', 'Какой порт слушает сервер?']
  await insist(terminal, host, 'Введите имя узла, адрес IPv4 или IPv6.', ['мой узел', 'a\u202eb', long], '')
  const bad = ['abc', '0', '65536', '-1', ' ', long]
  await insist(terminal, port, 'Введите целое число от 1 до 65535.', bad, String(server.port))
  expect(await terminal.end()).toBe(0)
  await terminal.until('\nслышно?\n')
})

tmux.test.each([
  ['C-c', 130],
  ['C-d', 1],
])('row E4: %s in the middle of the second answer leaves the terminal as it was', async (key, code) => {
  for (const [command, host, port] of [
    ['serve', 'Which address to listen on?', 'Which port to listen on?'],
    ['connect', 'On which host is the server?', 'On which port does the server listen?'],
  ] as const) {
    const terminal = open(command)
    await terminal.answer(host, '')
    await terminal.until(`◆  ${port}`)
    terminal.type('77')
    terminal.press(key)
    expect(await terminal.end()).toBe(code)
    expectNoTrace(terminal.screen)
  }
})

linux.test('row E5: a disk without room for the log is told once, and the service goes on', async () => {
  const data = programs.folder()
  symlinkSync('/dev/full', join(data, 'server.log'))
  const server = programs.start(['serve', '--port', '0', '--mode', 'echo', '--data', data])
  const port = Number((await server.firstLine()).split(':')[1])
  const { code, stdout } = await programs.run(connecting({ port }, '--message', 'still here'))
  expect([code, stdout]).toEqual([0, 'still here\n'])
  server.signal('SIGTERM')
  const ended = await server.end()
  expect(ended.code).toBe(0)
  expect(ended.stderr).toMatch(/^The log .+server\.log cannot be written \(ENOSPC\); /)
  expectNoTrace(ended.stderr)
})

test('row E6: where there is no other port, and on an address that is not ours, nobody listens', async () => {
  const serve = (host: string, port: string) =>
    programs.run([
      'serve',
      '--mode',
      'echo',
      '--data',
      join(programs.folder(), 'data'),
      '--host',
      host,
      '--port',
      port,
    ])
  expectRefusal(await serve('192.0.2.1', '0'), 3, /^192\.0\.2\.1 is no address of this machine; /)
  // Somebody else may have it already: that is as good.
  const last = programs.start([
    'serve',
    '--mode',
    'echo',
    '--data',
    join(programs.folder(), 'data'),
    '--port',
    '65535',
  ])
  await last.firstLine().catch(() => {})
  expectRefusal(await serve('127.0.0.1', '65535'), 3, /^Port 65535 of 127\.0\.0\.1 is taken; /)
  if (last.isRunning) last.signal('SIGTERM')
  await last.end()
})

const badNames = ['', ' ', 'x'.repeat(65), 'я'.repeat(33), 'a\u001b[31mb', 'a\u202eb', 'anna\ufe0f', '\u3164']

linux.test(
  'row E7: what is no name is refused on the command line, and whoever says it on the wire',
  async () => {
    const server = await programs.serve({ mode: 'identify' })
    for (const name of badNames)
      expectRefusal(
        await programs.run(connecting(server, '--name', name)),
        2,
        /^--name is .*; give 1 to 64 bytes, without control or invisible characters, and without space at either end\.$/m,
      )
    for (const name of badNames.filter((each) => each !== '')) {
      const peer = new TcpPeer(connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.5' }))
      peer.say(message('Hello'))
      await peer.hear('AskName')
      peer.say(message('MyName', len(1, name)))
      expect((await peer.end()).at(-1)).toBe('Fault MALFORMED')
      peer.socket.destroy()
    }
    expect(server.log().some(({ event }) => event === 'identified')).toBe(false)
    await server.stop()
  },
)

test('row E7: nobody’s name is asked for where nobody can answer; the sentence says what to give', async () => {
  const server = await programs.serve({ mode: 'identify' })
  const { code, stdout, stderr } = await programs.run(connecting(server, '--message', 'x'))
  expect([code, stdout]).toEqual([4, ''])
  expect(stderr).toMatch(/\nThe server asks for a name, or for its password; give --name, .+\n$/)
})

tmux.test.each([
  ['C-c', 130],
  ['C-d', 4],
])('row E8: %s in the middle of a new password shows none of it, and registers nobody', async (key, code) => {
  const server = await programs.serve()
  const password = programs.secret()
  for (const isSecond of [false, true]) {
    const terminal = terminals.open(connecting(server, '--name', 'Ada'), { folder: programs.folder() })
    await terminal.until('◆  Is Ada registered here?')
    await terminal.answer('Is Ada registered here?', '')
    await terminal.until('◆  New password of Ada?')
    if (isSecond) {
      await terminal.answer('New password of Ada?', password)
      await terminal.until('◆  The same password again?')
    }
    terminal.type(password.slice(0, 12))
    terminal.press(key)
    expect(await terminal.end()).toBe(code)
    expect(terminal.screen).not.toContain(password.slice(0, 6))
    expectNoTrace(terminal.screen)
  }
  const { stdout } = await programs.run(['users', 'list', '--json', '--data', server.data])
  expect(stdout).toBe('')
})

test('row E10: what an operator addresses to nobody is explained, and the conversation goes on', async () => {
  const server = await programs.serve({ mode: 'echo', more: ['--reply', 'operator', '--lang', 'ru'] })
  const client = programs.start(connecting(server, '--json'))
  client.type('вопрос\n')
  await server.program.until('the question', ({ lines }) => lines.find((line) => /вопрос$/.test(line)))
  for (const line of ['#77 ответ', '@никто ответ', '#1:99 ответ', '#1', long, '/нет'])
    server.program.type(`${line}\n`)
  server.program.type('#1 ответ\n')
  const answer = await client.event('received')
  expect(answer).toMatchObject({ id: 1, re: 1, text: 'ответ' })
  expectNoTrace(server.program.stdout)
  expect(server.program.lines.filter((line) => line.startsWith('-- '))).toHaveLength(7)
  expect((await client.typeLast().end()).code).toBe(0)
  await server.stop()
})

programs.keepSecrets()
