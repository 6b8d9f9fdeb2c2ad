import { describe, expect, test } from '@jest/globals'
import { password, personName } from '../../src/client/credentials.ts'
import { type Brought, clientIn, serverIn } from '../support/states.ts'
import { frame, len, message, num, number } from '../support/wire.ts'

const converse = [
  ['server', () => serverIn('converse')],
  ['client', () => clientIn('converse')],
] as const

const wordsAfter = async (
  { world, raw }: Brought,
  ...frames: readonly Buffer[]
): Promise<readonly string[]> => {
  const before = raw.words.length
  raw.say(...frames)
  await world.pass()
  return raw.words.slice(before)
}

describe.each(converse)(
  'a code that a later version may have is heard by the %s as UNKNOWN_ and its number',
  (side, bring) => {
    const endingOf = async (brought: Brought): Promise<unknown> => {
      brought.raw.end()
      await brought.world.pass(3_000)
      const { serverLog, clientLog } = brought.world
      return (side === 'server' ? serverLog : clientLog).find(({ event }) => event === 'disconnected')
    }

    test('in Fault', async () => {
      const brought = await bring()
      expect(
        await wordsAfter(brought, message('Fault', Buffer.concat([num(1, 10), len(2, 'Later.')]))),
      ).toEqual([])
      expect(await endingOf(brought)).toMatchObject({ how: 'fault', code: 'UNKNOWN_10', detail: 'Later.' })
    })

    test('in Bye, which is answered as any other', async () => {
      const brought = await bring()
      expect(await wordsAfter(brought, message('Bye', num(1, 2_147_483_647)))).toEqual(['Bye DONE'])
      expect(await endingOf(brought)).toMatchObject({ how: 'bye', code: 'UNKNOWN_2147483647' })
    })
  },
)

test('a client is denied for a reason of a later version, and may try again', async () => {
  const denials: (string | undefined)[] = []
  const { world, raw } = await clientIn('auth.verify', {
    credentials: async (_, denied) => {
      denials.push(denied?.reason)
      return { type: 'Login', name: personName('Ada'), password: password('eight or more') }
    },
  })
  raw.say(message('Denied', Buffer.concat([num(1, 9), num(3, 2)])))
  await world.pass()
  expect(denials).toEqual([undefined, 'UNKNOWN_9'])
  expect(raw.words).toEqual(['Hello', 'Login', 'Login'])
})

describe.each(converse)('0, and what no enum can have, is MALFORMED to the %s', (_, bring) => {
  test.each([
    ['Fault', Buffer.alloc(0)],
    ['Fault', num(1, 2_147_483_648)],
    ['Bye', num(1, 0)],
    ['Bye', num(1, 2_147_483_648)],
    ['Aborted', num(1, 1)],
  ] as const)('in %s', async (name, body) => {
    expect(await wordsAfter(await bring(), frame(number[name], body))).toEqual(['Fault MALFORMED'])
  })
})

describe.each(converse)('the %s hears without an answer', (_, bring) => {
  test.each([
    ['Cancel', num(1, 7)],
    ['More', Buffer.concat([num(1, 4_294_967_295), num(2, 4_294_967_295)])],
    ['Aborted', Buffer.concat([num(1, 7), num(2, 99)])],
  ] as const)('%s of a message that was never said', async (name, body) => {
    const brought = await bring()
    expect(await wordsAfter(brought, message(name, body))).toEqual([])
    expect(brought.state()).toBe('converse')
  })
})
