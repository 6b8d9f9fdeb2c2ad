import { expect, test } from '@jest/globals'
import type { ClientHandlers, ServerHandlers } from '../../src/index.ts'
import { World } from '../support/world.ts'

const reply = (bytes: number) => ({ type: 'Say', text: 'r'.repeat(bytes) }) as const
const small = { bufferBytes: 4_096 }

/** Replies to what is no reply. */
const answering = (bytes: number): ServerHandlers & ClientHandlers => ({
  Say: (_, peer) => (peer.re === 0 ? peer.reply(reply(bytes)) : undefined),
})

test.each([
  [100, 60_000, 10],
  [300, 20_000, 1_000],
  [2_000, 1_000, 64],
  [4_000, 64, 64],
])(
  'both sides say %d messages whose replies have %d bytes, each promise awaited, and nobody stands still',
  async (count, replyBytes, bytes) => {
    const world = new World()
    const { caller, session } = world.pair(
      { converse: answering(replyBytes) },
      { converse: answering(replyBytes) },
      small,
    )
    await world.pass()
    const text = 'q'.repeat(bytes)
    const sayAll = async (one: { say(message: { type: 'Say'; text: string }): Promise<number> }) => {
      for (let at = 0; at < count; at++) await one.say({ type: 'Say', text })
    }
    const conversation = caller.connection?.messaging
    if (conversation == null) throw new Error('no conversation')
    let done = 0
    void Promise.all([sayAll(session()), sayAll(conversation)]).then(() => done++)
    const counts = () => [session().counts, caller.connection?.counts].map((counts) => counts?.heard)
    await world.until(() => done === 1 && counts().every((heard) => heard === 2 * count), 200_000)
    expect(session().connection.ending).toBeNull()
  },
  60_000,
)

test('handlers on both sides that wait for what they say themselves end with a code, not in silence', async () => {
  const world = new World()
  const saying: ServerHandlers & ClientHandlers = {
    Say: async (_, peer) => {
      await Promise.all([1, 2].map(() => peer.say(reply(64))))
    },
  }
  const { caller, session } = world.pair({ converse: saying }, { converse: saying }, small)
  await world.pass()
  for (let at = 0; at < 100; at++) void session().say(reply(64))
  await world.until(() => session().connection.ending !== null && caller.connection?.ending !== null, 120_000)
  expect([session().connection.ending?.code, caller.connection?.ending?.code]).toEqual([
    'INTERNAL',
    'INTERNAL',
  ])
})

test('a side that is gone without a word ends in silence, whatever handlers wait for', async () => {
  const world = new World()
  const saying: ServerHandlers & ClientHandlers = {
    Say: async (_, peer) => {
      await Promise.all([1, 2].map(() => peer.say(reply(64))))
    },
  }
  const { caller, session } = world.pair({ converse: saying }, { converse: saying }, small)
  await world.pass()
  for (let at = 0; at < 100; at++) void session().say(reply(64))
  await world.pass(5_000)
  world.links[0]?.cut()
  await world.until(() => session().connection.ending !== null && caller.connection?.ending !== null, 200_000)
  expect([session().connection.ending?.code, caller.connection?.ending?.code]).toEqual(['IDLE', 'IDLE'])
})
