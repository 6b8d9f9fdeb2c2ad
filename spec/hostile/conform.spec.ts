import { createServer as createRawServer, type Server as RawServer, type Socket } from 'node:net'
import { afterAll, describe, expect, test } from '@jest/globals'
import { conform, type Target, type Tried } from '../../src/conform/index.ts'
import { createServer, type Server } from '../../src/index.ts'
import { memoryStore } from '../../src/store/index.ts'
import { cases } from './cases.ts'

const closers: (() => unknown)[] = []
afterAll(() => Promise.all(closers.map((close) => close())))

const target = (port: number, more: Partial<Target> = {}): Target => ({
  host: '127.0.0.1',
  port,
  path: null,
  tls: null,
  offer: { protocol: 'talk', minVersion: 1, maxVersion: 1 },
  proof: null,
  withinMs: 2_000,
  slow: false,
  ...more,
})

const tried = async (to: Target, some = cases): Promise<readonly Tried[]> => {
  const all: Tried[] = []
  await conform(some, to, (one) => all.push(one))
  return all
}

const brokenOf = (all: readonly Tried[]): readonly Tried[] =>
  all.filter(({ outcome }) => outcome === 'broken')

const serve = async (mode: 'echo' | 'identify' | 'auth'): Promise<Server> => {
  const server = await createServer({
    port: 0,
    mode,
    store: memoryStore(),
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
    sources: { registrationsPerHour: 1_000 },
  })
  closers.push(() => server.close(0))
  return server
}

describe('nothing is found of a server of ours', () => {
  test.each(['echo', 'identify', 'auth'] as const)('in mode %s', async (mode) => {
    const server = await serve(mode)
    const all = await tried(target(server.port))
    expect(brokenOf(all)).toEqual([])
    expect(all.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(120)
  })
})

/** A server of ours behind somebody who changes what either side says, a chunk at a time. */
const behind = async (
  server: Server,
  change: { readonly from?: (bytes: Buffer) => Buffer; readonly to?: (bytes: Buffer) => Buffer },
): Promise<number> => {
  const { connect } = await import('node:net')
  const sockets = new Set<Socket>()
  const raw: RawServer = createRawServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
    for (const [one, other, by] of [
      [near, far, change.to],
      [far, near, change.from],
    ] as const) {
      sockets.add(one)
      one.on('data', (bytes) => void (other.writable && other.write(by === undefined ? bytes : by(bytes))))
      one.on('end', () => other.end())
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    raw.close()
  })
  return (raw.address() as { readonly port: number }).port
}

/** The frames of a chunk, each by a function. Frames of a test come whole. */
const eachFrame =
  (change: (frame: Buffer) => Buffer) =>
  (bytes: Buffer): Buffer => {
    const frames: Buffer[] = []
    let at = 0
    for (; at + 16 <= bytes.length; ) {
      const end = Math.min(bytes.length, at + 16 + bytes.readUInt32BE(at))
      frames.push(change(Buffer.from(bytes.subarray(at, end))))
      at = end
    }
    return Buffer.concat([...frames, bytes.subarray(at)])
  }

const typeOf = (frame: Buffer): number => frame.readUInt16BE(4)

/** Servers that break one rule each, and the rule. */
const sabotages: readonly (readonly [
  string,
  string,
  { readonly from?: (frame: Buffer) => Buffer; readonly to?: (frame: Buffer) => Buffer },
])[] = [
  [
    'heeds no flags',
    'frame.flags',
    {
      to: (frame) => {
        frame.writeUInt16BE(0, 6)
        return frame
      },
    },
  ],
  [
    'heeds no ids of control messages',
    'frame.control',
    {
      to: (frame) => {
        if (typeOf(frame) < 64) frame.fill(0, 8, 16)
        return frame
      },
    },
  ],
  [
    'calls each breach MALFORMED',
    'frame.type',
    {
      from: (frame) => {
        if (typeOf(frame) === 18) frame[17] = 2
        return frame
      },
    },
  ],
  [
    'answers a Ping with another nonce, or with nothing',
    'converse.pong',
    { from: (frame) => (typeOf(frame) === 14 ? Buffer.alloc(0) : frame) },
  ],
  [
    'does not say its Bye',
    'bye.answer',
    { from: (frame) => (typeOf(frame) === 17 ? Buffer.alloc(0) : frame) },
  ],
  [
    'says which message a Fault is about, and errs',
    'frame.type',
    {
      from: (frame) => {
        if (typeOf(frame) === 18) frame[frame.length - 1] = 99
        return frame
      },
    },
  ],
]

test.each(sabotages)('a server that %s is found, and the rule is %s', async (_, rule, { from, to }) => {
  const server = await serve('echo')
  const port = await behind(server, {
    ...(from === undefined ? {} : { from: eachFrame(from) }),
    ...(to === undefined ? {} : { to: eachFrame(to) }),
  })
  const some = cases.filter((one) => one.rule === rule && one.side === 'server')
  const found = brokenOf(await tried(target(port, { withinMs: 300 }), some))
  expect(found.map((one) => one.rule)).toContain(rule)
})

test('a server that says nothing, or speaks another contract, breaks the first thing that it hears', async () => {
  const raw = createRawServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).resume())
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve))
  const { port } = raw.address() as { readonly port: number }
  const broken = { name: 'Hello', rule: 'version.protocol', outcome: 'broken', expect: ['Welcome'] }
  expect(await tried(target(port, { withinMs: 50 }))).toMatchObject([{ ...broken, came: [] }])
  raw.close()
  const server = await serve('echo')
  const offer = { protocol: 'kv', minVersion: 1, maxVersion: 1 }
  expect(await tried(target(server.port, { offer }))).toMatchObject([{ ...broken, came: ['Fault VERSION'] }])
})

test('where nobody listens there is nothing to try', async () => {
  const server = await serve('echo')
  await server.close(0)
  await expect(tried(target(server.port))).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
