import { resolve } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createServer, type Server, type ServerEvent, type ServerOptions } from '../../../src/index.ts'
import { Authority, LOCAL } from '../../support/certificates.ts'
import { type Ended, Programs } from '../../support/program.ts'
import { fakeServer } from '../../support/tcp-peer.ts'
import { needs } from '../../support/tools/index.ts'
import { message } from '../../support/wire.ts'
import { until } from '../../transport/worlds.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()
const kv = resolve('examples', 'kv', 'kv.yaml')

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const serve = async (
  more: Partial<ServerOptions>,
): Promise<{ readonly server: Server; readonly events: ServerEvent[] }> => {
  const events: ServerEvent[] = []
  const log = { data: false, write: (event: ServerEvent) => events.push(event) }
  const server = await createServer({ port: 0, converse: { Say: () => {} }, log, ...more })
  closing.push(() => server.close(0))
  return { server, events }
}

const fake = async (treat: Parameters<typeof fakeServer>[0]): Promise<number> => {
  const { port, close } = await fakeServer(treat)
  closing.push(close)
  return port
}

const ping = (port: number, ...more: readonly string[]): Promise<Ended> =>
  programs.run(['ping', `127.0.0.1:${port}`, ...more])

describe('a server that answers', () => {
  test.each(['auth', 'identify', 'echo'] as const)(
    'in mode %s hears Hello and Bye, and is told no name',
    async (mode) => {
      const { server, events } = await serve({ mode, agent: 'a server' })
      const { code, stdout, stderr } = await ping(server.port)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(
        /^127\.0\.0\.1:\d+ answers: talk, version 1, “a server”; connected in [\d.]+ ms, Welcome in [\d.]+ ms, Bye in [\d.]+ ms\.\n$/,
      )
      await until(() => events.at(-1)?.event === 'disconnected')
      expect(events.at(-1)).toMatchObject({ how: 'bye', by: 'them', code: 'DONE' })
      expect(events.some(({ event }) => event === 'identified' || event === 'refused')).toBe(false)
    },
  )

  test('is told as JSON, and each of several and all together', async () => {
    const { server } = await serve({ mode: 'echo' })
    const { code, stdout } = await ping(server.port, '--count', '2', '--interval', '1ms', '--json')
    const [first, second, all] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const place = `127.0.0.1:${server.port}`
    const answered = { event: 'answered', place, protocol: 'talk', version: 1, sameContract: true }
    expect([first, second]).toMatchObject([answered, answered])
    for (const ms of [first.connectMs, first.welcomeMs, first.byeMs]) expect(ms).toBeGreaterThan(0)
    const both = [first.welcomeMs, second.welcomeMs]
    expect(all).toMatchObject({ event: 'pinged', sent: 2, answered: 2 })
    expect(all.welcomeMs).toMatchObject({ min: Math.min(...both), max: Math.max(...both) })
    expect(code).toBe(0)
  })

  test('is told in Russian, and with --quiet not at all', async () => {
    const { server } = await serve({ mode: 'echo' })
    const said = await ping(server.port, '--lang', 'ru', '--count', '2', '--interval', '1ms')
    expect(said.stdout).toMatch(/ отвечает: talk, версия 1, «.*\n.*\n2 запроса, с ответом — 2; Welcome — от /)
    expect(await ping(server.port, '--quiet')).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })

  test('on a socket, and in another contract', async () => {
    const path = resolve(programs.folder(), 's')
    await serve({ mode: 'echo', path })
    expect((await programs.run(['ping', `unix:${path}`])).stdout).toMatch(/^unix:\/.+ answers: talk, /)
    const port = await fake(async (peer) => {
      await peer.hear('Hello')
      peer.say(
        message(
          'Welcome',
          Buffer.from(
            '080112080102030405060708' + '1a0173' + '220173' + '288008' + '30b0ea01' + '3a026b76',
            'hex',
          ),
        ),
      )
      await peer.hear('Bye')
      peer.say(message('Bye', Buffer.from('0801', 'hex')))
      peer.socket.end()
    })
    const { code, stdout } = await ping(port, '--contract', kv)
    expect(stdout).toMatch(/ answers: kv, version \d, “s”; .* Its contract of that name is another one\.\n$/)
    expect(code).toBe(0)
  })
})

describe('a server that does not answer', () => {
  test('3: nobody listens', async () => {
    const port = await fake(() => {})
    for (const close of closing.splice(0)) close()
    expectRefusal(await ping(port), 3, /^Nobody listens on port \d+ of 127/)
  })

  test('3: it has no room', async () => {
    const { server } = await serve({ mode: 'echo', maxSessions: 1 })
    const { connect } = await import('../../../src/index.ts')
    const client = await connect({ port: server.port })
    expectRefusal(await ping(server.port), 3, /^No conversation began \(OVERLOADED\): /)
    await client.bye()
  })

  test('3: it says nothing', async () => {
    const port = await fake(() => {})
    const { code, stderr } = await ping(port, '--timeout', '100ms')
    expect(stderr).toMatch(/^No conversation began \(TIMEOUT\): .*\n$/)
    expect(code).toBe(3)
  })

  test('5: it speaks another contract', async () => {
    const { server } = await serve({ mode: 'echo' })
    expectRefusal(await ping(server.port, '--contract', kv), 5, /^No conversation began \(VERSION\): /)
  })

  test('5: it ends without a Bye', async () => {
    const port = await fake(async (peer) => {
      await peer.hear('Hello')
      peer.say(message('Welcome'))
      await peer.hear('Bye')
      peer.socket.end()
    })
    expectRefusal(await ping(port), 5, /^The server said Welcome, but ended without a Bye/)
  })

  test('1: it breaks off; of several pings the first that was not answered counts', async () => {
    let came = 0
    const port = await fake(async (peer) => {
      await peer.hear('Hello')
      came += 1
      if (came === 2) return peer.socket.end()
      peer.say(message('Welcome'))
      await peer.hear('Bye')
      peer.say(message('Bye', Buffer.from('0801', 'hex')))
      peer.socket.end()
    })
    const { code, stdout, stderr } = await ping(port, '--count', '3', '--interval', '1ms', '--json')
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ event }) => event)).toEqual(['answered', 'unanswered', 'answered', 'pinged'])
    expect(lines[1]).toEqual({ event: 'unanswered', place: `127.0.0.1:${port}`, exit: 1 })
    expect(lines[3]).toMatchObject({ sent: 3, answered: 2 })
    expect(stderr).toMatch(/^No conversation began \(BROKEN\): .*\n$/)
    expect(code).toBe(1)
  })

  test('2: what is given makes no sense', async () => {
    expectRefusal(
      await programs.run(['ping', 'colloquy://ada@localhost']),
      2,
      /^name@ means nothing with ping/,
    )
    expectRefusal(await programs.run(['ping', '--ca', 'x']), 2, /^--ca means nothing without --tls/)
    expectRefusal(await programs.run(['ping', '--count', '0']), 2, /^--count is “0”; give/)
  })
})

const withOpenssl = needs('openssl')

withOpenssl.test('over TLS the certificate is judged as connect judges it', async () => {
  const authority = new Authority()
  const { cert, key } = authority.issue('/CN=server', LOCAL)
  const { server } = await serve({ mode: 'auth', tls: { cert, key } })
  const ca = ['--tls', '--ca', authority.root.certFile]
  expect(await ping(server.port, ...ca)).toMatchObject({ code: 0, stderr: '' })
  expectRefusal(await ping(server.port, '--tls'), 3, /^Nobody vouches for this server, /)
})

programs.keepSecrets()
