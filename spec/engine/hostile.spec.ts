import { connect as connectSocket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ServerEvent } from '../../src/engine/index.ts'
import { connect, createServer, type Server } from '../../src/index.ts'
import { faultCodes, framesIn, type Heard, message, numberOf, sayFrame, textOf } from '../support/wire.ts'

const events: ServerEvent[] = []
let server: Server

beforeAll(async () => {
  server = await createServer({
    port: 0,
    mode: 'echo',
    log: { data: false, write: (event) => events.push(event) },
    converse: { Say: (heard, peer) => peer.reply({ type: 'Say', text: heard.text }) },
  })
})
afterAll(() => server.close())

/** Sends bytes, half-closes if so told, and resolves with all that came when the server has closed. */
const tell = (bytes: Buffer, halfClose = false): Promise<Buffer> =>
  new Promise((resolve) => {
    const heard: Buffer[] = []
    const socket = connectSocket({ host: '127.0.0.1', port: server.port, allowHalfOpen: true })
    socket.on('data', (chunk) => heard.push(chunk))
    // A reset after the server has spoken is a close, too.
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(Buffer.concat(heard)))
    socket.write(bytes)
    if (halfClose) socket.end()
  })

const settled = async (sessions: number): Promise<void> => {
  while (events.filter(({ event }) => event === 'disconnected').length < sessions)
    await new Promise(setImmediate)
}

/** The reaction of the server: the one frame it said, and its log of the session. */
const judged = async (
  bytes: Buffer,
): Promise<{ readonly fault: Heard; readonly refused: readonly ServerEvent[] }> => {
  const before = events.filter(({ event }) => event === 'connected').length
  const since = events.length
  const { frames, rest } = framesIn(await tell(bytes))
  await settled(before + 1)
  expect([frames.length, rest.length]).toEqual([1, 0])
  const [fault] = frames
  if (fault === undefined) throw new Error('nothing was said')
  expect(fault.name).toBe('Fault')
  const logged = events.slice(since)
  const connected = logged.find(({ event }) => event === 'connected')
  const refused = logged.filter(({ event }) => event === 'refused')
  expect(refused).toEqual([
    expect.objectContaining({
      session: connected !== undefined && 'session' in connected ? connected.session : '',
      code: faultCodes[numberOf(fault, 1) - 1],
    }),
  ])
  return { fault, refused }
}

const isWellAndAlive = async (): Promise<void> => {
  const client = await connect({ port: server.port, reconnect: false })
  await expect(client.ask({ type: 'Say', text: 'well?' })).resolves.toMatchObject({ text: 'well?' })
  await client.bye()
}

/** No four bytes of the input stand in what is said of it, unless they are digits. */
const reflects = (input: Buffer, detail: string): boolean => {
  for (let at = 0; at + 4 <= input.length; at++) {
    const piece = input.subarray(at, at + 4).toString('latin1')
    if (!/^[0-9. ]+$/.test(piece) && detail.includes(piece)) return true
  }
  return false
}

const strangers: readonly (readonly [string, Buffer])[] = [
  ['an HTTP request', Buffer.from('GET /secret HTTP/1.1\r\nHost: example.org\r\nCookie: id=made-up\r\n\r\n')],
  ['an HTTP/2 preface', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
  [
    'a TLS ClientHello',
    Buffer.from(`16030100c0010000bc0303${'5a'.repeat(32)}20${'6b'.repeat(32)}0022130113031302`, 'hex'),
  ],
  ['an SSH banner', Buffer.from('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n')],
  ['a line of text', Buffer.from('hello, is anybody there?\n')],
  ['an RDP request', Buffer.from('030000130ee000000000000100080003000000', 'hex')],
  ['zeros', Buffer.alloc(64)],
  ['ones', Buffer.alloc(64, 0xff)],
  ['a Redis command', Buffer.from('*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n')],
]

describe('whoever speaks something else hears a Fault with a code', () => {
  test.each(strangers)('%s', async (_, bytes) => {
    const { fault } = await judged(bytes)
    expect(['UNEXPECTED_MESSAGE', 'MALFORMED', 'TOO_LARGE']).toContain(faultCodes[numberOf(fault, 1) - 1])
    expect(reflects(bytes, textOf(fault, 2))).toBe(false)
    await isWellAndAlive()
  })

  test('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 300 }), async (bytes) => {
        // A Hello by chance is no breach.
        fc.pre(Buffer.from(bytes).readUInt16BE(4) > 18)
        const { fault } = await judged(Buffer.from(bytes))
        expect(textOf(fault, 2)).toMatch(/^[\x20-\x7e]*$/)
      }),
      { numRuns: 150, seed: 1_632 },
    )
    await isWellAndAlive()
  })
})

test('whoever says nothing, or not a whole header, and goes hears nothing and holds nothing', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('GET'), Buffer.alloc(15)]) {
    const before = events.filter(({ event }) => event === 'disconnected').length
    expect(await tell(bytes, true)).toHaveLength(0)
    await settled(before + 1)
    expect(events.at(-1)).toMatchObject({ event: 'disconnected', code: 'BROKEN' })
  }
  await isWellAndAlive()
})

test('a megabyte of noise after the breach does not keep the Fault from arriving', async () => {
  const { frames } = framesIn(
    await tell(Buffer.concat([Buffer.from('GET / HTTP/1.1\r\n'), Buffer.alloc(900_000)])),
  )
  expect(frames).toHaveLength(1)
  await isWellAndAlive()
})

test('a flip at any place of a stream leads to a Fault or an orderly end, never to a crash or a hang', async () => {
  const stream = Buffer.concat([
    message('Hello'),
    sayFrame(1, 'one'),
    message('Ping'),
    sayFrame(2, 'two'),
    message('Ack'),
    message('Bye'),
  ])
  const outcomes = new Map<string, number>()
  for (const mask of [0x01, 0x80, 0xff])
    for (let at = 0; at < stream.length; at++) {
      const flipped = Buffer.from(stream)
      flipped[at] = (flipped[at] as number) ^ mask
      // A length that grew waits for bytes: the half-close says that none come.
      const { frames, rest } = framesIn(await tell(flipped, true))
      expect(rest).toHaveLength(0)
      const last = frames.at(-1)?.name ?? 'nothing'
      outcomes.set(last, (outcomes.get(last) ?? 0) + 1)
      const known = ['Fault', 'Bye', 'nothing', 'Welcome', 'Ready', 'Say', 'Pong', 'Ack']
      expect([at, mask, known.includes(last)]).toEqual([at, mask, true])
      // Texts, nonces, versions and the reason of Bye may be changed and stay legal.
      if (last === 'Bye') expect(isData(stream, at)).toBe(true)
    }
  expect(outcomes.get('Fault')).toBeGreaterThan(stream.length)
  await isWellAndAlive()
}, 30_000)

/** Whether the byte at this place is not of a header, or is the `re` of none. */
function isData(stream: Buffer, at: number): boolean {
  for (let start = 0; start < stream.length; start += 16 + stream.readUInt32BE(start))
    if (at >= start && at < start + 16) return false
  return true
}

test.each([
  ['a heartbeat that is too short', { heartbeatMs: 999 }],
  ['a heartbeat that is too long', { heartbeatMs: 600_001 }],
  ['a name that is too long', { agent: 'x'.repeat(65) }],
])('a server does not start with %s', async (_, options) => {
  await expect(
    createServer({ port: 0, mode: 'echo', converse: { Say: () => {} }, ...options }),
  ).rejects.toThrow(RangeError)
})

describe('a server with room for one', () => {
  test('says Fault OVERLOADED to the next, and when to come again', async () => {
    const log: ServerEvent[] = []
    const narrow = await createServer({
      port: 0,
      mode: 'echo',
      maxSessions: 1,
      converse: { Say: () => {} },
      log: { data: false, write: (event) => log.push(event) },
    })
    const first = await connect({ port: narrow.port, reconnect: false })
    const failure = await connect({ port: narrow.port, reconnect: false }).catch((error) => error.failure)
    expect(failure).toMatchObject({
      code: 'ENDED',
      ending: { how: 'fault', code: 'OVERLOADED', by: 'them', retryAfterMs: 1_000 },
    })
    expect(log.filter(({ event }) => event === 'refused')).toHaveLength(1)
    await first.bye()
    const second = await connect({ port: narrow.port, reconnect: false })
    await second.bye()
    await narrow.close()
  })
})

test('a server that closes says Bye(SHUTTING_DOWN) to everybody, answers what it heard, and is gone', async () => {
  const closing = await createServer({
    port: 0,
    mode: 'echo',
    converse: { Say: (heard, peer) => peer.reply({ type: 'Say', text: heard.text }) },
  })
  const clients = await Promise.all([1, 2, 3].map(() => connect({ port: closing.port, reconnect: false })))
  const answers = clients.map((client) => client.ask({ type: 'Say', text: 'last?' }))
  await Promise.all(answers)
  expect([...closing.peers]).toHaveLength(3)
  const started = performance.now()
  await closing.close()
  expect(performance.now() - started).toBeLessThan(4_000)
  for (const client of clients)
    expect(await client.over).toMatchObject({ how: 'bye', code: 'SHUTTING_DOWN', by: 'them' })
  await expect(connect({ port: closing.port })).rejects.toMatchObject({ code: 'CANNOT_CONNECT' })
})

test('a server that closes waits for whoever does not answer as long as it is told, and no longer', async () => {
  const closing = await createServer({ port: 0, mode: 'echo', converse: { Say: () => {} } })
  const socket = connectSocket({ host: '127.0.0.1', port: closing.port, allowHalfOpen: true })
  socket.on('error', () => {})
  socket.write(message('Hello'))
  while ([...closing.peers].length === 0) await new Promise(setImmediate)
  const started = performance.now()
  await closing.close(200)
  expect(performance.now() - started).toBeLessThan(4_000)
  socket.destroy()
})
