import { describe, expect, test } from '@jest/globals'
import type { HeardMessage } from '../../src/index.ts'
import { runtime } from '../support/machines.ts'
import { clientIn, serverIn } from '../support/states.ts'
import { message, num, numberOf, sayFrame, textOf } from '../support/wire.ts'
import { World } from '../support/world.ts'

const { limits } = runtime
const large = 'x'.repeat(60_000)
const small = { bufferBytes: 4_096 }

test('a peer that asks for large replies and never reads is not read from, and holds a bounded memory', async () => {
  const world = new World()
  let handled = 0
  const { session, raw } = world.rawClient(
    {
      converse: {
        Say: (_, peer) => {
          handled += 1
          return peer.reply({ type: 'Say', text: large })
        },
      },
    },
    small,
  )
  await world.pass()
  raw.say(message('Hello'))
  await world.pass()
  raw.connection.pause()
  raw.say(...Array.from({ length: 8_000 }, (_, at) => sayFrame(at + 1, 'more')))
  await world.pass(5_000)
  expect(session.connection.writeBuffer.queuedBytes).toBeLessThanOrEqual(limits.maxQueuedBytes)
  expect(handled).toBeLessThan(10)
  // The rest stays with the other side.
  expect(raw.connection.queuedBytes).toBeGreaterThan(50_000)
})

test.each([
  [40, small],
  [4_000, { bufferBytes: 8 * 1024 * 1024 }],
])(
  '%d messages in a chunk, each with a reply of 60 KB, are all answered in order over buffers of %j',
  async (asked, link) => {
    const world = new World()
    const { raw } = world.rawClient(
      { converse: { Say: (heard, peer) => peer.reply({ type: 'Say', text: heard.text + large }) } },
      link,
    )
    const answered: string[] = []
    raw.onFrame = (frame) => {
      if (frame.name === 'Say') answered.push(`${frame.id} ${frame.re} ${textOf(frame, 1).slice(0, 6)}`)
      raw.frames.length = raw.chunks.length = 0
    }
    await world.pass()
    raw.say(message('Hello'))
    await world.pass()
    raw.say(...Array.from({ length: asked }, (_, at) => sayFrame(at + 1, `${at}`.padStart(6))))
    await world.until(() => answered.length === asked, 60_000)
    expect(answered).toEqual(
      Array.from({ length: asked }, (_, at) => `${at + 1} ${at + 1} ${`${at}`.padStart(6)}`),
    )
  },
  30_000,
)

test('handlers of originals wait while 73,733 bytes of replies are not taken, though there is room for more', async () => {
  const replies: string[] = []
  const { world, raw, session } = await serverIn('converse', {
    converse: {
      Say: ({ text }, peer) => {
        replies.push(text)
        return peer.reply({ type: 'Say', text: 'x'.repeat(10_000) })
      },
    },
  })
  raw.connection.pause()
  raw.say(...Array.from({ length: 20 }, (_, at) => sayFrame(at + 1, `${at + 1}`)))
  await world.pass(100)
  // A frame of 16 bytes of header and 10,003 of body: the eighth is the first that comes to the 73,733 of the limit.
  expect(limits.repliesPendingBytes).toBe(73_733)
  expect(replies).toHaveLength(8)
  const { writeBuffer } = session.connection
  expect(writeBuffer.replyBytes).toBe(8 * 10_019)
  expect(writeBuffer.queuedBytes).toBeLessThan(limits.repliesUpToBytes)
  raw.connection.resume()
  await world.pass(100)
  expect(replies).toHaveLength(20)
})

test('reading stops in the middle of a chunk whose replies are too much, and goes on later', async () => {
  const handled: string[] = []
  const { world, raw } = await serverIn('converse', {
    converse: {
      Say: (heard, peer) => {
        handled.push(heard.text)
        return peer.reply({ type: 'Say', text: large })
      },
    },
  })
  raw.connection.pause()
  raw.say(...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((text, at) => sayFrame(at + 1, text)))
  await world.pass(100)
  expect(handled.length).toBeLessThan(6)
  raw.connection.resume()
  await world.pass(100)
  expect(handled).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])
})

test('replies that come later, and more of them than there is room for, wait their turn, and reading with them', async () => {
  const { world, raw } = await serverIn('converse', {
    converse: {
      Say: async (heard, peer) => {
        await new Promise<void>((resolve) => void world.clock.setTimer(10, resolve))
        await peer.reply({ type: 'Say', text: heard.text + large })
      },
    },
  })
  raw.connection.pause()
  const says = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => sayFrame(from + at, `${from + at}.`))
  raw.say(...says(1, 30))
  await world.pass(20)
  raw.say(...says(31, 60))
  await world.pass(20)
  raw.connection.resume()
  await world.pass(100)
  const answers = raw.frames.filter(({ name }) => name === 'Say')
  expect(answers.map((answer) => textOf(answer, 1).split('.')[0])).toEqual(
    Array.from({ length: 60 }, (_, at) => `${at + 1}`),
  )
  expect(answers.map(({ re }) => re)).toEqual(answers.map((_, at) => at + 1))
})

describe('say', () => {
  test('waits for room, and its promise with it', async () => {
    const { world, raw, session } = await serverIn('converse')
    raw.connection.pause()
    const ids: number[] = []
    for (let at = 0; at < 6; at++) void session.say({ type: 'Say', text: large }).then((id) => ids.push(id))
    await world.pass(100)
    expect(ids.length).toBeLessThan(6)
    expect(session.connection.writeBuffer.queuedBytes).toBeLessThan(2 * limits.originalsUpToBytes)
    raw.connection.resume()
    await world.pass(100)
    raw.say(message('Ack', num(1, 3)))
    await world.pass(100)
    expect(ids).toEqual([1, 2, 3, 4, 5, 6])
    expect(raw.words.filter((word) => word.startsWith('Say'))).toHaveLength(6)
  })

  test('goes on when the system takes everything at once', async () => {
    const world = new World()
    const { raw, session } = world.rawClient({}, { bufferBytes: 8 * 1024 * 1024 })
    await world.pass()
    raw.say(message('Hello'))
    await world.pass()
    let said = 0
    for (let at = 0; at < 50; at++) void session.say({ type: 'Say', text: large }).then(() => said++)
    for (let acked = 4; acked < 50; acked += 4) {
      raw.say(message('Ack', num(1, acked)))
      await world.pass(10)
    }
    expect(said).toBe(50)
  })

  test('waits for an acknowledgement once the window is full, and for a second one, too', async () => {
    const { world, raw, session } = await serverIn('converse')
    let said = 0
    for (let at = 0; at < 2_000; at++) void session.say({ type: 'Say', text: 'x' }).then(() => said++)
    await world.pass(1_000)
    expect(said).toBe(1_024)
    raw.say(message('Ack', num(1, 500)))
    await world.pass(60_000)
    expect(said).toBeGreaterThan(1_400)
    expect(said).toBeLessThanOrEqual(1_524)
  })

  test('does not wait for a side that never acknowledges', async () => {
    const { world, session } = await serverIn('converse')
    let said = 0
    for (let at = 0; at < 2_000; at++) void session.say({ type: 'Say', text: 'x' }).then(() => said++)
    await world.pass(4_999)
    expect(said).toBe(1_024)
    await world.pass(1)
    expect(said).toBe(2_000)
  })

  test('never stops the reading of what the other side says', async () => {
    const heard: string[] = []
    const converse = { Say: ({ text }: { text: string }) => void heard.push(text) }
    const { world, raw, session } = await serverIn('converse', { converse })
    raw.connection.pause()
    for (let at = 0; at < 20; at++) void session.say({ type: 'Say', text: large })
    await world.pass(100)
    raw.say(...Array.from({ length: 200 }, (_, at) => sayFrame(at + 1, `${at}`)))
    await world.pass(100)
    expect(heard).toHaveLength(200)
  })

  test('is refused beyond 1,024 that wait', async () => {
    const { world, raw, session } = await serverIn('converse')
    raw.connection.pause()
    const outcomes = Array.from({ length: 1_100 }, () =>
      session.say({ type: 'Say', text: large }).then(
        () => 'said',
        (error) => error.code,
      ),
    )
    await world.pass(20_000)
    const codes = await Promise.all(outcomes)
    expect(codes.at(-1)).toBe('TOO_MANY_WAITING')
    // The others are told that they were never said, once the connection is given up.
    expect(codes.filter((code) => code === 'ENDED').length).toBe(1_024)
  })
})

test('two sides that say 5 MB each at once do not block each other', async () => {
  const world = new World()
  const atServer: string[] = []
  const { caller, session } = world.pair(
    { converse: { Say: ({ text }) => void atServer.push(text.slice(0, 5)) } },
    { converse: { Say: ({ text }) => void atClient.push(text.slice(0, 5)) } },
    small,
  )
  const atClient: string[] = []
  await world.pass()
  const text = (at: number): string => `${at}`.padStart(5) + 'y'.repeat(50_000)
  const sayAll = async (one: { say(message: { type: 'Say'; text: string }): Promise<number> }) => {
    for (let at = 0; at < 100; at++) await one.say({ type: 'Say', text: text(at) })
  }
  const line = caller.connection?.messaging
  if (line == null) throw new Error('no conversation')
  const all = Promise.all([sayAll(session()), sayAll(line)])
  let done = false
  void all.then(() => {
    done = true
  })
  await world.until(() => done && atServer.length === 100 && atClient.length === 100, 60_000)
  const expected = Array.from({ length: 100 }, (_, at) => `${at}`.padStart(5))
  expect([atServer, atClient]).toEqual([expected, expected])
})

describe('an iterator that nobody reads', () => {
  test('stops the reading, and nothing is lost when it is read', async () => {
    const { world, raw, caller } = await clientIn('converse')
    const texts = Array.from({ length: 1_200 }, (_, at) => `${at}`.padEnd(1_000, '.'))
    for (let at = 0; at < texts.length; at += 100)
      raw.say(...texts.slice(at, at + 100).map((text, by) => sayFrame(at + by + 1, text)))
    await world.pass(1_000)
    expect(raw.connection.queuedBytes).toBeGreaterThan(100_000)
    const taken: string[] = []
    while (taken.length < texts.length) {
      const { value } = (await Promise.race([
        caller.inbox.next(),
        world.until(() => false, 50).catch(() => ({ value: undefined })),
      ])) as { value?: HeardMessage }
      if (value === undefined) break
      taken.push(value.text)
      await world.pass()
    }
    expect(taken).toEqual(texts)
  })

  test('is no silence, however long it lasts', async () => {
    const { world, raw, caller, state } = await clientIn('converse')
    raw.say(...Array.from({ length: 2_500 }, (_, at) => sayFrame(at + 1, 'x')))
    await world.pass(200_000)
    expect(state()).toBe('converse')
    expect(raw.words.filter((word) => word.startsWith('Bye'))).toEqual([])
    for (let at = 0; at < 2_500; at++) await caller.inbox.next()
    await world.pass(89_000)
    expect(state()).toBe('converse')
    await world.pass(1_000)
    expect(raw.words.at(-1)).toBe('Bye IDLE')
  })

  test('does not keep the other side from hearing that this one is alive', async () => {
    const world = new World()
    const { caller, session } = world.pair()
    await world.pass()
    for (let at = 0; at < 2_100; at++) void session().say({ type: 'Say', text: 'x' })
    await world.pass(200_000)
    expect([session().connection.ending, caller.connection?.ending]).toEqual([null, null])
  })
})

test('handlers that do not come to an end stop the reading after 64 of them', async () => {
  let running = 0
  const finish: (() => void)[] = []
  const { world, raw } = await serverIn('converse', {
    converse: {
      Say: () => {
        running += 1
        return new Promise<void>((resolve) => finish.push(resolve))
      },
    },
  })
  raw.say(...Array.from({ length: 200 }, (_, at) => sayFrame(at + 1, 'x')))
  await world.pass(10)
  expect(running).toBe(64)
  for (const done of finish.splice(0)) done()
  await world.pass(10)
  expect(running).toBe(128)
})

test('Pings without end are answered, and those answers are bounded, too', async () => {
  const { world, raw, session } = await serverIn('converse')
  raw.connection.pause()
  for (let round = 0; round < 40; round++) {
    raw.say(...Array.from({ length: 1_000 }, () => message('Ping')))
    await world.pass(10)
  }
  expect(session.connection.writeBuffer.queuedBytes).toBeLessThanOrEqual(2 * limits.originalsUpToBytes)
  raw.connection.resume()
  await world.pass(100)
  const pongs = raw.frames.filter(({ name }) => name === 'Pong')
  expect(pongs).toHaveLength(40_000)
  expect(new Set(pongs.map((pong) => numberOf(pong, 1)))).toEqual(new Set([7]))
})

test.each(['bye', 'logout'] as const)(
  'a client whose iterator nobody reads hears the answer to its %s all the same',
  async (how) => {
    const { world, raw, caller } = await clientIn('converse')
    raw.say(...Array.from({ length: 2_100 }, (_, at) => sayFrame(at + 1, 'x')))
    await world.pass(10)
    raw.say(sayFrame(2_101, 'in flight'))
    if (how === 'bye') caller.bye()
    else caller.logout(false)
    await world.pass()
    raw.say(message('Bye', num(1, how === 'bye' ? 1 : 2)))
    raw.end()
    await world.pass()
    await expect(caller.over).resolves.toMatchObject({ how: 'bye', by: 'us' })
    const taken: number[] = []
    for (let next = await caller.inbox.next(); next.done !== true; next = await caller.inbox.next())
      taken.push(next.value.id)
    expect(taken).toEqual(Array.from({ length: 2_101 }, (_, at) => at + 1))
  },
)
