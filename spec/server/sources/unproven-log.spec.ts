import { expect, test } from '@jest/globals'
import type { Log, PeerEvent, ServerEvent } from '../../../src/engine/events.ts'
import { Counters } from '../../../src/server/metrics/counters.ts'
import { UnprovenLog } from '../../../src/server/sources/unproven-log.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'

const totals = { receivedBytes: 1, sentBytes: 1, heard: 0, said: 0, acknowledged: 0 }
const broken: PeerEvent = {
  event: 'disconnected',
  how: 'fault',
  by: 'us',
  code: 'MALFORMED',
  detail: 'x',
  ...totals,
}
const denied: PeerEvent = { event: 'denied', reason: 'BAD_CREDENTIALS', attemptsLeft: 1, retryAfterMs: 0 }

const open = (level?: 'debug') => {
  const clock = new SimulatedClock()
  const events: ServerEvent[] = []
  const log: Log<ServerEvent> = {
    data: true,
    level,
    countsUnproven: true,
    write: (event) => events.push(event),
  }
  const unproven = new UnprovenLog(log, clock, new Counters())
  let port = 0
  const come = (address: string): Log<PeerEvent> => {
    port += 1
    return unproven.session(`session ${port}`, { address, port })
  }
  const names = (): readonly string[] =>
    events.map((one) => ('session' in one ? `${one.session}: ${one.event}` : one.event))
  return { clock, events, unproven, come, names }
}

test('a few of a source are told of in full, and all others of 10 s in one line, with what became of them', () => {
  const { clock, events, come, names } = open()
  for (let times = 1; times <= 5; times++) come('192.0.2.1').write(broken)
  const told = [1, 2, 3, 4, 5].flatMap((id) => [`session ${id}: connected`, `session ${id}: disconnected`])
  expect(names()).toEqual(told)
  for (let times = 0; times < 50_000; times++) {
    const log = come('192.0.2.1')
    log.write({ event: 'received', bytes: 3, id: 0 })
    if (times < 7) log.write(denied)
    log.write({ event: 'refused', code: 'MALFORMED', detail: 'x', offending: 0 })
    log.write(broken)
  }
  expect(events).toHaveLength(10)
  clock.advance(10_000)
  expect(events.slice(10)).toEqual([
    {
      event: 'unproven',
      source: '192.0.2.1',
      connections: 50_000,
      withinMs: 10_000,
      codes: { BAD_CREDENTIALS: 7, MALFORMED: 50_000 },
    },
  ])
  // A minute after the fifth the next one is told of in full, and however long it is quiet, five at most.
  clock.advance(49_999)
  come('192.0.2.1')
  expect(events).toHaveLength(11)
  clock.advance(1)
  for (let times = 0; times < 3; times++) come('192.0.2.1')
  expect(events).toHaveLength(12)
  clock.advance(3_600_000)
  for (let times = 0; times < 30; times++) come('192.0.2.1')
  expect(events).toHaveLength(17)
})

test('whoever proves something is told of from the beginning', () => {
  const { clock, come, names } = open()
  for (let times = 1; times <= 5; times++) come('192.0.2.1')
  const log = come('192.0.2.1')
  log.write({ event: 'identified', name: 'Ada', known: false })
  log.write({ event: 'granted', name: 'Ada', how: 'login', expiresAtMs: 1 })
  log.write({ event: 'ready' })
  log.write(broken)
  const last = names().filter((name) => name.startsWith('session 6'))
  expect(last.map((name) => name.slice('session 6: '.length))).toEqual([
    'connected',
    'identified',
    'granted',
    'ready',
    'disconnected',
  ])
  clock.advance(20_000)
  expect(names().filter((name) => name === 'unproven')).toEqual([])
})

test('a failure of our own and a stolen token are told of in any case', () => {
  const { come, names } = open()
  for (let times = 1; times <= 5; times++) come('192.0.2.1')
  const log = come('192.0.2.1')
  log.write({ event: 'failed', what: 'store', detail: 'x' })
  log.write({ event: 'replayed', revoked: 'row' })
  expect(names().slice(5)).toEqual(['session 6: failed', 'session 6: replayed'])
})

test('each source has its line; beyond 1,024 of them they have one together', () => {
  const { clock, events, come } = open()
  for (let source = 0; source < 1_100; source++)
    for (let times = 0; times < 7; times++) come(`10.0.${source >> 8}.${source & 255}`).write(broken)
  events.length = 0
  clock.advance(10_000)
  expect(events).toHaveLength(1_025)
  expect(events[0]).toMatchObject({ source: '10.0.0.0', connections: 2 })
  // 76 sources with seven each, of which five were told of.
  expect(events.at(-1)).toMatchObject({ source: 'others', connections: 527 })
})

test('handshakes that fail are counted with the rest of their source', () => {
  const { clock, events, unproven, come } = open()
  const fault = { code: 'TLS_FAILED', reason: 'x' } as const
  for (let times = 1; times <= 1_000; times++)
    unproven.handshakeFailed({ address: '192.0.2.1', port: times }, fault)
  expect(events).toHaveLength(5)
  come('192.0.2.1').write(broken)
  clock.advance(10_000)
  expect(events.slice(5)).toEqual([
    {
      event: 'unproven',
      source: '192.0.2.1',
      connections: 996,
      withinMs: 10_000,
      codes: { TLS_FAILED: 995, MALFORMED: 1 },
    },
  ])
})

test('with level debug all are told of', () => {
  const { events, come } = open('debug')
  for (let times = 1; times <= 20; times++) come('192.0.2.1').write(broken)
  expect(events).toHaveLength(40)
})

test('what was counted is told at the end', () => {
  const { clock, events, unproven, come } = open()
  for (let times = 1; times <= 6; times++) come('192.0.2.1').write(broken)
  unproven.stop()
  expect([events.at(-1), clock.pending]).toEqual([
    { event: 'unproven', source: '192.0.2.1', connections: 1, withinMs: 10_000, codes: { MALFORMED: 1 } },
    0,
  ])
})

test('a log that does not want it is told of all', () => {
  const { clock, names } = open()
  const events: ServerEvent[] = []
  const unproven = new UnprovenLog(
    { data: true, write: (event) => events.push(event) },
    clock,
    new Counters(),
  )
  for (let port = 1; port <= 20; port++)
    unproven.session(`${port}`, { address: '192.0.2.1', port }).write(broken)
  expect([events.length, names()]).toEqual([40, []])
})
