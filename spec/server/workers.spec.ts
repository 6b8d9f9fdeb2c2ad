import { once } from 'node:events'
import { connect as startConnecting } from 'node:net'
import { connect as startTls } from 'node:tls'
import { afterEach, expect, test } from '@jest/globals'
import type { Talk } from '../../protocol/talk/index.ts'
import { connect, memoryStore } from '../../src/index.ts'
import { Rates } from '../../src/server/sources/rates.ts'
import { Calls, type Port, PortClosed } from '../../src/server/workers/calls.ts'
import { SharedRates, type Used } from '../../src/server/workers/remote-limits.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { Authority, LOCAL } from '../support/certificates.ts'
import { CuttingProxy } from '../support/cutting-proxy.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import { needs } from '../support/tools/index.ts'
import { type LocalServer, startWorkers } from '../support/workers.ts'

const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 1_000 && !holds(); turn++) await later(5)
  expect(holds()).toBe(true)
}

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

type ConnectOptions = NonNullable<Parameters<typeof connect<Talk>>[0]>

const password = 'a long password'

const heard: string[] = []

/** A server with two workers, of which each says which one it is. */
const together = async (options: Parameters<typeof startWorkers>[1] = {}): Promise<LocalServer> => {
  const local = await startWorkers(2, { store: memoryStore(), ...options }, (worker) => ({
    Say: async ({ text }, peer) => {
      heard.push(text)
      if (text === 'slow') await later(200)
      await peer.reply({ type: 'Say', text: `${text}, by ${worker}` })
    },
  }))
  open.push(() => local.server.close(500))
  return local
}

const come = async (
  port: number,
  more: Partial<ConnectOptions> = {},
  register = true,
): Promise<Awaited<ReturnType<typeof connect<Talk>>>> => {
  const log = { data: false, write: () => {} }
  const client = await connect({ port, log, credentials: { name: 'Ada', password, register }, ...more })
  open.push(() => client.bye())
  return client
}

test('a conversation whose connection breaks goes on at another worker, which takes it from the one that has it', async () => {
  const { server } = await together()
  const proxy = await CuttingProxy.open(server.port)
  open.push(() => proxy.close())
  const ended: unknown[] = []
  const client = await come(proxy.port, { ended: (conversation) => void ended.push(conversation) })
  const ask = async (text: string) => (await client.ask({ type: 'Say', text })).text
  const first = (await ask('one')).slice(-1)
  const slow = ask('slow')
  await until(() => heard.includes('slow'))
  proxy.cutSilently()
  const meanwhile = ask('two')
  client.connectNow()
  // The first was waited for; the second is said to whoever has the conversation then.
  expect(await slow).toBe(`slow, by ${first}`)
  expect(await meanwhile).toBe(`two, by ${1 - Number(first)}`)
  expect(ended).toEqual([])
})

test('failures of a name count at all workers, and so do new names of a source', async () => {
  const { server } = await together({ sources: { exempt: [], registrationsPerHour: 2 } })
  const denied = (name: string, tried: string, register = false) =>
    connect({
      port: server.port,
      reconnect: false,
      log: { data: false, write: () => {} },
      credentials: { name, password: tried, register },
    }).then(
      (client) => client.bye().then(() => 'granted'),
      ({ failure }) => failure.reason ?? failure.code,
    )
  expect(await denied('Ada', password, true)).toBe('granted')
  const outcomes: unknown[] = []
  for (let attempt = 0; attempt < 6; attempt++) outcomes.push(await denied('Ada', 'another password'))
  expect(outcomes).toEqual([
    ...Array.from({ length: 4 }, () => 'BAD_CREDENTIALS'),
    'TOO_MANY_ATTEMPTS',
    'TOO_MANY_ATTEMPTS',
  ])
  expect(await denied('Eva', password, true)).toBe('granted')
  expect(await denied('Ida', password, true)).toBe('TOO_MANY_ATTEMPTS')
  const metrics = await server.metrics()
  expect(metrics.connections.accepted).toBe(9)
  expect(metrics.proofs.granted).toMatchObject({ register: 2, login: 0 })
})

test('limits on sources that are changed hold at all workers, and at those that come later', async () => {
  const { server, workers } = await together({ sources: { exempt: [] } })
  server.setSources({ exempt: [], registrationsPerHour: 1, messagesPerSecond: 5 })
  workers[0]?.kill()
  await until(() => workers.length === 3)
  const [one, two] = [await come(server.port), await come(server.port, {}, false)]
  const sinceMs = performance.now()
  const say = (client: typeof one) =>
    Promise.all(Array.from({ length: 8 }, () => client.ask({ type: 'Say', text: 'x' })))
  await Promise.all([say(one), say(two)])
  // Of 16 messages 5 are there at once, and at most 5 more at the other before it hears of them.
  expect(performance.now() - sinceMs).toBeGreaterThan(1_000)
  const eva = { name: 'Eva', password, register: true }
  await expect(come(server.port, { credentials: eva, reconnect: false })).rejects.toMatchObject({
    failure: { reason: 'TOO_MANY_ATTEMPTS' },
  })
  expect(() => server.setSources({ registrationsPerHour: -1 })).toThrow(RangeError)
})

test('the places are those of all workers together, and the oldest stranger gives way at whichever it is', async () => {
  const { server } = await together({ mode: 'echo', maxSessions: 3 })
  const first = await TcpPeer.to(server.port)
  await later(20)
  await (await TcpPeer.to(server.port)).converse()
  await (await TcpPeer.to(server.port)).converse()
  await (await TcpPeer.to(server.port)).converse()
  expect((await first.end()).at(-1)).toBe('Fault OVERLOADED')
  const fifth = await TcpPeer.to(server.port)
  expect((await fifth.end()).at(-1)).toBe('Fault OVERLOADED')
})

test('a session that is revoked at one worker ends at the others at once, and so does the oldest conversation of too many', async () => {
  // No time passes in the primary: nobody looks into the store again.
  const { server } = await together({ sources: { sessionsPerAccount: 2 }, clock: new SimulatedClock() })
  const endings: string[] = []
  const on = (name: string): Pick<ConnectOptions, 'ended'> => ({
    ended: ({ ending }) => void endings.push(`${name} ${ending.code}`),
  })
  await come(server.port, on('first'))
  await come(server.port, on('second'), false)
  const third = await come(server.port, on('third'), false)
  await until(() => endings.length === 1)
  // Both its session and its conversation are one too many.
  expect(endings[0]).toMatch(/^first (REPLACED|LOGGED_OUT)$/)
  await third.logout(true)
  await until(() => endings.length === 3)
  expect(endings.slice(1).sort()).toEqual(['second LOGGED_OUT', 'third LOGGED_OUT'])
})

test('a worker that ends gives its places back, and another takes its place; one that ends at once again and again ends the server', async () => {
  const clock = new SimulatedClock()
  const { server, workers, events } = await together({ mode: 'echo', maxSessions: 2, clock })
  await (await TcpPeer.to(server.port)).converse()
  await (await TcpPeer.to(server.port)).converse()
  await clock.pass(5_000)
  workers[0]?.kill()
  await clock.pass(0)
  expect(workers).toHaveLength(3)
  expect(events.slice(2)).toEqual([{ event: 'workerEnded', worker: 1, pid: 0, how: 'SIGKILL' }])
  // The place of the conversation that was there is free.
  await (await TcpPeer.to(server.port)).converse()
  const ends: unknown[] = []
  void server.broken.then((how) => ends.push(how))
  for (let times = 0; times < 5; times++) {
    expect(ends).toEqual([])
    await until(() => workers.length === 3 + times)
    await later(20)
    workers.at(-1)?.kill()
    await clock.pass(5_000)
  }
  expect(ends).toEqual([{ how: 'SIGKILL', failure: null }])
  expect(workers).toHaveLength(7)
})

needs('openssl').test(
  'of each connection that is over the primary hears, however it ended, and over TLS, too',
  async () => {
    const authority = new Authority()
    const { cert, key } = authority.issue('/CN=server', LOCAL)
    const { server, workers } = await together({ mode: 'echo', tls: { cert, key } })
    const { port } = server
    const client = await connect({
      port,
      tls: { ca: authority.root.cert },
      log: { data: false, write: () => {} },
    })
    await client.bye()
    const broken = startConnecting(port, '127.0.0.1', () =>
      broken.write(Buffer.from('1600000005ffffffffff', 'hex')),
    )
    broken.on('error', () => {})
    const plain = await (await TcpPeer.to(port)).converse()
    plain.socket.resetAndDestroy()
    const sum = (count: (worker: (typeof workers)[number]) => number): number =>
      workers.reduce((total, worker) => total + count(worker), 0)
    await until(() => sum(({ handed }) => handed) === 3)
    await until(() => sum(({ gone }) => gone) === 3)
  },
)

needs('openssl').test('a TLS session that began at one worker is resumed at the other', async () => {
  const { cert, key } = new Authority().issue('/CN=server', LOCAL)
  const { server, workers } = await together({ mode: 'echo', tls: { cert, key } })
  const open = (session?: Buffer) => {
    const options = { port: server.port, rejectUnauthorized: false, ALPNProtocols: ['colloquy/1'] }
    return startTls({ ...options, ...(session === undefined ? {} : { session }) }).on('error', () => {})
  }
  const first = open()
  const [session] = (await once(first, 'session')) as [Buffer]
  const second = open(session)
  await once(second, 'secureConnect')
  expect(second.isSessionReused()).toBe(true)
  expect(workers.map(({ handed }) => handed)).toEqual([1, 1])
  // With another certificate a session begins anew.
  const other = new Authority().issue('/CN=server', LOCAL)
  server.renewCertificate({ cert: other.cert, key: other.key })
  await later(50)
  const third = open(session)
  await once(third, 'secureConnect')
  expect(third.isSessionReused()).toBe(false)
  for (const socket of [first, second, third]) socket.destroy()
})

test('what an account says at one worker counts at the others, 100 ms later', () => {
  const clock = new SimulatedClock()
  const made: SharedRates[] = []
  const worker = (): SharedRates => {
    const rates = new Rates(() => clock.now(), { messagesPerSecond: 10, bytesPerSecond: 1_000 })
    const calls = {
      tell: (_group: string, _name: string, [used]: readonly unknown[]) => {
        for (const other of made) if (other !== own) other.hear(used as readonly Used[])
      },
    }
    const own = new SharedRates(rates, calls, clock)
    made.push(own)
    return own
  }
  const [one, two] = [worker(), worker()]
  for (let message = 0; message < 10; message++) expect(one.use('a', 10)).toBe(0)
  clock.advance(99)
  expect(two.use('b', 10)).toBe(0)
  clock.advance(1)
  // Of the 10 messages of this second none is left.
  expect([two.use('a', 10), two.use('a', 10)]).toEqual([100, 200])
  expect(two.use('b', 1_000)).toBeGreaterThan(0)
  for (const each of made) each.stop()
  expect(clock.pending).toBe(0)
})

test('calls: what is aborted here is aborted there, mistakes come back, and none waits for a process that is gone', async () => {
  const hearing: ((message: unknown) => void)[] = []
  const end = (at: number): Port => ({
    send: (message) => setImmediate(() => hearing[1 - at]?.(structuredClone(message))),
    onMessage: (hear) => {
      hearing[at] = hear
    },
  })
  const here = new Calls(end(0), {})
  new Calls(end(1), {
    those: {
      task: (one: number, signal: AbortSignal) => () =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(one + 1))),
      mistaken: () => {
        throw new TypeError('mistaken')
      },
      silent: () => new Promise(() => {}),
    },
  })
  const controller = new AbortController()
  const task = here.call('those', 'task', [41, controller.signal])
  await later(5)
  controller.abort()
  expect(await task).toBe(42)
  await expect(here.call('those', 'mistaken', [])).rejects.toThrow('mistaken')
  const silent = here.call('those', 'silent', [])
  here.close()
  await expect(silent).rejects.toThrow(PortClosed)
  await expect(here.call('those', 'silent', [])).rejects.toThrow(PortClosed)
})
