import { once } from 'node:events'
import {
  createServer as createListener,
  type Server as Listener,
  connect as open,
  type Socket,
} from 'node:net'
import { afterAll, describe, expect, test } from '@jest/globals'
import { createEchoServer } from '../../src/echo-server.ts'
import type { ServerEvent } from '../../src/engine/index.ts'
import { connect, createServer } from '../../src/index.ts'
import { type Stranger, strangerSentence } from '../../src/transport/index.ts'
import { message } from '../support/wire.ts'
import { World } from '../support/world.ts'

const closers: (() => unknown)[] = []
afterAll(() => Promise.all(closers.map((close) => close())))

/** A server of something else. */
const other = async (treat: (socket: Socket) => void): Promise<number> => {
  const listener: Listener = createListener((socket) => {
    socket.on('error', () => {})
    treat(socket)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  closers.push(() => listener.close())
  const address = listener.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('a client that meets something else says what', () => {
  const met = async (port: number) => connect({ port, reconnect: false }).catch((error: unknown) => error)
  const ended = (looksLike: Stranger, code: string) => ({
    code: 'ENDED',
    message: `No conversation began (${code}): ${strangerSentence[looksLike]}`,
    failure: { ending: { code, looksLike, detail: strangerSentence[looksLike] } },
  })

  test('a server in mode raw', async () => {
    const raw = await createEchoServer({ port: 0 })
    closers.push(() => raw.close())
    expect(await met(raw.port)).toMatchObject(ended('ECHO', 'UNEXPECTED_MESSAGE'))
  })

  test.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', 'MALFORMED'],
    // Without a status line: so is a request answered that names no version of HTTP.
    ['HTTP', '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">\n', 'MALFORMED'],
    ['HTTP', '<html>\r\n<head><title>400 Bad Request</title></head>\r\n', 'MALFORMED'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', 'MALFORMED'],
    ['MAIL', '220 hi\r\n', 'BROKEN'],
    ['TLS', '\u0015\u0003\u0003\0\u0002\u0002F', 'BROKEN'],
    ['HANGUP', '', 'BROKEN'],
  ] as const)('%s', async (stranger, greeting, code) => {
    const port = await other((socket) => socket.end(greeting, 'latin1'))
    expect(await met(port)).toMatchObject(ended(stranger, code))
  })

  test('nobody, until the deadline', async () => {
    const world = new World()
    const { caller } = world.rawServer()
    await world.pass(10_001)
    await world.pass(3_000)
    expect(await caller.over).toMatchObject({ code: 'TIMEOUT', looksLike: 'SILENCE' })
  })

  test('but not where the server has spoken before', async () => {
    const world = new World()
    const { caller, raws } = world.rawServer({ reconnect: true })
    await world.pass()
    raws[0]?.say(message('Welcome'), message('Ready'))
    await world.pass()
    raws[0]?.connection.destroy()
    await world.until(() => raws.length === 2)
    raws[1]?.connection.destroy()
    await world.until(() => raws.length === 3)
    const ends = world.clientLog.flatMap((event) => (event.event === 'disconnected' ? [event.looksLike] : []))
    expect(ends).toEqual([undefined, undefined])
    caller.bye()
    await world.pass(10_000)
  })
})

describe('a server tells its log who knocked, and nobody else', () => {
  const knocked = async (first: Buffer, isEnded: boolean) => {
    const events: ServerEvent[] = []
    const gone = new Promise<void>((resolve) => {
      const write = (event: ServerEvent): void => {
        events.push(event)
        if (event.event === 'disconnected') resolve()
      }
      void createServer({
        port: 0,
        mode: 'echo',
        converse: { Say: () => {} },
        log: { data: false, write },
      }).then((server) => {
        closers.push(() => server.close())
        const socket = open({ port: server.port, host: '127.0.0.1' })
        socket.on('error', () => {}).on('data', (bytes) => heard.push(bytes))
        if (isEnded) socket.end(first)
        else socket.write(first)
      })
    })
    const heard: Buffer[] = []
    await gone
    return { events, heard: Buffer.concat(heard).toString('latin1') }
  }

  test.each([
    ['TLS', Buffer.from(`16030100c0010000bc0303${'5a'.repeat(64)}`, 'hex'), 'UNEXPECTED_MESSAGE'],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: example.org\r\n\r\n'), 'MALFORMED'],
    ['PROXY', Buffer.from('PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n'), 'MALFORMED'],
    ['PROXY', Buffer.from('0d0a0d0a000d0a515549540a2111000cc0000201c000020200010002', 'hex'), 'MALFORMED'],
  ] as const)('%s', async (looksLike, first, code) => {
    const { events, heard } = await knocked(first, false)
    expect(events.find(({ event }) => event === 'refused')).toMatchObject({ code, looksLike })
    expect(events.find(({ event }) => event === 'disconnected')).toMatchObject({ code, looksLike })
    expect(heard).not.toContain(strangerSentence[looksLike])
  })

  test.each([
    ['SSH', Buffer.from('SSH-2.0-Go\r\n')],
    ['TEXT', Buffer.from('hello')],
    ['TELNET', Buffer.from('fffd03', 'hex')],
    [undefined, Buffer.alloc(0)],
  ] as const)('%s, that leaves before a header is whole', async (looksLike, first) => {
    const { events } = await knocked(first, true)
    const ends = events.flatMap((event) => (event.event === 'disconnected' ? [event] : []))
    expect(ends.map((end) => end.looksLike)).toEqual([looksLike])
  })

  test('not of whoever breaks the contract later on', async () => {
    const { events } = await knocked(
      Buffer.concat([message('Hello'), Buffer.from('GET / HTTP/1.1\r\n\r\n')]),
      false,
    )
    const refused = events.find(({ event }) => event === 'refused')
    expect(refused).toMatchObject({ code: 'MALFORMED' })
    expect(refused).not.toHaveProperty('looksLike')
  })
})

describe('a server in mode raw gives everything back, and says who is there', () => {
  const recognised: ServerEvent[] = []
  const raw = async () => {
    recognised.length = 0
    const write = (event: ServerEvent): void => {
      if (event.event === 'recognised') recognised.push(event)
    }
    const server = await createEchoServer({ port: 0, log: { data: false, write } })
    closers.push(() => server.close())
    return server
  }

  test.each([
    ['HTTP', 'GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n'],
    ['TLS', '\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'],
    ['PROXY', 'PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n'],
    [null, 'hello, is anybody there?\r\nGET / HTTP/1.1\r\n'],
    [null, '\u00ff\u00fd\u0003\u00ff\u00fb\u0018'],
    [null, ''],
  ] as const)('%s, once, however it comes: %j', async (looksLike, sent) => {
    const { port } = await raw()
    for (const size of [1, sent.length + 1]) {
      recognised.length = 0
      const socket = open({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
      const back: Buffer[] = []
      socket.on('data', (bytes: Buffer) => back.push(bytes))
      for (let at = 0; at < sent.length; at += size) {
        socket.write(sent.slice(at, at + size), 'latin1')
        await new Promise(setImmediate)
      }
      socket.end()
      await once(socket, 'end')
      expect(Buffer.concat(back).toString('latin1')).toBe(sent)
      expect(recognised).toEqual(looksLike === null ? [] : [expect.objectContaining({ looksLike })])
    }
  })

  test('a client with frames', async () => {
    const { port } = await raw()
    await expect(connect({ port, reconnect: false })).rejects.toMatchObject({ code: 'ENDED' })
    expect(recognised).toEqual([
      {
        event: 'recognised',
        session: expect.any(String),
        remote: expect.objectContaining({ address: '127.0.0.1' }),
        looksLike: 'FRAMES',
      },
    ])
  })
})
