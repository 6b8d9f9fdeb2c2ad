import { describe, expect, test } from '@jest/globals'
import type { Side } from '../../src/contract/index.ts'
import { contract } from '../support/contract.ts'
import { type Brought, clientIn, passing, serverIn } from '../support/states.ts'
import { frame, len, message, num, sayFrame } from '../support/wire.ts'

const bring = (side: Side, state: string): Promise<Brought> =>
  side === 'server' ? serverIn(state) : clientIn(state)

const timed = contract.states.flatMap(({ name, turn, within, inFlight }) =>
  within !== null && 'ms' in within ? [{ name, turn, ms: within.ms, inFlight }] : [],
)
const rests = (side: Side, state: string): boolean => !(passing[side] as readonly string[]).includes(state)
const sides: readonly Side[] = ['client', 'server']
const cases = timed.flatMap((state) =>
  sides.filter((side) => rests(side, state.name)).map((side): [string, Side] => [state.name, side]),
)

const stateOf = (name: string) => timed.find((state) => state.name === name) as (typeof timed)[number]

test.each(cases)('in %s the %s keeps time if it waits, and else has no timer', async (name, side) => {
  const { turn, ms, inFlight } = stateOf(name)
  const { world, raw, state } = await bring(side, name)
  const words = [...raw.words]
  if (turn === side) {
    expect(world.clock.pending).toBe(0)
    return
  }
  await world.pass(ms - 1)
  expect([state(), raw.words]).toEqual([name, words])
  await world.pass(1)
  expect(raw.words).toEqual(inFlight ? words : [...words, 'Fault TIMEOUT'])
  expect(raw.hasEnded).toBe(true)
})

test('an attempt that was denied does not shorten or lengthen the time for the next', async () => {
  const { world, raw } = await serverIn('auth.prove')
  await world.pass(100_000)
  raw.say(message('Login'))
  await world.pass()
  expect(raw.words.at(-1)).toBe('Denied BAD_CREDENTIALS')
  await world.pass(119_999)
  expect(raw.words.at(-1)).toBe('Denied BAD_CREDENTIALS')
  await world.pass(1)
  expect(raw.words.at(-1)).toBe('Fault TIMEOUT')
})

test('a Hello that dribbles byte by byte has as long as one that does not come', async () => {
  const { world, raw } = await serverIn('connect.hello')
  for (const byte of message('Hello').subarray(0, 19)) {
    raw.say(Buffer.from([byte]))
    await world.pass(500)
  }
  expect(raw.words).toEqual([])
  await world.pass(499)
  expect(raw.words).toEqual([])
  await world.pass(1)
  expect([raw.words, raw.hasEnded]).toEqual([['Fault TIMEOUT'], true])
})

describe('in converse', () => {
  const heartbeatMs = 30_000

  test.each(sides)(
    'the %s asks at one and two heartbeats of silence, and says Bye(IDLE) at three',
    async (side) => {
      const { world, raw } = await bring(side, 'converse')
      const before = raw.frames.length
      const said = () => raw.words.slice(before)
      await world.pass(heartbeatMs - 1)
      expect(said()).toEqual([])
      await world.pass(1)
      expect(said()).toEqual(['Ping'])
      await world.pass(heartbeatMs)
      expect(said()).toEqual(['Ping', 'Ping'])
      await world.pass(heartbeatMs - 1)
      expect(said()).toEqual(['Ping', 'Ping'])
      await world.pass(1)
      expect(said()).toEqual(['Ping', 'Ping', 'Bye IDLE'])
      await world.pass(5_000)
      expect([said().length, raw.hasEnded]).toEqual([3, true])
    },
  )

  test('any whole frame is a sign of life, and a part of one is not', async () => {
    const { world, raw, state } = await serverIn('converse')
    for (let beat = 0; beat < 10; beat++) {
      await world.pass(2 * heartbeatMs)
      raw.say(message('Pong'))
      await world.pass()
    }
    expect(state()).toBe('converse')
    expect(raw.words.filter((word) => word === 'Ping')).toHaveLength(20)
  })

  test('a frame that was begun must be whole within 10 s, and 1 s for each 64 KiB of the limit', async () => {
    const { world, raw } = await serverIn('converse')
    const before = raw.frames.length
    const bytes = sayFrame(1, 'x'.repeat(1_000))
    for (const byte of bytes.subarray(0, 11)) {
      raw.say(Buffer.from([byte]))
      await world.pass(1_000)
    }
    expect(raw.words.slice(before)).toEqual([])
    await world.pass(999)
    expect(raw.words.slice(before)).toEqual([])
    await world.pass(1)
    expect(raw.words.slice(before)).toEqual(['Fault TIMEOUT'])
  })

  test('each frame has its own time', async () => {
    const { world, raw, state } = await serverIn('converse')
    const stream = Buffer.concat([1, 2, 3, 4].map((id) => sayFrame(id, 'slow')))
    for (let at = 0; at < stream.length; at += 22) {
      raw.say(stream.subarray(at, at + 22))
      await world.pass(9_000)
    }
    expect(state()).toBe('converse')
    expect(raw.words.filter((word) => word.startsWith('Fault'))).toEqual([])
  })

  test('a frame that is whole in time is not late because another was begun before it', async () => {
    const { world, raw, state } = await serverIn('converse')
    const first = sayFrame(1, 'one')
    const second = sayFrame(2, 'two')
    raw.say(first.subarray(0, 5))
    await world.pass(11_000)
    raw.say(first.subarray(5), second.subarray(0, 5))
    await world.pass(11_000)
    expect(state()).toBe('converse')
    raw.say(second.subarray(5))
    await world.pass(100)
    expect(state()).toBe('converse')
  })
})

test('a frame that was begun while reading is paused has its time again when reading goes on', async () => {
  const { world, raw } = await serverIn('converse')
  raw.connection.pause()
  raw.say(...Array.from({ length: 20_000 }, () => message('Ping')), sayFrame(1, 'not whole').subarray(0, 20))
  await world.pass(9_000)
  expect(raw.connection.queuedBytes).toBeGreaterThan(0)
  raw.connection.resume()
  await world.pass(11_999)
  expect(raw.words.at(-1)).toBe('Pong')
  await world.pass(1)
  expect(raw.words.at(-1)).toBe('Fault TIMEOUT')
})

describe('what was heard is acknowledged', () => {
  test('after a second', async () => {
    const { world, raw } = await serverIn('converse')
    const before = raw.frames.length
    raw.say(sayFrame(1, 'a'))
    await world.pass(100)
    raw.say(sayFrame(2, 'b'))
    await world.pass(899)
    expect(raw.words.slice(before)).toEqual([])
    await world.pass(1)
    expect(raw.words.slice(before)).toEqual(['Ack 2'])
    await world.pass(1_000)
    expect(raw.words.slice(before)).toEqual(['Ack 2'])
    raw.say(sayFrame(3, 'c'))
    await world.pass(1_000)
    expect(raw.words.slice(before)).toEqual(['Ack 2', 'Ack 3'])
  })

  test('after 64 messages', async () => {
    const { world, raw } = await serverIn('converse')
    const before = raw.frames.length
    const says = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, at) => sayFrame(from + at, 'x'))
    raw.say(...says(1, 63))
    await world.pass()
    expect(raw.words.slice(before)).toEqual([])
    raw.say(...says(64, 130))
    await world.pass()
    expect(raw.words.slice(before)).toEqual(['Ack 64', 'Ack 128'])
    await world.pass(1_000)
    expect(raw.words.slice(before)).toEqual(['Ack 64', 'Ack 128', 'Ack 130'])
  })

  test('by an answer, with all that came before it', async () => {
    const { world, raw } = await serverIn('converse', {
      converse: { Say: ({ text }, peer) => (text === 'ask' ? peer.reply({ type: 'Say', text }) : undefined) },
    })
    const before = raw.frames.length
    raw.say(sayFrame(1, 'told'), sayFrame(2, 'ask'))
    await world.pass(5_000)
    expect(raw.words.slice(before)).toEqual(['Say 1'])
    raw.say(sayFrame(3, 'told'))
    await world.pass(1_000)
    expect(raw.words.slice(before)).toEqual(['Say 1', 'Ack 3'])
  })

  test('only once its handler was called', async () => {
    const finish: (() => void)[] = []
    const { world, raw } = await serverIn('converse', {
      converse: { Say: () => new Promise<void>((resolve) => finish.push(resolve)) },
    })
    const before = raw.frames.length
    raw.say(...Array.from({ length: 70 }, (_, at) => sayFrame(at + 1, 'x')))
    await world.pass(5_000)
    expect(raw.words.slice(before)).toEqual(['Ack 64'])
    for (const done of finish.splice(0)) done()
    await world.pass(1_000)
    expect(raw.words.slice(before)).toEqual(['Ack 64', 'Ack 70'])
  })

  test('before the last word', async () => {
    const { world, raw, session } = await serverIn('converse')
    const before = raw.frames.length
    raw.say(sayFrame(1, 'a'))
    await world.pass()
    session.bye()
    await world.pass()
    expect(raw.words.slice(before)).toEqual(['Ack 1', 'Bye DONE'])
  })
})

describe('handlers that run are waited for', () => {
  const slow = async () => {
    let done = (): void => {}
    const running = new Promise<void>((resolve) => {
      done = resolve
    })
    const brought = await serverIn('converse', { converse: { Say: () => running } })
    brought.raw.say(sayFrame(1, 'work'))
    await brought.world.pass(1_100)
    const before = brought.raw.frames.length
    return { ...brought, done, said: () => brought.raw.words.slice(before) }
  }

  test('before Bye is answered', async () => {
    const { world, raw, said, done } = await slow()
    raw.say(message('Bye'))
    await world.pass(1_500)
    expect(said()).toEqual([])
    done()
    await world.pass()
    expect([said(), raw.hasEnded]).toEqual([['Bye DONE'], true])
  })

  test('for at most 2 s', async () => {
    const { world, raw, said } = await slow()
    raw.say(message('Bye'))
    await world.pass(1_999)
    expect(said()).toEqual([])
    await world.pass(1)
    expect([said(), raw.hasEnded]).toEqual([['Bye DONE'], true])
  })

  test('also when the side that said Bye half-closes at once, and it hears Bye all the same', async () => {
    const { world, raw, said, done } = await slow()
    raw.say(message('Bye'))
    raw.end()
    await world.pass(1_000)
    done()
    await world.pass()
    expect([said(), raw.hasEnded]).toEqual([['Bye DONE'], true])
    expect(world.clock.pending).toBe(0)
  })

  test('and what they reply is on the wire before Bye', async () => {
    const { world, raw } = await serverIn('converse', {
      converse: {
        Say: async (_, peer) => {
          await new Promise<void>((resolve) => void world.clock.setTimer(500, resolve))
          await peer.reply({ type: 'Say', text: 'done' })
        },
      },
    })
    const before = raw.frames.length
    raw.say(sayFrame(1, 'work'), message('Bye'))
    await world.pass(500)
    // The answer acknowledges what it answers.
    expect(raw.words.slice(before)).toEqual(['Say 1', 'Bye DONE'])
  })
})

test('a connection that ends within a frame is lost, and nothing is said', async () => {
  const { world, raw, session } = await serverIn('converse')
  const before = raw.frames.length
  raw.say(sayFrame(1, 'whole'), sayFrame(2, 'not whole').subarray(0, 20))
  raw.end()
  await world.pass()
  expect([raw.words.slice(before), raw.hasEnded]).toEqual([[], true])
  expect(session.connection.ending).toMatchObject({ how: 'lost', code: 'BROKEN' })
  expect(session.connection.sequence.heard).toBe(1)
  await world.pass(2_000)
  expect(world.clock.pending).toBe(0)
})

test('a Fault is discarded after for at most 2 s, then the connection is destroyed', async () => {
  const { world, raw } = await serverIn('connect.hello')
  raw.say(frame(0))
  await world.pass()
  expect(raw.words).toEqual(['Fault UNEXPECTED_MESSAGE'])
  raw.say(Buffer.alloc(1_000))
  await world.pass(1_999)
  expect(raw.reason).toBeUndefined()
  await world.pass(1)
  expect(raw.hasEnded).toBe(true)
  raw.end()
  await world.pass()
  expect(world.clock.pending).toBe(0)
})

test('a side that takes nothing for 10 s is given up, and the log says why', async () => {
  const { world, raw, session } = await serverIn('converse')
  raw.connection.pause()
  for (let id = 0; id < 5; id++) void session.say({ type: 'Say', text: 'x'.repeat(60_000) })
  await world.pass(9_999)
  expect(session.connection.ending).toBeNull()
  await world.pass(1)
  expect(session.connection.ending).toMatchObject({ how: 'lost', code: 'STALLED' })
  expect(world.serverLog.filter(({ event }) => event === 'refused')).toMatchObject([{ code: 'STALLED' }])
  await world.pass(10_000)
  expect(world.clock.pending).toBe(0)
})

test('a refused version is a Fault VERSION that names the offending message', async () => {
  const { world, raw } = await serverIn('connect.hello')
  raw.say(message('Hello', Buffer.concat([num(1, 2), num(2, 9), len(4, 'future'), len(5, 'talk')])))
  await world.pass()
  expect(raw.words).toEqual(['Fault VERSION'])
})
