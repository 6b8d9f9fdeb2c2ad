import { describe, expect, test } from '@jest/globals'
import type { Ending } from '../../src/engine/ending.ts'
import type { Messaging } from '../../src/engine/messaging.ts'
import { HeldConversations } from '../../src/server/held.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'

const ending: Ending = { how: 'lost', code: 'RESET', detail: '' }

const MIB = 1024 * 1024

const holding = () => {
  const clock = new SimulatedClock()
  const over: string[] = []
  const finished: string[] = []
  const held = new HeldConversations(clock, ({ messaging }) => over.push(messaging.session))
  /** Only what is looked at while it is held. */
  const conversation = (session: string, keptBytes: number, mayContinue: boolean): Messaging =>
    ({
      session,
      keptBytes,
      mayContinue,
      finish: () => finished.push(session),
    }) as unknown as Messaging
  const hold = (session: string, accountId: string, keptBytes = 0, mayContinue = true): void =>
    held.hold({
      messaging: conversation(session, keptBytes, mayContinue),
      sessionRow: `row of ${session}`,
      accountId,
      ending,
    })
  const take = (session: string, row = `row of ${session}`): string | null =>
    held.take(session, row)?.messaging.session ?? null
  return { clock, over, finished, held, hold, take }
}

describe('a conversation without a connection', () => {
  test('is held for two minutes', async () => {
    const { clock, over, finished, hold, take } = holding()
    hold('one', 'anna')
    await clock.pass(60_000)
    hold('two', 'bert')
    await clock.pass(59_999)
    expect(over).toEqual([])
    await clock.pass(1_001)
    expect(over).toEqual(['one'])
    expect(finished).toEqual(['one'])
    expect(take('one')).toBeNull()
    expect(take('two')).toBe('two')
    await clock.pass(600_000)
    expect(over).toEqual(['one'])
    expect(clock.pending).toBe(0)
  })

  test('is one of four of its account, the oldest given up first', () => {
    const { over, hold, take } = holding()
    for (const session of ['1', '2', '3', '4']) hold(session, 'anna')
    hold('other', 'bert')
    expect(over).toEqual([])
    expect(take('2')).toBe('2')
    hold('5', 'anna')
    expect(over).toEqual([])
    hold('6', 'anna')
    expect(over).toEqual(['1'])
    expect(['1', '2', '3', '4', '5', '6', 'other'].filter((session) => take(session) !== null)).toEqual([
      '3',
      '4',
      '5',
      '6',
      'other',
    ])
  })

  test('goes when all of them keep more than 64 MiB, the oldest first', async () => {
    const { clock, over, hold } = holding()
    for (const each of Array.from({ length: 70 }, (_, at) => at)) hold(`${each}`, `account ${each}`, MIB)
    await clock.pass(1_000)
    expect(over).toEqual(['0', '1', '2', '3', '4', '5'])
  })

  test('is taken by the session that it stands on alone, and only if it can go on', () => {
    const { over, hold, take } = holding()
    hold('one', 'anna')
    expect(take('one', 'row of another login')).toBeNull()
    expect(over).toEqual([])
    expect(take('one')).toBe('one')
    hold('spoilt', 'anna', 0, false)
    expect(take('spoilt')).toBeNull()
    expect(over).toEqual(['spoilt'])
  })

  test('is over when its session is revoked, or all of the account', () => {
    const { over, held, hold } = holding()
    hold('one', 'anna')
    hold('two', 'anna')
    hold('three', 'anna')
    hold('other', 'bert')
    held.revoked('row of two')
    expect(over).toEqual(['two'])
    held.revokedEverywhere('anna')
    expect(over).toEqual(['two', 'one', 'three'])
    expect(held.size).toBe(1)
  })
})
