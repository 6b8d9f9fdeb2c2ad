import { afterEach, expect, jest, test } from '@jest/globals'
import { combined, observeAll } from '../../src/engine/observer.ts'
import { connect, createServer, type Observer } from '../../src/index.ts'
import { World } from '../support/world.ts'

afterEach(() => {
  jest.restoreAllMocks()
})

/** All that an end tells, a line each. */
const noted = (): { readonly lines: string[]; readonly observer: Observer } => {
  const lines: string[] = []
  return {
    lines,
    observer: {
      stepped: ({ side, event }) => lines.push(`${side} steps ${event}`),
      entered: ({ from, to }) => lines.push(`from ${from} to ${to}`),
      framed: ({ direction, type, id, re, state }) =>
        lines.push(`${direction} ${type} ${id} ${re} in ${state}`),
      passed: ({ does, message, id, re }) => lines.push(`${does} ${message.type} ${id} ${re}`),
      reading: ({ paused }) => lines.push(`reading ${paused ? 'waits' : 'goes on'}`),
      ended: ({ session, ending }) => lines.push(`ended ${session} ${ending.how}`),
    },
  }
}

test('an observer hears of steps, frames, messages, states and the ending, in their order', async () => {
  const world = new World()
  const { lines, observer } = noted()
  const { caller } = world.pair(
    { observer, converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) } },
    {},
  )
  await world.pass()
  await Promise.all([caller.connection?.messaging?.ask({ type: 'Say', text: 'x' }, {}), world.pass()])
  caller.bye()
  await world.pass(100)
  expect(lines).toEqual([
    'in Hello 0 0 in connect.hello',
    'hears Hello 0 0',
    'server steps recv.Hello',
    'out Welcome 0 0 in connect.welcome',
    'says Welcome 0 0',
    'from connect.hello to identify.greet',
    'server steps looked.waived',
    'out Ready 0 0 in identify.greet',
    'says Ready 0 0',
    'from identify.greet to converse',
    'in Say 1 0 in converse',
    'hears Say 1 0',
    'out Say 1 1 in converse',
    'says Say 1 1',
    'in Ack 0 0 in converse',
    'hears Ack 0 0',
    'in Bye 0 0 in converse',
    'hears Bye 0 0',
    'server steps recv.Bye',
    'from converse to close.client',
    'server steps settled',
    'out Bye 0 0 in close.client',
    'says Bye 0 0',
    'from close.client to close.done',
    'ended session-1 bye',
  ])
})

test('one that hears of messages alone leaves frames to the short way, and sees the same messages', async () => {
  const seen = async (headers: boolean): Promise<readonly string[]> => {
    const world = new World()
    const lines: string[] = []
    const observer: Observer = {
      ...(headers ? { framed: () => {} } : {}),
      passed: ({ does, message, id, re }) => lines.push(`${does} ${JSON.stringify(message)} ${id} ${re}`),
    }
    const { caller, session } = world.pair({}, { observer })
    await world.pass()
    expect(caller.connection?.watch?.isOfHeaders).toBe(headers)
    expect(session().connection.watch?.isOfHeaders ?? false).toBe(false)
    for (const text of ['a', 'b', 'c']) void session().say({ type: 'Say', text })
    await world.pass(100)
    return lines
  }
  const short = await seen(false)
  expect(short.filter((line) => line.includes('Say'))).toEqual([
    'hears {"type":"Say","text":"a"} 1 0',
    'hears {"type":"Say","text":"b"} 2 0',
    'hears {"type":"Say","text":"c"} 3 0',
  ])
  expect(await seen(true)).toEqual(short)
})

test('whoever counts frames decodes those that it wants, and leaves the rest to the short way', async () => {
  const world = new World()
  const lines: string[] = []
  const observer: Observer = {
    opened: ({ side, session }) => {
      lines.push(`opened ${side} ${session}`)
      return (frame) => {
        const { does, number, id, re, bytes } = frame
        lines.push(
          `${does} ${number} ${id} ${re} ${bytes}${number === 64 ? JSON.stringify(frame.decode()) : ''}`,
        )
      }
    },
  }
  const { caller, session } = world.pair({ observer }, {})
  await world.pass()
  expect(session().connection.watch?.isOfHeaders).toBe(false)
  void caller.connection?.messaging?.say({ type: 'Say', text: 'x' })
  await world.pass(100)
  expect(lines.slice(0, 1)).toEqual(['opened server session-1'])
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^hears 1 0 0 \d+$/),
    expect.stringMatching(/^says 2 0 0 \d+$/),
    'says 12 0 0 16',
    // A header of 16 bytes, then tag, length and one letter.
    'hears 64 1 0 19{"type":"Say","text":"x"}',
  ])
})

test('observers of one end are each heard, and one that stops hears no more frames', async () => {
  const world = new World()
  const counts = { own: 0, everywhere: 0 }
  const counting = (who: keyof typeof counts): Observer => ({
    opened: ({ side }) =>
      side === 'server'
        ? () => {
            counts[who] += 1
          }
        : null,
  })
  const stop = observeAll(counting('everywhere'))
  world.pair({ observer: combined([counting('own'), { entered: () => {} }]) ?? {} }, {})
  await world.pass()
  expect(counts).toEqual({ own: 3, everywhere: 3 })
  stop()
  const another = new World()
  another.pair({ observer: counting('own') }, {})
  await another.pass()
  expect(counts).toEqual({ own: 6, everywhere: 3 })
})

test('an observer that throws, or rejects, does a server and a client no harm, and each is told once', async () => {
  const told: unknown[] = []
  jest.spyOn(console, 'error').mockImplementation((text) => void told.push(text))
  const fails = (): never => {
    throw new Error('no \u001b[31mink')
  }
  const throwing: Observer = {
    opened: () => fails,
    stepped: fails,
    entered: fails,
    framed: fails,
    passed: fails,
    reading: fails,
    ended: fails,
  }
  // It returns nothing that is looked at, by its type.
  const rejecting = { passed: async () => fails() } as Observer
  const server = await createServer({
    port: 0,
    mode: 'echo',
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
    observer: throwing,
  })
  const client = await connect({ port: server.port, observer: rejecting })
  expect((await client.ask({ type: 'Say', text: 'one' })).text).toBe('one')
  await client.bye()
  await server.close()
  const line = /^The observer failed \(Error: no {2}\[31mink\); what it does not take is lost\.$/
  expect(told).toEqual([expect.stringMatching(line), expect.stringMatching(line)])
})
