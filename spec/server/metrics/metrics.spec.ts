import { afterEach, describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import {
  connect,
  createServer,
  type Meter,
  type MeterObserver,
  memoryStore,
  prometheusText,
  type Server,
  type ServerMetrics,
  type ServerOptions,
  type Totals,
} from '../../../src/index.ts'
import { storeFault } from '../../../src/store/index.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'
import { systemClock } from '../../../src/transport/index.ts'
import { CuttingProxy } from '../../support/cutting-proxy.ts'
import { readPrometheus } from '../../support/prometheus.ts'
import { TcpPeer } from '../../support/tcp-peer.ts'
import { frame, message } from '../../support/wire.ts'
import { until } from '../../transport/worlds.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0)
})

const serve = async (more: Partial<ServerOptions> = {}): Promise<Server> => {
  const server = await createServer({
    port: 0,
    mode: 'echo',
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
    log: { data: false, countsUnproven: true, write: () => {} },
    ...more,
  })
  servers.push(server)
  return server
}

const quiet = { data: false, write: () => {} }
const password = 'made up here'

describe('what a server counts', () => {
  test('messages and bytes are those that its clients count, while they are here and when they are gone', async () => {
    const server = await serve()
    const totals: Totals[] = []
    const client = await connect({
      port: server.port,
      log: {
        data: false,
        write: (event) => {
          if (event.event === 'disconnected') totals.push(event)
        },
      },
    })
    for (const text of ['a', 'bc', 'def']) await client.ask({ type: 'Say', text })
    const live = server.metrics()
    expect(live.messages).toEqual({ heard: 3, said: 3, waiting: 0 })
    expect(live).toMatchObject({ conversations: 1, sessions: { converse: 1, 'auth.prove': 0 } })
    await client.bye()
    await until(() => server.metrics().sessions['close.done'] === 0 && totals.length > 0)
    await until(() => server.metrics().conversations === 0)
    const gone = server.metrics()
    expect(gone.messages).toEqual({ heard: 3, said: 3, waiting: 0 })
    expect(gone.bytes).toEqual({ received: totals[0]?.sentBytes, sent: totals[0]?.receivedBytes, waiting: 0 })
    expect(gone.connections).toMatchObject({ accepted: 1, dropped: 0, ended: { DONE: 1, BROKEN: 0 } })
    expect(Object.values(gone.sessions).every((count) => count === 0)).toBe(true)
  })

  test('proofs by outcome, and refusals by code, also those that the log leaves out', async () => {
    const server = await serve({ mode: 'auth' })
    const come = (given: { readonly password: string; readonly register?: boolean }) =>
      connect({
        port: server.port,
        log: quiet,
        reconnect: false,
        name: 'ada',
        credentials: { name: 'ada', ...given },
      })
    await (await come({ password, register: true })).bye()
    await (await come({ password })).bye()
    await expect(come({ password: 'another one' })).rejects.toMatchObject({ code: 'DENIED' })
    for (let many = 0; many < 8; many++) {
      const peer = await TcpPeer.to(server.port)
      peer.say(frame(9_999))
      await peer.end()
      peer.socket.destroy()
    }
    await until(() => server.metrics().connections.ended.UNEXPECTED_MESSAGE === 8)
    const { proofs, refusals, connections } = server.metrics()
    expect(proofs.granted).toEqual({ register: 1, login: 1, resume: 0 })
    expect(proofs.denied).toMatchObject({ BAD_CREDENTIALS: 1, TOKEN_EXPIRED: 0 })
    expect(refusals).toMatchObject({ UNEXPECTED_MESSAGE: 8, MALFORMED: 0 })
    expect(connections.accepted).toBe(11)
  })

  test('checks of proofs are timed by kind, denied ones too', async () => {
    let now = 0
    const store = memoryStore()
    const create: typeof store.sessions.create = (...given) => {
      now += 40
      return store.sessions.create(...given)
    }
    const server = await serve({
      mode: 'auth',
      latencies: true,
      clock: { ...systemClock, now: () => now },
      store: { ...store, sessions: { ...store.sessions, create } },
    })
    const come = (given: { readonly password: string; readonly register?: boolean }) =>
      connect({
        port: server.port,
        log: quiet,
        reconnect: false,
        name: 'ada',
        credentials: { name: 'ada', ...given },
      })
    await (await come({ password, register: true })).bye()
    await (await come({ password })).bye()
    await expect(come({ password: 'another one' })).rejects.toMatchObject({ code: 'DENIED' })
    const { seconds } = server.metrics().proofs
    expect(seconds).toMatchObject({ login: { sum: 0.04, count: 2 }, resume: { sum: 0, count: 0 } })
    const text = prometheusText(server.metrics())
    const samples = readPrometheus(text).get('colloquy_proof_seconds')?.samples
    expect(samples?.get('colloquy_proof_seconds_count{how="login"}')).toBe(2)
    expect(samples?.get('colloquy_proof_seconds_bucket{how="login",le="0.025"}')).toBe(1)
    expect(samples?.get('colloquy_proof_seconds_bucket{how="login",le="0.05"}')).toBe(2)
  })

  test('a store that cannot be read is known until it can be again', async () => {
    const store = memoryStore()
    let isBroken = true
    const sessions = {
      ...store.sessions,
      revokedSince: (cursor: number | null) =>
        isBroken ? async () => E.left(storeFault('IO', 'a file')) : store.sessions.revokedSince(cursor),
    }
    const server = await serve({ mode: 'auth', store: { ...store, sessions } })
    await until(() => server.metrics().storeFault === 'IO')
    expect(server.metrics().storeFaults).toMatchObject({ IO: 1, FULL: 0 })
    isBroken = false
    await until(() => server.metrics().storeFault === null)
  })

  test('handlers are timed where that is wanted, streams and failures included or not as they should be', async () => {
    const without = await serve()
    expect(without.metrics()).toMatchObject({ handlers: null, eventLoop: null })
    let now = 0
    const server = await serve({
      latencies: true,
      clock: { ...systemClock, now: () => now },
      converse: {
        Say: async ({ text }, peer) => {
          now += Number(text)
          await null
          return peer.reply({ type: 'Say', text })
        },
      },
    })
    const client = await connect({ port: server.port, log: quiet })
    for (const ms of [0.04, 1, 1.5, 20_000]) await client.ask({ type: 'Say', text: String(ms) })
    await until(() => server.metrics().handlers?.count === 4)
    const { bounds = [], counts = [], sum } = server.metrics().handlers ?? {}
    const filled = counts.flatMap((count, at) =>
      count === 0 ? [] : [[bounds[at] ?? Number.POSITIVE_INFINITY, count]],
    )
    expect(filled).toEqual([
      [0.00005, 1],
      [0.001, 1],
      [0.0025, 1],
      [Number.POSITIVE_INFINITY, 1],
    ])
    expect(sum).toBeCloseTo(20.00254, 6)
    expect(server.metrics().eventLoop).toMatchObject({ max: expect.any(Number) })
    await client.bye()
  })

  test('what waits in each conversation is looked at once a second', async () => {
    const clock = new SimulatedClock()
    let letGo = (): void => {}
    const waiting = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const server = await serve({ latencies: true, clock, converse: { Say: () => waiting } })
    const client = await connect({ port: server.port, log: quiet })
    clock.advance(1_000)
    // One handler runs for each of 64, and the others wait.
    for (let many = 0; many < 70; many++) void client.say({ type: 'Say', text: '' }).catch(() => {})
    await until(() => server.metrics().messages.waiting === 6)
    clock.advance(2_999)
    const { queues } = server.metrics()
    // One look found none, two found six, which is above 4 and not above 16.
    expect(queues?.messages).toEqual({
      bounds: [0, 1, 4, 16, 64, 256, 1_024],
      counts: [1, 0, 0, 2, 0, 0, 0, 0],
      sum: 12,
      count: 3,
    })
    expect(queues?.bytes).toMatchObject({ sum: 0, count: 3 })
    expect(queues?.bytes.counts[0]).toBe(3)
    letGo()
    await client.bye()
    await server.close()
    expect(clock.pending).toBe(0)
  })

  test('bytes that a client does not take are in the histogram of what waits', async () => {
    const clock = new SimulatedClock()
    const server = await serve({ latencies: true, clock })
    const peer = await (await TcpPeer.to(server.port)).converse()
    peer.socket.pause()
    const [one] = server.peers
    for (let many = 0; many < 200; many++)
      void one?.say({ type: 'Say', text: 'x'.repeat(60_000) }).catch(() => {})
    await until(() => server.metrics().bytes.waiting > 65_536)
    const { waiting } = server.metrics().bytes
    clock.advance(1_000)
    const { queues } = server.metrics()
    expect(queues?.bytes).toMatchObject({ sum: waiting, count: 1 })
    expect(queues?.bytes.counts.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
    peer.socket.destroy()
  })

  test('conversations that are held with their bytes, that went on, that could not, and that nobody came for', async () => {
    const store = memoryStore()
    const { held: _, ...forgetful } = store
    const first = await serve({ mode: 'auth', store })
    const second = await serve({ mode: 'auth', store: forgetful })
    const proxy = await CuttingProxy.open(first.port)
    const client = await connect({
      port: proxy.port,
      log: quiet,
      name: 'ada',
      credentials: { name: 'ada', password, register: true },
    })
    const cut = async (): Promise<void> => {
      // Nobody listens there.
      proxy.leadTo(1)
      proxy.cut()
      await until(() => first.metrics().held === 1)
    }
    await cut()
    const [peer] = first.peers
    void peer?.say({ type: 'Say', text: 'kept' })
    // A header of 16 bytes, and the text with its tag and length.
    expect(first.metrics().heldBytes).toBe(22)
    const comeBack = async (server: Server, isThere: (metrics: ServerMetrics) => boolean): Promise<void> => {
      proxy.leadTo(server.port)
      await until(() => {
        client.connectNow()
        return isThere(server.metrics())
      })
    }
    await comeBack(first, ({ continued }) => continued === 1)
    expect(first.metrics()).toMatchObject({ held: 0, heldBytes: 0, notContinued: 0, givenUp: 0 })
    await cut()
    await comeBack(second, ({ notContinued }) => notContinued === 1)
    expect(second.metrics()).toMatchObject({ continued: 0, conversations: 1 })
    await client.ready()
    await client.logout()
    await until(() => first.metrics().givenUp === 1)
    expect(first.metrics()).toMatchObject({ held: 0, continued: 1 })
    await proxy.close()
  })

  test('while it stops it says so', async () => {
    const server = await serve()
    const client = await connect({ port: server.port, log: quiet, reconnect: false })
    expect(server.metrics().draining).toBe(false)
    const closing = server.close()
    expect(server.metrics().draining).toBe(true)
    await Promise.all([closing, client.over])
  })
})

describe('for Prometheus', () => {
  test('the text keeps the format, and has every number of the snapshot', async () => {
    const server = await serve({ latencies: true })
    const client = await connect({ port: server.port, log: quiet })
    for (let many = 0; many < 5; many++) await client.ask({ type: 'Say', text: '' })
    const families = readPrometheus(prometheusText(server.metrics()))
    const value = (family: string, sample = family): number | undefined =>
      families.get(family)?.samples.get(sample)
    expect(value('colloquy_server_info', 'colloquy_server_info{protocol="talk",mode="echo"}')).toBe(1)
    expect(value('colloquy_sessions', 'colloquy_sessions{state="converse"}')).toBe(1)
    expect(value('colloquy_messages_heard_total')).toBe(5)
    expect(value('colloquy_messages_said_total')).toBe(5)
    expect(value('colloquy_refusals_total', 'colloquy_refusals_total{code="GAP"}')).toBe(0)
    expect(value('colloquy_store_up')).toBe(1)
    for (const [name, { kind, help }] of families) {
      expect(help).toMatch(/^[A-Z0-9].*\.$/)
      expect(name.endsWith('_total')).toBe(kind === 'counter')
    }
    const buckets = [...(families.get('colloquy_handler_seconds')?.samples ?? [])]
    const counts = buckets.filter(([name]) => name.includes('_bucket')).map(([, count]) => count)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect(counts.at(-1)).toBe(5)
    expect(value('colloquy_handler_seconds', 'colloquy_handler_seconds_bucket{le="+Inf"}')).toBe(5)
    expect(value('colloquy_handler_seconds', 'colloquy_handler_seconds_count')).toBe(5)
    await client.bye()
  })

  test('labels are as many as there are codes and states, whoever comes and says whatever', async () => {
    const server = await serve({ mode: 'auth' })
    const series = (): number =>
      [...readPrometheus(prometheusText(server.metrics())).values()].reduce(
        (sum, { samples }) => sum + samples.size,
        0,
      )
    const before = series()
    const peer = await TcpPeer.to(server.port)
    peer.say(message('Hello'))
    await peer.hear('Welcome')
    // Bye with a reason that only a later version has.
    peer.say(message('Bye', Buffer.from('08b960', 'hex')))
    await peer.end()
    peer.socket.destroy()
    await until(() => server.metrics().connections.ended.OTHER === 1)
    expect(series()).toBe(before)
    expect(before).toBeLessThan(150)
  })
})

test('a meter reads the same when it collects, hears of each handler, and nothing once the server has stopped', async () => {
  const made = new Map<string, string>()
  const recorded: [string, number, unknown][] = []
  const asked = new Map<string, (observer: MeterObserver) => void>()
  const instrument = (kind: string) => (name: string) => {
    made.set(name, kind)
    return {
      addCallback: (callback: (observer: MeterObserver) => void) => void asked.set(name, callback),
      removeCallback: () => void asked.delete(name),
    }
  }
  const meter: Meter = {
    createObservableCounter: instrument('counter'),
    createObservableGauge: instrument('gauge'),
    createHistogram: (name) => {
      made.set(name, 'histogram')
      return { record: (value, labels) => recorded.push([name, value, labels]) }
    },
  }
  const clock = new SimulatedClock()
  const server = await serve({ meter, clock })
  const client = await connect({ port: server.port, log: quiet })
  await client.ask({ type: 'Say', text: '' })
  clock.advance(1_000)
  const seen = new Map<string, number>()
  for (const [name, ask] of asked)
    ask({ observe: (value, labels) => seen.set(`${name} ${JSON.stringify(labels)}`, value) })
  expect(seen.get('colloquy.messages_heard {}')).toBe(1)
  expect(seen.get('colloquy.sessions {"state":"converse"}')).toBe(1)
  expect(made.get('colloquy.messages_heard')).toBe('counter')
  expect(made.get('colloquy.sessions')).toBe('gauge')
  expect(made.get('colloquy.handler_seconds')).toBe('histogram')
  expect(made.get('colloquy.proof_seconds')).toBe('histogram')
  expect(recorded).toEqual([
    ['colloquy.handler_seconds', 0, {}],
    ['colloquy.session_waiting_bytes', 0, {}],
    ['colloquy.session_waiting_messages', 0, {}],
  ])
  await client.bye()
  await server.close()
  expect(asked.size).toBe(0)
})

test('a snapshot is plain data', async () => {
  const server = await serve({ latencies: true })
  const metrics: ServerMetrics = server.metrics()
  expect(JSON.parse(JSON.stringify(metrics))).toEqual(metrics)
})
