import { expect, test } from '@jest/globals'
import { runtime } from '../support/machines.ts'
import { message, num, sayFrame } from '../support/wire.ts'
import type { ServerSide } from '../support/world.ts'
import { World } from '../support/world.ts'

const { limits } = runtime

/** A server that handles what it hears, and a raw client that is in converse. */
const open = async (side: ServerSide = { converse: { Say: () => {} } }) => {
  const world = new World()
  const { raw, session } = world.rawClient(side)
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

test('a quarter of the window in bytes is acknowledged at once', async () => {
  const { world, acks, say } = await open()
  const half = 'x'.repeat(limits.ackAfterBytes / 2)
  say(1, 1, half)
  await world.pass(1)
  expect(acks()).toEqual([])
  say(2, 2, half)
  await world.pass(1)
  expect(acks()).toEqual(['Ack 2'])
  say(3, 3, half)
  await world.pass(1)
  expect(acks()).toEqual(['Ack 2'])
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
