import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { canonicalAddress } from '../../src/store/index.ts'
import { Terminals } from '../cli/terminals.ts'
import { logOf, Programs, type Serving, within } from '../support/program.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import { needs } from '../support/tools/index.ts'
import { len, message, numberOf, sayFrame, textOf } from '../support/wire.ts'
import { connecting, firstsOf } from './connecting.ts'

const linux = needs('linux')
const tmux = needs('tmux', 'linux')
const programs = new Programs({ alone: true })
const terminals = new Terminals()

/** The bytes that a client gets back for its one line. */
const echoed = async (server: Pick<Serving, 'port'>, ...more: readonly string[]): Promise<string> => {
  const { code, stdout } = await programs
    .start(connecting(server, ...more))
    .typeLast('still here\n')
    .end()
  expect(code).toBe(0)
  return stdout
}

test('row E3: a client that is killed in the middle leaves a server to which the next can connect (raw)', async () => {
  const server = await programs.serve({ more: ['--mode', 'raw'] })
  for (let times = 1; times <= 3; times += 1) {
    const client = programs.start(connecting(server, '--raw'))
    client.type(Buffer.alloc(1_000_000, 'x'))
    await client.until('an echo', ({ stdout }) => (stdout.length > 0 ? true : undefined))
    client.signal('SIGKILL')
    expect((await client.end()).signal).toBe('SIGKILL')
    expect(await echoed(server, '--raw')).toBe('still here\n')
  }
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' })
  const ends = server.log().filter(({ event }) => event === 'disconnected')
  expect(ends).toHaveLength(6)
  expect(ends.filter(({ code }) => code !== 'DONE')).not.toHaveLength(0)
  expect(server.log().filter(({ event }) => event === 'starting')).toHaveLength(1)
})

test('row E3: the same for a conversation, and for a frame that is cut off', async () => {
  const server = await programs.serve({ mode: 'echo' })
  const client = programs.start(connecting(server))
  client.type('hello\n')
  await client.until('an echo', ({ lines }) => lines[0])
  client.signal('SIGKILL')
  await client.end()
  const end = await programs.logged(server.data, 'disconnected')
  expect(end).toMatchObject({ how: 'lost', heard: 1, said: 1 })
  expect(await echoed(server)).toBe('still here\n')
  const peer = await (await TcpPeer.to(server.port)).converse()
  peer.say(sayFrame(1, 'cut off').subarray(0, 20))
  peer.socket.resetAndDestroy()
  expect(await echoed(server)).toBe('still here\n')
  expect((await server.stop()).code).toBe(0)
  expect(server.log().filter(({ event, how }) => event === 'disconnected' && how === 'lost')).toHaveLength(2)
})

tmux.test(
  'row E4: the server asks for the port, and the client for host and port; what is wrong is asked again',
  async () => {
    const serving = terminals.open(['serve'], { folder: programs.folder() })
    await serving.until('◆  Which address to listen on?')
    await serving.until('listen on?\n127.0.0.1\n')
    await serving.answer('Which address to listen on?', '')
    await serving.until('◆  Which port to listen on?')
    expect(serving.screen).toMatch(/^7707$/m)
    for (const port of ['abc', '70000']) await serving.answer('Which port to listen on?', port)
    expect(serving.screen.split('▲  Give a whole number from 0 to 65535.')).toHaveLength(3)
    await serving.answer('Which port to listen on?', '0')
    await serving.until('listening on 127.0.0.1:')
    const port = /listening on 127\.0\.0\.1:(\d+)/.exec(serving.screen)?.[1] as string

    const client = terminals.open(['connect', '--message', 'well met', '--name', 'Ada', '--register'], {
      folder: programs.folder(),
      env: { COLLOQUY_PASSWORD: programs.secret() },
    })
    await client.until('◆  On which host is the server?')
    await client.until('is the server?\n127.0.0.1\n')
    await client.answer('On which host is the server?', 'no host')
    await client.until('▲  Give a host name, an IPv4 or an IPv6 address.')
    await client.answer('On which host is the server?', '')
    await client.until('◆  On which port does the server listen?')
    await client.until('server listen?\n7707\n')
    for (const wrong of ['0', 'port']) await client.answer('On which port does the server listen?', wrong)
    expect(client.screen.split('▲  Give a whole number from 1 to 65535.')).toHaveLength(3)
    await client.answer('On which port does the server listen?', port)
    expect(await client.end()).toBe(0)
    await client.until('\nwell met\n')
    serving.press('C-c')
    expect(await serving.end()).toBe(0)
  },
)

test('row E5: the console has the line that it listens and nothing more; the log file has the events', async () => {
  const cwd = programs.folder()
  const server = programs.start(['serve', '--port', '0', '--mode', 'echo'], { cwd })
  const ready = await server.firstLine()
  const port = Number(ready.split(':')[1])
  expect(await echoed({ port })).toBe('still here\n')
  const stranger = await TcpPeer.to(port)
  stranger.say(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  await stranger.end()
  stranger.socket.destroy()
  server.signal('SIGTERM')
  expect(await server.end()).toEqual({
    code: 0,
    signal: null,
    stdout: `listening on 127.0.0.1:${port}\n`,
    stderr: '',
  })
  const events = firstsOf(logOf(join(cwd, 'colloquy-data')))
  for (const event of ['starting', 'listening', 'connected', 'received', 'sent', 'refused', 'disconnected'])
    expect(events).toContain(event)
  expect(events.slice(-2)).toEqual(['stopping', 'stopped'])
})

test('row E6: a port that is taken is left for another, which is printed and can be connected to', async () => {
  const first = await programs.serve({ mode: 'echo' })
  const data = join(programs.folder(), 'data')
  const second = programs.start(['serve', '--port', String(first.port), '--mode', 'echo', '--data', data])
  const [, moved, taken] = /^listening on 127\.0\.0\.1:(\d+) \((\d+) is taken\)$/.exec(
    await second.firstLine(),
  ) as RegExpExecArray
  expect(Number(taken)).toBe(first.port)
  expect(Number(moved)).toBeGreaterThan(first.port)
  expect(await echoed({ port: Number(moved) })).toBe('still here\n')
  expect(await echoed(first)).toBe('still here\n')
  second.signal('SIGTERM')
  expect((await second.end()).code).toBe(0)
  const events = firstsOf(logOf(data))
  expect(events.slice(0, 3)).toEqual(['starting', 'taken', 'listening'])
  expect(logOf(data).filter(({ event }) => event === 'disconnected')).toHaveLength(1)
})

/** The treatment of a client from this address: whether it is asked for a name, and the name and how it is greeted. */
const met = async (port: number, localAddress: string, name = 'nobody') => {
  const peer = new TcpPeer(connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true }))
  peer.say(message('Hello'))
  await within(
    'a question or a greeting',
    Promise.race([peer.hear('AskName'), peer.hear('Greeting').catch(() => {})]),
  )
  const asked = peer.words.includes('AskName')
  if (asked) peer.say(message('MyName', len(1, name)))
  const greeting = await peer.hear('Greeting')
  await peer.hear('Ready')
  peer.say(message('Bye'))
  await peer.end()
  peer.socket.end()
  return { asked, name: textOf(greeting, 1), known: numberOf(greeting, 2) === 1 }
}

const ada = { asked: false, name: 'Ada', known: true }
const anna = { asked: false, name: 'Анна', known: true }

/** A server in mode identify that has met two clients, and was stopped. */
const acquainted = async (): Promise<string> => {
  const server = await programs.serve({ mode: 'identify' })
  expect(await met(server.port, '127.0.0.2', 'Ada')).toEqual({ ...ada, asked: true, known: false })
  expect(await met(server.port, '127.0.0.3', 'Анна')).toEqual({ ...anna, asked: true, known: false })
  expect(await met(server.port, '127.0.0.2')).toEqual(ada)
  expect(await met(server.port, '127.0.0.3')).toEqual(anna)
  await server.stop()
  return server.data
}

linux.test(
  'row E7: clients are known by their addresses, each greeted by its name, after a restart too',
  async () => {
    const data = await acquainted()
    const again = await programs.serve({ mode: 'identify', data })
    expect(await met(again.port, '127.0.0.3')).toEqual(anna)
    expect(await met(again.port, '127.0.0.2')).toEqual(ada)
    expect(await met(again.port, '127.0.0.4', 'Ada')).toEqual({ ...ada, asked: true, known: false })
    const identified = again.log().filter(({ event }) => event === 'identified')
    expect(identified.map(({ name, known }) => [name, known]).slice(-3)).toEqual([
      ['Анна', true],
      ['Ada', true],
      ['Ada', false],
    ])
    await again.stop()
  },
)

test('row E7: the client says its name once, and is greeted by it the next time', async () => {
  const server = await programs.serve({ mode: 'identify' })
  const first = await programs.run(connecting(server, '--name', 'Анна', '--message', 'привет'))
  expect([first.code, first.stdout]).toEqual([0, 'привет\n'])
  const second = await programs.run(connecting(server, '--message', 'снова', '--lang', 'ru'))
  expect([second.code, second.stdout]).toEqual([0, 'снова\n'])
  expect(second.stderr).toMatch(/^Здравствуйте, Анна! /m)
  expect(second.stderr).not.toContain('под именем')
  const other = await programs.run(connecting(server, '--name', 'Ева', '--message', 'снова', '--lang', 'ru'))
  expect(other).toMatchObject({ code: 0, stdout: 'снова\n' })
  expect(other.stderr).toMatch(/^Сервер знает этот адрес под именем Анна; .* Ева ему не сообщалось\.$/m)
  await server.stop()
})

const hasIPv6 = Object.values(networkInterfaces()).some((each) =>
  each?.some(({ address }) => address === '::1'),
)

if (hasIPv6)
  linux.test('row E7: an IPv4 address is the same one when an IPv6 server sees it mapped', async () => {
    const data = await acquainted()
    const dual = await programs.serve({ mode: 'identify', data, more: ['--host', '::'] })
    expect(await met(dual.port, '127.0.0.2')).toEqual(ada)
    expect(await met(dual.port, '127.0.0.3')).toEqual(anna)
    await dual.stop()
    const remotes = dual.log().map(({ remote }) => String(remote))
    expect(remotes.some((remote) => remote.startsWith('[::ffff:127.0.0.2]:'))).toBe(true)
  })
else
  test('row E7: an IPv4 address is the same one when mapped (no IPv6 on this machine: asked of the library)', () => {
    expect(canonicalAddress('::ffff:127.0.0.2')).toBe(canonicalAddress('127.0.0.2'))
    expect(canonicalAddress('::ffff:127.0.0.2')).not.toBe(canonicalAddress('127.0.0.3'))
  })

linux.test('row E7: what is recorded is in a file of its own', async () => {
  const data = await acquainted()
  expect(readFileSync(join(data, 'store.sqlite')).includes('Анна')).toBe(true)
})
