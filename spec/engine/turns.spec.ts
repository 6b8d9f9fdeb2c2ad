import { describe, expect, test } from '@jest/globals'
import type { Say } from '../../protocol/talk/messages.ts'
import { message, sayFrame } from '../support/wire.ts'
import { stateOf, World } from '../support/world.ts'

/** A server that notes what it hears. */
const open = () => {
  const world = new World()
  const heard: string[] = []
  const come = async (chunkBytes = 1_000_000) => {
    const { raw, session } = world.rawClient(
      {
        converse: {
          Say: ({ text }: Say) => {
            heard.push(text)
          },
        },
      },
      { bufferBytes: chunkBytes },
    )
    raw.say(message('Hello'))
    await world.pass()
    expect(stateOf(session)).toBe('converse')
    return { raw, session }
  }
  return { world, heard, come }
}

const says = (from: number, many: number, text: string): Buffer =>
  Buffer.concat(Array.from({ length: many }, (_, index) => sayFrame(from + index, text)))

describe('a connection that says much at once', () => {
  test('has a share of 256 frames in a turn, and then it is the turn of others', async () => {
    const { world, heard, come } = open()
    const flooder = await come()
    const other = await come()
    flooder.raw.say(says(1, 900, 'much'))
    other.raw.say(says(1, 1, 'little'))
    await world.pass()
    expect(heard).toHaveLength(901)
    expect(heard.indexOf('little')).toBe(256)
    expect(heard.filter((text) => text === 'much')).toHaveLength(900)
  })

  test('loses nothing, whatever is cut where, and what comes behind it comes after', async () => {
    for (const cut of [0, 1, 15, 16, 17, 20, 40, 5_000]) {
      const { world, heard, come } = open()
      const { raw } = await come()
      const bytes = says(1, 700, 'x')
      raw.say(bytes.subarray(0, bytes.length - cut))
      await world.pass()
      raw.say(bytes.subarray(bytes.length - cut), says(701, 300, 'y'), message('Bye', Buffer.from([8, 1])))
      await world.pass(10)
      expect([cut, heard.join('')]).toEqual([cut, 'x'.repeat(700) + 'y'.repeat(300)])
      expect(raw.words.at(-1)).toBe('Bye DONE')
    }
  })

  test('is heard to its end where the stream ends behind it', async () => {
    const { world, heard, come } = open()
    const { raw } = await come()
    raw.say(says(1, 900, 'much'))
    raw.connection.end()
    await world.pass(10)
    expect(heard).toHaveLength(900)
    expect(world.serverLog.at(-1)).toMatchObject({ event: 'disconnected', code: 'BROKEN', heard: 900 })
  })

  test('is refused for what breaks the contract behind its share, and not before', async () => {
    const { world, heard, come } = open()
    const { raw } = await come()
    raw.say(says(1, 300, 'much'), sayFrame(302, 'a gap'))
    await world.pass(10)
    expect([heard.length, raw.words.at(-1)]).toEqual([300, 'Fault GAP'])
  })
})
