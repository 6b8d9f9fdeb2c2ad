import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { type LogLine, Programs } from '../support/program.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import { len, message, num, sayFrame } from '../support/wire.ts'
import { hostileCharacters, hostileText } from './refusal.ts'

const programs = new Programs()
const aboutConnections = [
  'connected',
  'received',
  'sent',
  'identified',
  'granted',
  'denied',
  'ready',
  'refused',
  'disconnected',
]

const eventsOf = (lines: readonly LogLine[], session: unknown): readonly string[] =>
  lines.filter((line) => line.session === session).map(({ event }) => event)

test('each event of a server is a line of its own, with what it means', async () => {
  const server = await programs.serve()
  const env = { COLLOQUY_PASSWORD: programs.secret() }
  const connect = [
    'connect',
    '127.0.0.1',
    String(server.port),
    '--name',
    'Ada',
    '--no-tokens',
    '--message',
    'hello',
  ]
  expect((await programs.run([...connect, '--register'], { env })).code).toBe(0)
  expect((await programs.run(connect, { env: { COLLOQUY_PASSWORD: programs.secret() } })).code).toBe(4)
  await server.stop()
  const lines = server.log()
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(expect.arrayContaining(['time', 'level', 'event', 'msg']))
    expect(new Date(line.time as string).toISOString()).toBe(line.time)
    expect(line.msg).toMatch(/^[A-Z].+\.$/)
    if (aboutConnections.includes(line.event)) {
      expect(line.session).toMatch(/^[\w-]{21}$/)
      expect(line.remote).toMatch(/^127\.0\.0\.1:\d+$/)
    }
    if (line.event === 'received' || line.event === 'sent') expect(line.bytes).toBeGreaterThan(0)
  }
  const sessions = new Set(lines.map(({ session }) => session).filter((session) => session !== undefined))
  expect(sessions.size).toBe(2)
  const [first, second] = [...sessions].map((session) => [...new Set(eventsOf(lines, session))].sort())
  const fallback = ['connected', 'disconnected', 'identified', 'received', 'sent']
  expect(first).toEqual([...fallback, 'granted', 'ready'].sort())
  expect(second).toEqual([...fallback, 'denied'].sort())
  expect(lines[0]).toMatchObject({ event: 'starting', level: 'info', mode: 'auth' })
  expect(lines[1]).toMatchObject({ event: 'listening', port: server.port })
  expect(lines.at(-1)).toMatchObject({ event: 'stopped' })
  expect(JSON.stringify(lines)).not.toContain('hello')
})

test('the bytes of all chunks are the bytes in all', async () => {
  const server = await programs.serve({ mode: 'echo' })
  await programs.run([
    'connect',
    '127.0.0.1',
    String(server.port),
    '--message',
    'x'.repeat(60_000),
    '--message',
    'y',
  ])
  await server.stop()
  const lines = server.log()
  const sum = (name: string): number =>
    lines.filter(({ event }) => event === name).reduce((total, { bytes }) => total + Number(bytes), 0)
  expect(lines.find(({ event }) => event === 'disconnected')).toMatchObject({
    receivedBytes: sum('received'),
    sentBytes: sum('sent'),
    heard: 2,
    said: 2,
  })
})

test('the level leaves out what is below it', async () => {
  const quiet = await programs.serve({ mode: 'echo', more: ['--log-level', 'warn'] })
  const stranger = await TcpPeer.to(quiet.port)
  stranger.say(message('Ping'))
  await stranger.end()
  stranger.socket.end()
  await quiet.stop()
  expect(quiet.log().map(({ event, level }) => [event, level])).toEqual([['refused', 'warn']])
  const silent = await programs.serve({ mode: 'echo', more: ['--log-level', 'silent'] })
  await programs.run(['connect', '127.0.0.1', String(silent.port), '--message', 'x'])
  await silent.stop()
  expect(silent.log()).toEqual([])
})

test('nothing that a client sends can forge a line or reach a terminal unescaped', async () => {
  const server = await programs.serve({ mode: 'echo' })
  const peer = await TcpPeer.to(server.port)
  const forged = '\n{"level":"info","event":"stopped","msg":"Forged."}\n'
  await peer.converse(
    message('Hello', Buffer.concat([num(1, 1), num(2, 1), len(4, hostileText), len(5, 'talk')])),
  )
  peer.say(
    sayFrame(1, hostileText + forged),
    message('Bye', Buffer.concat([num(1, 1), len(2, hostileText + forged)])),
  )
  await peer.end()
  peer.socket.end()
  const faulty = await TcpPeer.to(server.port)
  faulty.say(message('Fault', Buffer.concat([num(1, 2), len(2, hostileText + forged)])))
  faulty.socket.end()
  await faulty.end()
  await server.stop()
  const text = readFileSync(join(server.data, 'server.log'), 'utf8')
  expect(text).not.toMatch(hostileCharacters)
  expect(text).toContain('\\u009b')
  const lines = server.log()
  expect(lines.filter(({ event }) => event === 'stopped')).toHaveLength(1)
  expect(lines.filter(({ event }) => event === 'disconnected')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ how: 'bye', code: 'DONE', by: 'them', detail: hostileText + forged }),
      expect.objectContaining({ how: 'fault', code: 'MALFORMED', by: 'them', detail: hostileText + forged }),
    ]),
  )
})

const clientHello =
  '1603010200010001fc0303c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffee20'.padEnd(1034, '0')

test.each([
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: example.org\r\n\r\n')],
  ['TLS', Buffer.from(clientHello, 'hex')],
  ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n')],
  ['HTTP/2', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
  ['SMTP', Buffer.from('EHLO example.org\r\nMAIL FROM:<x@example.org>\r\n')],
  ['zeros', Buffer.alloc(4096)],
])('a client that speaks %s hears one Fault and is gone, and the server lives', async (_what, bytes) => {
  const server = await programs.serve({ mode: 'auth' })
  const stranger = await TcpPeer.to(server.port)
  stranger.say(bytes)
  const words = await stranger.end()
  stranger.socket.end()
  expect(words).toHaveLength(1)
  expect(words[0]).toMatch(/^Fault (MALFORMED|UNEXPECTED_MESSAGE|TOO_LARGE)$/)
  const peer = await TcpPeer.to(server.port)
  peer.say(message('Hello'))
  await peer.hear('AskName')
  peer.socket.destroy()
  expect((await server.stop()).code).toBe(0)
  const lines = server.log()
  const refused = lines.filter(({ event }) => event === 'refused')
  expect(refused).toMatchObject([{ code: words[0]?.slice('Fault '.length), level: 'warn' }])
  expect(eventsOf(lines, refused[0]?.session)).toEqual([
    'connected',
    'refused',
    'received',
    'sent',
    'disconnected',
  ])
})

programs.keepSecrets()
