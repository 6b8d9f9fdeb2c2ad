import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { ServerEvent } from '../../src/engine/index.ts'
import { connect, createServer, type Server } from '../../src/index.ts'
import { serverIn } from '../support/states.ts'
import { message, numberOf, sayFrame, textOf } from '../support/wire.ts'
import { World } from '../support/world.ts'

describe('a handler that fails ends its own session only', () => {
  const events: ServerEvent[] = []
  let server: Server
  beforeAll(async () => {
    server = await createServer({
      port: 0,
      mode: 'echo',
      log: { data: false, write: (event) => events.push(event) },
      converse: {
        Say: (heard, peer) => {
          if (heard.text === 'throw') throw new Error('made up')
          if (heard.text === 'reject') return Promise.reject(new Error('made up'))
          if (heard.text === 'throw nothing') throw undefined
          return peer.reply({ type: 'Say', text: heard.text })
        },
      },
    })
  })
  afterAll(() => server.close())

  test.each(['throw', 'reject', 'throw nothing'])('by Fault INTERNAL: %s', async (text) => {
    const bystander = await connect({ port: server.port, reconnect: false })
    const client = await connect({ port: server.port, reconnect: false })
    const logged = events.length
    await client.say({ type: 'Say', text })
    const ending = await client.over
    expect(ending).toMatchObject({ how: 'fault', code: 'INTERNAL', by: 'them' })
    expect(JSON.stringify(ending)).not.toContain('made up')
    await expect(bystander.ask({ type: 'Say', text: 'still there?' })).resolves.toMatchObject({
      text: 'still there?',
    })
    await bystander.bye()
    const since = events.slice(logged).map(({ event }) => event)
    expect(since.filter((event) => event === 'failed')).toHaveLength(1)
    expect(since.filter((event) => event === 'refused')).toHaveLength(1)
  })
})

test('a handler that throws leaves no timer behind', async () => {
  const { world, raw } = await serverIn('converse', {
    converse: {
      Say: () => {
        throw new Error('made up')
      },
    },
  })
  raw.say(sayFrame(1, 'x'))
  await world.pass()
  expect(raw.words.at(-1)).toBe('Fault INTERNAL')
  raw.end()
  await world.pass()
  expect(world.clock.pending).toBe(0)
})

test('a handler that throws after the last word of its side changes nothing on the wire', async () => {
  const { world, raw, session } = await serverIn('converse', {
    converse: {
      Say: () => {
        throw new Error('made up')
      },
    },
  })
  session.bye()
  await world.pass()
  const before = raw.frames.length
  raw.say(sayFrame(1, 'in flight'))
  await world.pass(10_000)
  expect([raw.words.slice(before), raw.hasEnded]).toEqual([[], true])
  raw.end()
  await world.pass()
  expect(world.clock.pending).toBe(0)
})

test('a reply that comes too late is refused, ends nothing, and the other side may finish', async () => {
  const outcomes: unknown[] = []
  const { world, raw, session, state } = await serverIn('converse', {
    converse: {
      Say: async (heard, peer) => {
        const outcome = peer.reply({ type: 'Say', text: heard.text })
        outcomes.push(await outcome.catch((error) => error.code))
        await outcome
      },
    },
  })
  session.bye()
  await world.pass()
  raw.say(sayFrame(1, 'in flight'))
  await world.pass()
  expect([outcomes, state()]).toEqual([['ENDED'], 'close.server'])
  expect(world.serverLog.filter(({ event }) => event === 'failed' || event === 'refused')).toEqual([])
  raw.say(message('Bye'))
  await world.pass()
  expect(state()).toBe('close.done')
})

test('who ignores that a reply was refused lives on', async () => {
  const { world, raw, session } = await serverIn('converse', {
    converse: {
      Say: (_, peer) => {
        void peer.reply({ type: 'Say', text: 'x' })
        void peer.say({ type: 'Say', text: 'x' })
        void peer.ask({ type: 'Say', text: 'x' })
      },
    },
  })
  session.bye()
  await world.pass()
  raw.say(sayFrame(1, 'in flight'))
  await world.pass()
  expect(raw.words.at(-1)).toBe('Bye DONE')
})

describe('ask', () => {
  const asking = async () => {
    const brought = await serverIn('converse')
    const { world, raw, session } = brought
    const before = raw.frames.length
    return { ...brought, said: () => raw.frames.slice(before), world, session }
  }

  test('resolves with the first message that answers it, and no handler hears that one', async () => {
    const heard: string[] = []
    const { world, raw, session } = await serverIn('converse', {
      converse: { Say: ({ text }) => void heard.push(text) },
    })
    const first = session.ask({ type: 'Say', text: 'one?' })
    const second = session.ask({ type: 'Say', text: 'two?' })
    await world.pass()
    raw.say(sayFrame(1, 'by the way'), sayFrame(2, 'two!', 2), sayFrame(3, 'one!', 1), sayFrame(4, 'and', 1))
    await world.pass()
    await expect(first).resolves.toMatchObject({ text: 'one!', id: 3, re: 1 })
    await expect(second).resolves.toMatchObject({ text: 'two!', id: 2, re: 2 })
    expect(heard).toEqual(['by the way', 'and'])
  })

  test('gives up after 30 s, or what it was told, and leaves no timer', async () => {
    const { world, session } = await asking()
    const usual = session.ask({ type: 'Say', text: '?' })
    const short = session.ask({ type: 'Say', text: '?' }, { withinMs: 1_000 })
    const codes: string[] = []
    usual.catch((error) => codes.push(`usual ${error.code}`))
    short.catch((error) => codes.push(`short ${error.code}`))
    await world.pass(999)
    expect(codes).toEqual([])
    await world.pass(1)
    expect(codes).toEqual(['short NO_ANSWER'])
    await world.pass(29_000)
    expect(codes).toEqual(['short NO_ANSWER', 'usual NO_ANSWER'])
  })

  test('gives up when it is told to, before and after it was said', async () => {
    const { world, session, said } = await asking()
    await expect(
      session.ask({ type: 'Say', text: '?' }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'ABORTED' })
    const aborter = new AbortController()
    const asked = session.ask({ type: 'Say', text: '?' }, { signal: aborter.signal })
    await world.pass()
    aborter.abort()
    await expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
    expect(said().length).toBeGreaterThan(0)
  })

  test.each([
    ['while it waits', false],
    ['in the moment in which it is said', true],
  ])('is told when the conversation ends %s, and leaves no timer', async (_, atOnce) => {
    const { world, raw, session } = await asking()
    const asked = session.ask({ type: 'Say', text: '?' })
    const outcome = asked.catch((error) => error.code)
    if (!atOnce) await world.pass()
    session.connection.refuse('INTERNAL')
    await world.pass()
    expect(await outcome).toBe('ENDED')
    raw.end()
    await world.pass()
    expect(world.clock.pending).toBe(0)
  })
})

describe('a message that the types would not let pass', () => {
  const wrong: readonly [string, unknown][] = [
    ['a control message', { type: 'Hello', minVersion: 1, maxVersion: 1 }],
    ['a last word', { type: 'Bye', reason: 'DONE', detail: '' }],
    ['a Fault', { type: 'Fault', code: 'INTERNAL', detail: '', retryAfterMs: 0, offending: 0 }],
    ['an Ack', { type: 'Ack', received: 0 }],
    ['a Ping', { type: 'Ping', nonce: 1 }],
    ['an unknown message', { type: 'Shout', text: 'x' }],
    ['a name of every object', { type: 'constructor' }],
    ['no message', {}],
    ['a lone surrogate', { type: 'Say', text: 'a\ud800' }],
    ['no text', { type: 'Say' }],
    ['a number for a text', { type: 'Say', text: 7 }],
    ['too long a text', { type: 'Say', text: 'x'.repeat(65_537) }],
    ['null', null],
    ['undefined', undefined],
    ['a text', 'Say'],
  ]

  test.each(wrong)('is refused and nothing is said: %s', async (_, given) => {
    const replies: Promise<unknown>[] = []
    const { world, raw, session } = await serverIn('converse', {
      converse: {
        Say: (_heard, peer) => void replies.push(peer.reply(given as never).catch((error) => error.code)),
      },
    })
    const before = raw.frames.length
    const said = await Promise.all([
      session.say(given as never).catch((error) => error.code),
      session.ask(given as never).catch((error) => error.code),
    ])
    raw.say(sayFrame(1, 'hello'))
    await world.pass()
    expect(said).toEqual(['MALFORMED_MESSAGE', 'MALFORMED_MESSAGE'])
    expect(await Promise.all(replies)).toEqual(['MALFORMED_MESSAGE'])
    expect(raw.frames.slice(before)).toEqual([])
    await expect(session.say({ type: 'Say', text: 'fine' })).resolves.toBe(1)
    await world.pass()
    expect([raw.words.at(-1), textOf(raw.last as never, 1)]).toEqual(['Say 1', 'fine'])
  })
})

test('a handler that asks the other side is answered while its own message is handled', async () => {
  const world = new World()
  const { caller, session } = world.pair(
    {
      converse: {
        Say: async (heard, peer) => {
          const answer = await peer.ask({ type: 'Say', text: `${heard.text}, by whom?` })
          await peer.reply({ type: 'Say', text: `${heard.text}, by ${answer.text}` })
        },
      },
    },
    { converse: { Say: (_, peer) => peer.reply({ type: 'Say', text: 'me' }) } },
  )
  await world.pass()
  const answer = caller.connection?.messaging?.ask({ type: 'Say', text: 'tea' }, {})
  await world.pass()
  await expect(answer).resolves.toMatchObject({ text: 'tea, by me' })
  session().bye()
  await world.pass(100)
  expect(world.clock.pending).toBe(0)
})

test('what a message answers is on the wire', async () => {
  const { world, raw } = await serverIn('converse', {
    converse: { Say: (_, peer) => peer.reply({ type: 'Say', text: 'yes' }) },
  })
  raw.say(sayFrame(1, 'a'), sayFrame(2, 'b'))
  await world.pass()
  expect(raw.frames.slice(-2).map(({ id, re, flags }) => [id, re, flags])).toEqual([
    [1, 1, 0],
    [2, 2, 0],
  ])
  expect(numberOf(raw.last as never, 2)).toBe(0)
})
