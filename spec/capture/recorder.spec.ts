import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { contract as tables } from '../../protocol/talk/contract.ts'
import {
  type Capture,
  captureText,
  MAX_MESSAGE_CHARACTERS,
  MAX_RECORDED_BYTES,
  readCapture,
  recorder,
} from '../../src/capture/index.ts'
import { loadContract } from '../../src/contract/index.ts'
import type { ObservedEnd, Observer } from '../../src/index.ts'
import { SimulatedClock } from '../../src/testing/index.ts'
import { bases, contract } from '../support/contract.ts'
import { record } from '../support/recording.ts'
import { World } from '../support/world.ts'

/** A recorder into texts, one a connection. */
const recording = (of = contract) => {
  const texts: string[] = []
  const closed: number[] = []
  const clock = new SimulatedClock()
  const observer = recorder({
    contract: of,
    hash: tables.hash,
    now: () => clock.now(),
    open: () => {
      const number = texts.push('') - 1
      return {
        write: (line) => {
          texts[number] += line
        },
        close: () => closed.push(number),
      }
    },
  })
  return { texts, closed, clock, observer }
}

const read = (text: string | undefined): Capture => {
  const capture = readCapture(text ?? '')
  if (E.isLeft(capture)) throw new Error(JSON.stringify(capture.left))
  return capture.right
}

test('each end records what a recorder of both ends sees of it, from its own beginning, without secrets', async () => {
  const world = new World()
  const both = record(world.clock)
  const server = recording()
  const client = recording()
  const { caller, session } = world.pair(
    {
      mode: 'auth',
      observer: server.observer,
      converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
    },
    {
      observer: client.observer,
      credentials: { name: 'anna', password: 'canary of anna', register: true },
    },
    { delayMs: 3 },
    both.tap,
  )
  await world.pass(100)
  void session().say({ type: 'Say', text: 'hello' })
  await world.pass(100)
  caller.bye()
  await world.pass(1_000)
  both.stop()
  const seen = read(captureText(contract, tables.hash, both.incidents[0] ?? [])).incidents
  for (const [side, { texts, closed }] of [
    ['server', server],
    ['client', client],
  ] as const) {
    expect(closed).toEqual([0])
    expect(texts[0]).not.toContain('canary')
    expect(read(texts[0])).toEqual({
      protocol: 'talk',
      version: 1,
      contract: tables.hash,
      incidents: seen.filter((one) => one.side === side).map((one) => ({ ...one, at: 0 })),
    })
  }
})

test('each connection of a client is one recording, with what broke it off', async () => {
  const world = new World()
  const { texts, closed, observer } = recording()
  const { caller, link } = world.pair({}, { observer, reconnect: true })
  await world.pass(100)
  link().reset()
  await world.pass(60_000)
  caller.bye()
  await world.pass(1_000)
  expect(closed).toEqual([0, 1])
  expect(read(texts[0]).incidents.at(-1)).toMatchObject({ side: 'client', does: 'meets', event: 'lost' })
  expect(read(texts[1]).incidents[0]).toMatchObject({ does: 'says', message: { type: 'Hello' } })
})

/** Says a message to a recorder, as one end would. */
const saying = (observer: Observer, end: ObservedEnd) => (text: string, id: number) =>
  observer.passed?.({ ...end, does: 'says', message: { type: 'Say', ...{ text } }, id, re: 0 })

// No call of it is made.
const end = (protocol = 'talk'): ObservedEnd =>
  ({ protocol, side: 'server', session: 's', connection: {} }) as unknown as ObservedEnd
const ending = { how: 'lost', code: 'BROKEN', detail: '' } as const

test('a recording has a size: what follows is counted in its last line', () => {
  const { texts, clock, observer } = recording()
  const one = end()
  const say = saying(observer, one)
  const text = 'я'.repeat(32 * 1024)
  for (let id = 1; id <= 100; id++) say(text, id)
  // A small one after the gap is not recorded either.
  say('x', 101)
  void clock.pass(1_500)
  observer.ended?.({ ...one, ending })
  expect(Buffer.byteLength(texts[0] ?? '')).toBeLessThanOrEqual(MAX_RECORDED_BYTES)
  const { incidents } = read(texts[0])
  const last = incidents.at(-1)
  expect(last).toMatchObject({ side: 'server', does: 'omits', entries: 101 - (incidents.length - 1) })
  expect(incidents.length).toBeGreaterThan(60)
})

test('of a message that is too large only the type is recorded, and how much was left out', () => {
  const { texts, observer } = recording()
  const one = end()
  saying(observer, one)('\u0001'.repeat(MAX_MESSAGE_CHARACTERS / 6 + 1), 1)
  saying(observer, one)('x', 2)
  expect(read(texts[0]).incidents).toMatchObject([
    { message: { type: 'Say' }, id: 1, omitted: expect.any(Number) },
    { message: { type: 'Say', text: 'x' }, id: 2 },
  ])
  expect(texts[0]?.length).toBeLessThan(1_000)
})

test('nothing is recorded of another contract, or after the end', () => {
  const { texts, observer } = recording()
  saying(observer, end('kv'))('x', 1)
  expect(texts).toEqual([])
  const one = end()
  saying(observer, one)('x', 1)
  observer.ended?.({ ...one, ending })
  const before = texts[0]
  saying(observer, one)('y', 2)
  expect(texts).toEqual([before])
})

test('an own contract is recorded by what it says of its fields', () => {
  const loaded = loadContract(
    `
protocol: kv
base: colloquy@1
version: 1
about: Keeps values.
types:
  Pass: { base: string, maxBytes: 64, secret: true, about: A pass. }
  Entry: { base: record, about: An entry., fields: { id: { tag: 1, type: uint64, big: true, about: Its id. } } }
messages:
  Put: { number: 64, from: client, about: Keeps., fields: { entry: { tag: 1, type: Entry, about: It. }, by: { tag: 2, list: Pass, maxItems: 2, about: Who. } } }
`,
    'kv.yaml',
    { bases },
  )
  if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
  const { texts, observer } = recording(loaded.right)
  const message = { type: 'Put', ...{ entry: { id: 18446744073709551615n }, by: ['canary'] } }
  observer.passed?.({ ...end('kv'), does: 'hears', message, id: 1, re: 0 })
  expect(read(texts[0]).incidents[0]).toMatchObject({
    message: { type: 'Put', entry: { id: '18446744073709551615' }, by: '***' },
  })
})
