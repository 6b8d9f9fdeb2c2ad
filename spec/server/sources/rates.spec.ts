import { describe, expect, test } from '@jest/globals'
import type { Say } from '../../../protocol/talk/messages.ts'
import { HeldConversations } from '../../../src/server/held.ts'
import { SessionRegistry } from '../../../src/server/registry.ts'
import { AccountLimit } from '../../../src/server/sources/account-limit.ts'
import { Rates } from '../../../src/server/sources/rates.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'
import { message, sayFrame } from '../../support/wire.ts'
import { World } from '../../support/world.ts'

const none = { messagesPerSecond: null, bytesPerSecond: null }

test('a second of messages or bytes may come at once; what is beyond is waited for, by each account for itself', () => {
  let nowMs = 0
  const rates = new Rates(() => nowMs, { messagesPerSecond: 4, bytesPerSecond: 10_000 })
  expect([1, 2, 3, 4, 5, 6].map(() => rates.use('a', 1))).toEqual([0, 0, 0, 0, 250, 500])
  expect([rates.use('b', 10_000), rates.use('b', 5_000)]).toEqual([0, 500])
  nowMs += 1_500
  expect([rates.use('a', 1), rates.use('a', 1_000_000)]).toEqual([0, 99_001])
  expect(new Rates(() => nowMs, none).isLimited).toBe(false)
})

test('a rate that changes holds at once, and counts what was said before', () => {
  let nowMs = 0
  const limits: { messagesPerSecond: number | null; bytesPerSecond: null } = { ...none, messagesPerSecond: 2 }
  const rates = new Rates(() => nowMs, limits)
  expect([1, 2, 3].map(() => rates.use('a', 1))).toEqual([0, 0, 500])
  limits.messagesPerSecond = 10
  // Three of ten were used.
  expect(rates.use('a', 1, 7)).toBe(0)
  expect(rates.use('a', 1)).toBe(100)
  limits.messagesPerSecond = null
  expect([rates.isLimited, rates.use('a', 1, 1_000)]).toEqual([false, 0])
  nowMs += 1_100
  // 11 of ten were used, which is 1.1 of one: forgotten by now.
  limits.messagesPerSecond = 1
  expect([rates.isLimited, rates.use('a', 1), rates.use('a', 1)]).toEqual([true, 0, 1_000])
})

test('of an account whose limit has become lower all but as many end when the next one begins', () => {
  const limits = { sessionsPerAccount: 3 }
  const accounts = new AccountLimit(limits)
  const ended: string[] = []
  const begin = (name: string): void => accounts.begin('ada', { bye: () => ended.push(name) })
  for (const name of ['1', '2', '3', '4']) begin(name)
  expect(ended).toEqual(['1'])
  limits.sessionsPerAccount = 1
  begin('5')
  expect(ended).toEqual(['1', '2', '3', '4'])
})

describe('a conversation with a rate', () => {
  const come = async (limits: Partial<typeof none> | Record<string, number>) => {
    const world = new World()
    const heard: number[] = []
    const rates = new Rates(() => world.clock.now(), { ...none, ...limits })
    const { raw } = world.rawClient({
      rates,
      converse: {
        Say: (_: Say) => {
          heard.push(world.clock.now())
        },
      },
    })
    raw.say(message('Hello'))
    await world.pass()
    const sinceMs = world.clock.now()
    return { world, raw, heard: () => heard.map((atMs) => atMs - sinceMs) }
  }

  test('is read more slowly, and loses nothing', async () => {
    const { world, raw, heard } = await come({ messagesPerSecond: 10 })
    raw.say(...Array.from({ length: 40 }, (_, index) => sayFrame(index + 1, 'x')))
    await world.pass()
    // The one that is beyond is heard, and then nothing.
    expect(heard()).toHaveLength(11)
    await world.pass(1_000)
    expect(heard().length).toBeGreaterThanOrEqual(20)
    expect(heard().length).toBeLessThanOrEqual(22)
    await world.pass(3_000)
    expect(heard()).toHaveLength(40)
    expect(raw.words.filter((word) => word.startsWith('Fault'))).toEqual([])
    raw.connection.destroy()
    await world.pass(10_000)
    expect(world.clock.pending).toBe(0)
  })

  test('is not taken for silent meanwhile, and leaves no timer when it ends', async () => {
    const { world, raw, heard } = await come({ bytesPerSecond: 4_096 })
    raw.say(...[1, 2, 3].map((id) => sayFrame(id, 'x'.repeat(65_000))))
    await world.pass(40_000)
    expect(heard()).toHaveLength(3)
    expect(raw.words.filter((word) => word.startsWith('Bye') || word.startsWith('Fault'))).toEqual([])
    raw.say(sayFrame(4, 'x'.repeat(65_000)))
    await world.pass(10)
    raw.connection.destroy()
    await world.pass(30_000)
    expect(world.clock.pending).toBe(0)
  })
})

test('of too many conversations of an account the oldest one is replaced', () => {
  const registry = new SessionRegistry(
    new HeldConversations(new SimulatedClock(), () => {}),
    new AccountLimit({ sessionsPerAccount: 2 }),
  )
  const said: string[] = []
  const conversation = (name: string, accountId: string) => ({
    grant: { sessionRow: 'row', accountId },
    uses: 0,
    messaging: null,
    release: () => null,
    bye: (reason: string) => void said.push(`${name} ${reason}`),
  })
  const [first, second, third, other] = [
    conversation('first', 'a'),
    conversation('second', 'a'),
    conversation('third', 'a'),
    conversation('other', 'b'),
  ]
  for (const each of [first, second, other]) registry.add(each)
  expect(said).toEqual([])
  registry.add(third)
  expect(said).toEqual(['first REPLACED'])
  registry.delete(first)
  registry.delete(second)
  registry.add(conversation('fourth', 'a'))
  expect(said).toEqual(['first REPLACED'])
})
