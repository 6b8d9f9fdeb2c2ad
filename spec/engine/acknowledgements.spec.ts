import { expect, test } from '@jest/globals'
import { runtime } from '../support/machines.ts'
import { message, num, sayFrame } from '../support/wire.ts'
import type { ServerSide } from '../support/world.ts'
import { World } from '../support/world.ts'

const { limits } = runtime

/** A server that handles what it hears, and a raw client that is in converse. */
const open = async (side: ServerSide = { converse: { Say: () => {} } }, bufferBytes = 65_536) => {
  const world = new World()
  const { raw, session } = world.rawClient(side, { bufferBytes })
  raw.say(message('Hello'))
  await world.pass()
  const acks = () => raw.words.filter((word) => word.startsWith('Ack'))
  const say = (from: number, to: number, text = ''): void =>
    raw.say(Buffer.concat(Array.from({ length: to - from + 1 }, (_, at) => sayFrame(from + at, text))))
  return { world, raw, session, acks, say }
}

test('what was taken is acknowledged after a second at the latest', async () => {
  const { world, acks, say } = await open()
  say(1, 3)
  await world.pass(500)
  say(4, 4)
  await world.pass(499)
  expect(acks()).toEqual([])
  await world.pass(1)
  expect(acks()).toEqual(['Ack 4'])
  await world.pass(20_000)
  expect(acks()).toEqual(['Ack 4'])
  say(5, 5)
  await world.pass(1_000)
  expect(acks()).toEqual(['Ack 4', 'Ack 5'])
})

test('64 messages are acknowledged at once, and 63 are not', async () => {
  const { world, acks, say } = await open()
  say(1, 63)
  await world.pass(1)
  expect(acks()).toEqual([])
  say(64, 64)
  await world.pass(1)
  expect(acks()).toEqual(['Ack 64'])
  say(65, 127)
  await world.pass(1)
  expect(acks()).toEqual(['Ack 64'])
})

/** A text whose Say has a body of so many bytes: beside it a tag, and three bytes of its length. */
const textOf = (bodyBytes: number): string => 'x'.repeat(bodyBytes - 4)

test('a quarter of the window in bytes is acknowledged at once', async () => {
  const { world, acks, say } = await open()
  const half = Math.floor(limits.ackAfterBytes / 2)
  say(1, 1, textOf(half))
  say(2, 2, textOf(limits.ackAfterBytes - half - 1))
  await world.pass(1)
  expect(acks()).toEqual([])
  say(3, 3, 'x')
  await world.pass(1)
  expect(acks()).toEqual(['Ack 3'])
  say(4, 4, textOf(half))
  await world.pass(1)
  expect(acks()).toEqual(['Ack 3'])
  const exact = await open()
  exact.say(1, 1, textOf(half))
  exact.say(2, 2, textOf(limits.ackAfterBytes - half))
  await exact.world.pass(1)
  expect(exact.acks()).toEqual(['Ack 2'])
})

test('what an answer has acknowledged does not count towards the next Ack', async () => {
  const { world, acks, say } = await open({
    converse: {
      Say: ({ text }, peer) => (text === 'x' ? undefined : peer.reply({ type: 'Say', text: '' })),
    },
  })
  const half = textOf(Math.ceil(limits.ackAfterBytes / 2))
  say(1, 2, half)
  say(3, 3, 'x')
  await world.pass(999)
  expect(acks()).toEqual([])
  await world.pass(1)
  expect(acks()).toEqual(['Ack 3'])
})

test('an Ack waits while more than the share of replies is not taken, and then names all that was taken', async () => {
  const large = { type: 'Say', text: 'x'.repeat(60_000) } as const
  const { world, raw, session, acks, say } = await open(
    {
      converse: {
        Say: (_, peer) =>
          peer.re === 0 ? Promise.all([1, 2, 3].map(() => peer.reply(large))).then(() => {}) : undefined,
      },
    },
    4_096,
  )
  raw.connection.pause()
  say(1, 1)
  await world.pass(1)
  expect(session.connection.writeBuffer.queuedBytes).toBeGreaterThan(limits.repliesUpToBytes)
  const answers = (from: number, to: number): void =>
    raw.say(Buffer.concat(Array.from({ length: to - from + 1 }, (_, at) => sayFrame(from + at, '', 1))))
  answers(2, 70)
  await world.pass(10)
  answers(71, 80)
  await world.pass(10)
  raw.connection.resume()
  await world.pass(500)
  expect(acks()).toEqual(['Ack 80'])
})

test('an answer acknowledges what it answers, and no Ack does so again', async () => {
  const { world, raw, acks, say } = await open({
    converse: { Say: (_, peer) => peer.reply({ type: 'Say', text: '' }) },
  })
  say(1, 100)
  await world.pass(5_000)
  expect([acks(), raw.words.filter((word) => word.startsWith('Say')).length]).toEqual([[], 100])
})

test('an Ack goes before the last word', async () => {
  const { world, raw, say } = await open()
  say(1, 2)
  raw.say(message('Bye', num(1, 1)))
  await world.pass(100)
  expect(raw.words.slice(-2)).toEqual(['Ack 2', 'Bye DONE'])
})
