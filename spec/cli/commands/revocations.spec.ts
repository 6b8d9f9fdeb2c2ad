import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { connect, createServer } from '../../../src/index.ts'
import { watchRevocations } from '../../../src/server/revocations.ts'
import { memoryStore, type Revocations, type StoreFault, storeFault } from '../../../src/store/index.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'
import { succeed } from '../../store/results.ts'
import { within } from '../../support/program.ts'

type Answer = E.Either<StoreFault, Revocations>

/** A watch over a store that answers as it is told, and then that nothing more was revoked. */
const watched = (...answers: readonly Answer[]) => {
  const clock = new SimulatedClock()
  const left = [...answers]
  const asked: (number | null)[] = []
  const told: string[] = []
  const faults: string[] = []
  const watch = watchRevocations({
    sessions: {
      revokedSince: (cursor) => async () => {
        asked.push(cursor)
        return left.shift() ?? E.right({ cursor: cursor ?? 0, sessions: [] })
      },
    },
    live: { revoked: (id) => told.push(id) },
    clock,
    onFault: ({ code }) => faults.push(code),
  })
  return { clock, asked, told, faults, watch }
}

const revoked = (cursor: number, ...sessions: readonly string[]): Answer => E.right({ cursor, sessions })
const busy: Answer = E.left(storeFault('BUSY', 'store.sqlite'))

test('the store is looked into every 2 s, each time from where the last look ended', async () => {
  const { clock, asked, told } = watched(revoked(7), revoked(9, 'a', 'b'), revoked(9))
  await clock.pass(1_999)
  expect([asked, told]).toEqual([[null], []])
  await clock.pass(1)
  await clock.pass(0)
  expect([asked, told]).toEqual([
    [null, 7],
    ['a', 'b'],
  ])
  await clock.pass(2_000)
  await clock.pass(0)
  expect(asked).toEqual([null, 7, 9])
})

test('a revocation is told for 30 s, since its session may become live after it', async () => {
  const { clock, told } = watched(revoked(1), revoked(2, 'a'))
  for (let second = 0; second < 60; second++) await clock.pass(1_000)
  expect(told).toEqual(Array.from({ length: 16 }, () => 'a'))
})

test('a look that fails is told of once until one works again, and nothing is missed', async () => {
  const { clock, asked, told, faults } = watched(revoked(3), busy, busy, revoked(4, 'a'), busy, revoked(4))
  for (let second = 0; second < 11; second++) await clock.pass(1_000)
  expect(asked).toEqual([null, 3, 3, 3, 4, 4])
  expect(faults).toEqual(['BUSY', 'BUSY'])
  expect(told).toContain('a')
})

test('where the first look fails, the next one asks for whatever is known', async () => {
  const { clock, asked, told } = watched(busy, revoked(5, 'a'))
  await clock.pass(2_000)
  await clock.pass(0)
  expect([asked, told]).toEqual([[null, 0], ['a']])
})

test('whoever tells of changes has the store looked into at once, again if that is under way', async () => {
  const clock = new SimulatedClock()
  const answers = [revoked(1), revoked(2, 'a'), revoked(3, 'b')]
  const asked: (number | null)[] = []
  const told: string[] = []
  let changed = (): void => undefined
  let isSubscribed = true
  const watch = watchRevocations({
    sessions: {
      revokedSince: (cursor) => async () => {
        asked.push(cursor)
        return answers.shift() ?? E.right({ cursor: cursor ?? 0, sessions: [] })
      },
    },
    nodes: {
      onRevoked: (callback) => {
        changed = callback
        return () => {
          isSubscribed = false
        }
      },
    },
    live: { revoked: (id) => told.push(id) },
    clock,
    onFault: () => undefined,
  })
  await clock.pass(0)
  changed()
  changed()
  changed()
  await clock.pass(0)
  expect([asked, told]).toEqual([
    [null, 1, 2],
    ['a', 'b'],
  ])
  // By the clock all of them are told again.
  await clock.pass(2_000)
  await clock.pass(0)
  expect(told).toEqual(['a', 'b', 'a', 'b'])
  watch.stop()
  expect(isSubscribed).toBe(false)
})

test('once stopped nothing is asked or told, not even what was asked before', async () => {
  const early = watched(revoked(1, 'a'))
  early.watch.stop()
  await early.clock.pass(10_000)
  expect([early.asked, early.told, early.clock.pending]).toEqual([[null], [], 0])
  const late = watched()
  await late.clock.pass(3_000)
  late.watch.stop()
  await late.clock.pass(10_000)
  expect([late.asked, late.clock.pending]).toEqual([[null, 0], 0])
})

test('a server ends the conversation of a session that somebody else revoked, and stops looking at its close', async () => {
  const clock = new SimulatedClock()
  const store = memoryStore()
  const server = await createServer({ port: 0, store, clock, converse: { Say: () => {} } })
  const credentials = { name: 'Ada', password: 'eight or more', register: true }
  const client = await connect({ port: server.port, credentials })
  await clock.pass(0)
  const [session] = await succeed(store.sessions.list())
  expect(await succeed(store.sessions.revoke(session?.id ?? '', 0))).toBe(true)
  await clock.pass(2_000)
  await clock.pass(0)
  expect(await within('the end', client.over)).toMatchObject({ how: 'bye', code: 'LOGGED_OUT', by: 'them' })
  await within('the close', server.close())
  expect(clock.pending).toBe(0)
})

test.each(['identify', 'echo'] as const)(
  'in mode %s nobody has a session to revoke, and nothing is asked',
  async (mode) => {
    const clock = new SimulatedClock()
    const store = memoryStore()
    let looks = 0
    const sessions = {
      ...store.sessions,
      revokedSince: (cursor: number | null) => {
        looks += 1
        return store.sessions.revokedSince(cursor)
      },
    }
    const server = await createServer({
      port: 0,
      mode,
      store: { ...store, sessions },
      clock,
      converse: { Say: () => {} },
    })
    await clock.pass(10_000)
    await server.close()
    expect(looks).toBe(0)
  },
)
