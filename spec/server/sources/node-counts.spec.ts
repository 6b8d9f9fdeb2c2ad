import { connect as startConnecting } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { sourceOf } from '../../../src/address.ts'
import { createServer, memoryStore, type Server } from '../../../src/index.ts'
import { NodeCounts } from '../../../src/server/sources/node-counts.ts'
import { Slots } from '../../../src/server/sources/slots.ts'
import { localNodes } from '../../../src/server/workers/local-nodes.ts'
import { bench } from '../../auth/bench.ts'
import { fail, succeed } from '../../store/results.ts'
import { announcing } from '../../transport/proxy/headers.ts'
import { until } from '../../transport/worlds.ts'

const CHANNEL = '*counts'
const abroad = '198.51.100.1'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0)
})

/** Two authenticators on one store, which tell each other what counts. */
const pair = () => {
  const nodes = localNodes()
  const store = memoryStore()
  const clock = { nowMs: 1_700_000_000_000 }
  const told: string[] = []
  nodes.onNotify(CHANNEL, (payload) => told.push(payload))
  const faults: unknown[] = []
  const shared = ['one', 'two'].map(
    (node) => new NodeCounts({ nodes, node, onFault: (fault) => faults.push(fault) }),
  )
  const made = shared.map(
    (each) => bench({ store, shared: each, now: () => clock.nowMs, registrationsPerHour: 3 }).authenticator,
  )
  const at = (turn: number) => made[turn % 2] as (typeof made)[number]
  return { at, clock, told, faults, nodes, shared }
}

test('who guesses a password at one server and another has no more guesses than at one', async () => {
  const { at, clock, told } = pair()
  await succeed(at(0).register('Ann', 'long enough', '192.0.2.1'))
  const guess = (turn: number) => fail(at(turn).login('Ann', `guess ${turn}`, abroad))
  for (let turn = 0; turn < 4; turn++) expect(await guess(turn)).toMatchObject({ reason: 'BAD_CREDENTIALS' })
  expect(await guess(4)).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS', retryAfterMs: 1_000 })
  expect(await guess(5)).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS', retryAfterMs: 1_000 })
  clock.nowMs += 1_000
  expect(await guess(7)).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS', retryAfterMs: 2_000 })
  // Success at either clears it at both.
  clock.nowMs += 2_000
  await succeed(at(0).login('Ann', 'long enough', abroad))
  expect(await guess(9)).toMatchObject({ reason: 'BAD_CREDENTIALS' })
  // Nothing of what was typed goes to others.
  expect(told.join()).not.toMatch(/Ann|ann|guess \d|long/)
})

test('failures of a source over all names, and its new names, count at both servers', async () => {
  const { at } = pair()
  for (let turn = 0; turn < 20; turn++)
    expect(await fail(at(turn).login(`user ${turn}`, 'Summer2026', abroad))).toMatchObject({
      reason: 'BAD_CREDENTIALS',
    })
  expect(await fail(at(1).login('user 20', 'Summer2026', abroad))).toMatchObject({
    reason: 'TOO_MANY_ATTEMPTS',
  })
  expect(await fail(at(0).login('user 21', 'Summer2026', abroad))).toMatchObject({
    reason: 'TOO_MANY_ATTEMPTS',
  })
  const home = '2001:db8::1'
  for (let turn = 0; turn < 3; turn++) await succeed(at(turn).register(`new ${turn}`, 'long enough', home))
  expect(await fail(at(1).register('new 3', 'long enough', home))).toMatchObject({
    reason: 'TOO_MANY_ATTEMPTS',
  })
})

test('a source that misbehaves at one server waits at the other, unless somebody of it has proven who they are', async () => {
  const { shared } = pair()
  const [one, two] = shared.map(
    (each) =>
      new Slots<string>({
        limits: { maxStartups: { begin: 10, rate: 30, full: 100 }, isExempt: () => false },
        maxSessions: 100,
        now: () => 0,
        random: () => 0.99,
        shared: each,
      }),
  )
  const heard = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
  for (let times = 0; times < 4; times++) one?.misbehaved(abroad, 'broke')
  await heard()
  // 20 points, of which 15 are free.
  expect(two?.admit(abroad, 'a')).toMatchObject({ isLetIn: false, retryAfterMs: 16_000 })
  one?.trust(abroad)
  await heard()
  expect(two?.admit(abroad, 'a')).toMatchObject({ isLetIn: true })
})

test('what comes from a machine itself is not told, and what no server tells is not heard', async () => {
  const { at, told, nodes, shared, faults } = pair()
  const heard: unknown[] = []
  shared[0]?.onHeard((count) => heard.push(count))
  await fail(at(1).login('Ann', 'a guess', '127.0.0.1'))
  await fail(at(1).login('Ann', 'a guess', 'unix'))
  expect(told).toEqual([])
  const source = '192.0.2.1'
  const tried = 'a'.repeat(22)
  for (const counts of [
    [{ what: 'misbehaved', source: 'nowhere', points: 1 }],
    [{ what: 'misbehaved', source: '2001:db8::1', points: 1 }],
    [{ what: 'misbehaved', source, points: 1e9 }],
    [{ what: 'misbehaved', source, points: -1 }],
    [{ what: 'failed', tried: 'Ann', source, guesses: 1 }],
    [{ what: 'failed', tried, source, guesses: 0.5 }],
    [{ what: 'trusted' }],
    'all',
  ])
    await succeed(nodes.notify(CHANNEL, JSON.stringify({ by: 'three', counts })))
  for (const payload of [
    '',
    '{',
    'null',
    '[]',
    `{"by":"one","counts":[{"what":"trusted","source":"${source}"}]}`,
  ])
    await succeed(nodes.notify(CHANNEL, payload))
  expect(heard).toEqual([])
  await succeed(nodes.notify(CHANNEL, JSON.stringify({ by: 'three', counts: [{ what: 'trusted', source }] })))
  expect(heard).toEqual([{ what: 'trusted', source }])
  expect(faults).toEqual([])
})

test('what happens while one payload is on its way goes with the next, within the bounds of both', async () => {
  const payloads: string[] = []
  let arrive = (): void => {}
  const counts = new NodeCounts({
    nodes: {
      notify: (_node, payload) => async () => {
        payloads.push(payload)
        await new Promise<void>((resolve) => {
          arrive = resolve
        })
        return { _tag: 'Right', right: undefined }
      },
      onNotify: () => () => {},
    },
    node: 'n'.repeat(64),
    onFault: () => {},
  })
  const address = '2001:db80:ffff:ffff::1'
  for (let count = 0; count < 5_000; count++)
    counts.tell({ what: 'failed', tried: 'a'.repeat(22), source: sourceOf(address), guesses: 1 }, address)
  for (let turn = 0; turn < 100; turn++) {
    arrive()
    await new Promise(setImmediate)
  }
  expect(Math.max(...payloads.map((payload) => payload.length))).toBeLessThan(7_000)
  const told = payloads.map((payload) => JSON.parse(payload).counts.length)
  expect(told.slice(0, 2)).toEqual([1, 32])
  expect(told.reduce((sum, many) => sum + many, 0)).toBe(1_025)
})

test('servers on one store tell each other', async () => {
  const nodes = localNodes()
  const store = { ...memoryStore(), nodes }
  const told: string[] = []
  nodes.onNotify(CHANNEL, (payload) => told.push(payload))
  const start = async (node: string): Promise<Server> => {
    const server = await createServer({
      ...{ port: 0, store, node, proxyFrom: ['127.0.0.1'], log: { data: false, write: () => {} } },
      converse: { Say: () => {} },
    })
    servers.push(server)
    return server
  }
  const server = await start('one')
  const socket = startConnecting({ port: server.port, host: '127.0.0.1' })
  socket.on('error', () => {}).end(Buffer.concat([announcing(), Buffer.alloc(16, 0xff)]))
  await until(() => told.length > 0)
  socket.destroy()
  expect(JSON.parse(told[0] ?? '')).toEqual({
    by: 'one',
    counts: [{ what: 'misbehaved', source: '192.0.2.7', points: 5 }],
  })
})
