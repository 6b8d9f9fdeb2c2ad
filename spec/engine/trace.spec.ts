import { expect, test } from '@jest/globals'
import { type ClientEvent, connect, createServer, type ServerEvent } from '../../src/index.ts'
import { frame, message, sayFrame } from '../support/wire.ts'
import { World } from '../support/world.ts'

type Frame = Extract<ClientEvent, { readonly event: 'frame' }>

/** Frames as one line each: direction, message, id, what it answers, bytes, state. */
const framesOf = (events: readonly ClientEvent[]): readonly string[] =>
  events
    .filter((event): event is Frame => event.event === 'frame')
    .map(({ direction, type, id, re, bytes, state }) => `${direction} ${type} ${id} ${re} ${bytes} ${state}`)

const conversation = async (level: 'debug' | 'trace' | undefined): Promise<World> => {
  const world = new World()
  world.level = level
  const { caller } = world.pair({ converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) } })
  await world.pass()
  const answer = caller.connection?.messaging?.ask({ type: 'Say', text: 'secret' }, {})
  await world.pass()
  await answer
  caller.bye()
  await world.pass(100)
  return world
}

test('with trace each frame is told by direction, message, id, what it answers, bytes and state, without its text', async () => {
  const { serverLog, clientLog } = await conversation('trace')
  const server = framesOf(serverLog)
  expect(server.map((line) => line.replace(/ \d+ (?=\S+$)/, ' '))).toEqual([
    'in Hello 0 0 connect.hello',
    'out Welcome 0 0 connect.welcome',
    'out Ready 0 0 identify.greet',
    'in Say 1 0 converse',
    'out Say 1 1 converse',
    'in Ack 0 0 converse',
    'in Bye 0 0 converse',
    'out Bye 0 0 close.client',
  ])
  // A header of 16 bytes; a text of 6 with its tag and its length.
  expect(server[3]).toBe('in Say 1 0 24 converse')
  const mirrored = server.map((line) => line.replace(/^(in|out)/, (way) => (way === 'in' ? 'out' : 'in')))
  expect(framesOf(clientLog)).toEqual(mirrored)
  expect(JSON.stringify([serverLog, clientLog])).not.toContain('secret')
})

test('with debug each change of state is told, and no frame; without either nothing is', async () => {
  const states = ({ serverLog }: World): readonly string[] =>
    serverLog.flatMap((event) => (event.event === 'state' ? [`${event.from} ${event.to}`] : []))
  const debugged = await conversation('debug')
  expect(states(debugged)).toEqual([
    'connect.hello identify.greet',
    'identify.greet converse',
    'converse close.client',
    'close.client close.done',
  ])
  expect(states(await conversation('trace'))).toEqual(states(debugged))
  expect(framesOf(debugged.serverLog)).toEqual([])
  const plain = await conversation(undefined)
  expect(plain.serverLog.map(({ event }) => event)).toEqual(['ready', 'disconnected'])
})

test('a frame that is refused by its header is told, too, with the number of a message that there is not', async () => {
  const world = new World()
  world.level = 'trace'
  const { raw } = world.rawClient()
  raw.say(message('Hello'))
  await world.pass()
  raw.say(frame(4_711, Buffer.from('xyz'), { id: 9, re: 8 }))
  await world.pass()
  const frames = framesOf(world.serverLog)
  expect(frames.at(-2)).toBe('in 4711 9 8 19 converse')
  expect(frames.at(-1)).toMatch(/^out Fault 0 0 \d+ converse$/)
  expect(world.serverLog.at(-1)).toMatchObject({ event: 'state', to: 'close.done' })
})

test('with debug it is told that reading waits for the handlers of answers, and goes on', async () => {
  const world = new World()
  world.level = 'debug'
  const finish: (() => void)[] = []
  const { raw, session } = world.rawClient({
    converse: { Say: () => new Promise<void>((resolve) => void finish.push(resolve)) },
  })
  raw.say(message('Hello'))
  await world.pass()
  await session.say({ type: 'Say', text: 'asked' })
  raw.say(...Array.from({ length: 64 }, (_, index) => sayFrame(index + 1, 'x', 1)))
  await world.pass()
  for (const each of finish) each()
  await world.pass()
  expect(world.serverLog.filter(({ event }) => event === 'reading')).toEqual([
    { event: 'reading', paused: true },
    { event: 'reading', paused: false },
  ])
})

test('a log that wants data from now on, or no more, is told so of connections that are there, both ways', async () => {
  const told: string[] = []
  const log = { data: false, write: ({ event }: ServerEvent) => void told.push(event) }
  const server = await createServer({
    port: 0,
    mode: 'echo',
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
    log,
  })
  const client = await connect({ port: server.port, reconnect: false, converse: { Say: () => {} } })
  const heard = async (): Promise<readonly string[]> => {
    told.length = 0
    await client.ask({ type: 'Say', text: 'one' })
    return told.filter((event) => event === 'received' || event === 'sent')
  }
  expect(await heard()).toEqual([])
  log.data = true
  expect(await heard()).toEqual(['received', 'sent'])
  log.data = false
  expect(await heard()).toEqual([])
  await client.bye()
  await server.close()
})
