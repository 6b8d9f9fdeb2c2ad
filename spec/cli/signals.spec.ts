import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { hangupIsIgnored } from '../../src/cli/hangup.ts'
import { logOf, Programs } from '../support/program.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import { needs } from '../support/tools/index.ts'
import { message, numberOf, sample } from '../support/wire.ts'
import { Terminals } from './terminals.ts'

const programs = new Programs({ alone: true })
const terminals = new Terminals()
const tmux = needs('tmux', 'linux')

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a server that is stopped (%s) says Bye(SHUTTING_DOWN) to everybody, and ends with 0',
  async (signal) => {
    const { port, program, log } = await programs.serve({ mode: 'echo' })
    const peers = await Promise.all([1, 2, 3].map(async () => (await TcpPeer.to(port)).converse()))
    const early = await TcpPeer.to(port)
    early.say(message('Hello').subarray(0, 10))
    program.signal(signal)
    for (const peer of [...peers, early]) {
      const bye = await peer.hear('Bye')
      expect(numberOf(bye, 1)).toBe(4)
      peer.say(message('Bye', sample.Bye))
      peer.socket.end()
      expect((await peer.end()).at(-1)).toBe('Bye SHUTTING_DOWN')
    }
    expect(await program.end()).toMatchObject({ code: 0, stderr: '' })
    const [stopping, ...last] = log().slice(log().findIndex(({ event }) => event === 'stopping'))
    expect(stopping).toMatchObject({ sessions: 4 })
    expect(
      last.filter(({ event, code }) => event === 'disconnected' && code === 'SHUTTING_DOWN'),
    ).toHaveLength(4)
    expect(last.at(-1)).toMatchObject({ event: 'stopped' })
  },
)

test('nobody new is let in while a server stops', async () => {
  const { port, program } = await programs.serve({ mode: 'echo' })
  const peer = await (await TcpPeer.to(port)).converse()
  program.signal('SIGTERM')
  await peer.hear('Bye')
  await expect(TcpPeer.to(port)).rejects.toThrow('nobody listens')
  peer.socket.destroy()
  expect((await program.end()).code).toBe(0)
})

test('a peer that does not answer is not waited for longer than 5 s', async () => {
  const { port, program } = await programs.serve({ mode: 'echo' })
  const peer = await (await TcpPeer.to(port)).converse()
  const sinceMs = performance.now()
  program.signal('SIGTERM')
  await peer.hear('Bye')
  expect((await program.end()).code).toBe(0)
  expect(performance.now() - sinceMs).toBeGreaterThan(4_500)
})

test('a second signal ends a server at once', async () => {
  const { port, program } = await programs.serve({ mode: 'echo' })
  const peer = await (await TcpPeer.to(port)).converse()
  program.signal('SIGTERM')
  await peer.hear('Bye')
  const sinceMs = performance.now()
  program.signal('SIGINT')
  expect((await program.end()).code).toBe(130)
  expect(performance.now() - sinceMs).toBeLessThan(4_000)
})

test('a second SIGHUP does not: shells and the system send one after the other', async () => {
  const { port, program } = await programs.serve({ mode: 'echo' })
  const peer = await (await TcpPeer.to(port)).converse()
  for (const signal of ['SIGHUP', 'SIGHUP', 'SIGHUP'] as const) program.signal(signal)
  await peer.hear('Bye')
  program.signal('SIGHUP')
  peer.say(message('Bye', sample.Bye))
  peer.socket.end()
  expect(await program.end()).toMatchObject({ code: 0, stderr: '' })
})

tmux.test('a server whose terminal is closed says Bye to everybody, and ends with 0', async () => {
  const folder = programs.folder()
  const flags = ['--host', '127.0.0.1', '--port', '0', '--mode', 'echo', '--log', 'both', '--lang', 'en']
  const terminal = terminals.open(['serve', ...flags], { folder })
  await terminal.until('listening on 127.0.0.1:')
  const port = Number(/listening on 127\.0\.0\.1:(\d+)/.exec(terminal.screen)?.[1])
  const peer = await (await TcpPeer.to(port)).converse()
  terminal.signal('SIGHUP')
  const gone = terminal.vanish()
  await peer.hear('Bye')
  peer.say(message('Bye', sample.Bye))
  peer.socket.end()
  expect(await gone).toBe('0')
  expect((await peer.end()).at(-1)).toBe('Bye SHUTTING_DOWN')
  expect(logOf(join(folder, 'colloquy-data')).at(-1)).toMatchObject({ event: 'stopped' })
})

tmux.test('an operator whose terminal is closed ends the server in the same way', async () => {
  const folder = programs.folder()
  const flags = ['--host', '127.0.0.1', '--port', '0', '--mode', 'echo', '--reply', 'operator']
  const terminal = terminals.open(['serve', ...flags], { folder })
  await terminal.until('operator>')
  expect(await terminal.vanish()).toBe('0')
  const log = logOf(join(folder, 'colloquy-data'))
  expect(log.filter(({ level }) => level === 'error')).toEqual([])
  expect(log.at(-1)).toMatchObject({ event: 'stopped' })
})

tmux.test('under nohup a server lives on when its terminal is closed', async () => {
  const folder = programs.folder()
  const flags = ['--host', '127.0.0.1', '--port', '0', '--mode', 'echo']
  const terminal = terminals.open(['serve', ...flags], { folder, through: ['nohup'] })
  const { port } = await programs.logged(join(folder, 'colloquy-data'), 'listening')
  terminal.signal('SIGHUP')
  await (await (await TcpPeer.to(Number(port))).converse()).socket.destroy()
  terminal.signal('SIGHUP')
  terminal.signal('SIGTERM')
  expect(await terminal.vanish()).toBe('0')
})

test('who is told to live on by a shell that notes its commands is told so', () => {
  expect(hangupIsIgnored({ _: '/usr/bin/nohup' })).toBe(true)
})

test('a client that is interrupted says Bye(DONE), and ends with 130', async () => {
  const { port, data } = await programs.serve({ mode: 'echo' })
  const client = programs.start(['connect', '127.0.0.1', String(port)])
  client.type('hello\n')
  await client.firstLine()
  client.signal('SIGINT')
  expect(await client.end()).toMatchObject({ code: 130, stdout: 'hello\n' })
  const gone = await programs.logged(data, 'disconnected')
  expect(gone).toMatchObject({ how: 'bye', by: 'them', code: 'DONE', heard: 1, said: 1 })
})

test('a client that is killed is gone, and others do not notice', async () => {
  const { port, data } = await programs.serve({ mode: 'echo' })
  const peer = await (await TcpPeer.to(port)).converse()
  const client = programs.start(['connect', '127.0.0.1', String(port), '--json'])
  await client.event('ready')
  client.signal('SIGKILL')
  const { how, by } = await programs.logged(data, 'disconnected')
  expect({ how, by }).toEqual({ how: 'lost', by: 'nobody' })
  peer.say(message('Ping', sample.Ping))
  await peer.hear('Pong')
  peer.socket.destroy()
})

programs.keepSecrets()
