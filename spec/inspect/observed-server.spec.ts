import { expect, test } from '@jest/globals'
import { ObservedServer } from '../../src/inspect/observed-server.ts'
import { traceOf } from '../../src/inspect/trace.ts'
import { Views } from '../../src/inspect/views.ts'
import { contract } from '../support/contract.ts'
import { frame, number } from '../support/wire.ts'
import { World } from '../support/world.ts'

const nobody = { watch: '', find: '', state: '' }
const echo = {
  Say: ({ text }: { text: string }, peer: never) =>
    (peer as { reply(m: object): void }).reply({ type: 'Say', text }),
}

const observed = (texts = false): { readonly world: World; readonly server: ObservedServer } => {
  const world = new World()
  return { world, server: new ObservedServer(contract, texts, () => 1_000_000 + world.clock.now()) }
}

test('sessions are counted by state as they move, and are gone when they end', async () => {
  const { world, server } = observed()
  const views = new Views(server, nobody)
  const { caller } = world.pair({ observer: server.observer }, {})
  expect(views.next(0)).toMatchObject({ sessions: 1, inState: { 'connect.hello': 1 }, moves: [] })
  await world.pass()
  expect(views.next(0)).toMatchObject({
    sessions: 1,
    inState: { converse: 1 },
    moves: [
      ['connect.hello', 'identify.greet', 1],
      ['identify.greet', 'converse', 1],
    ],
  })
  caller.bye()
  await world.pass(100)
  expect(views.next(0)).toMatchObject({
    sessions: 0,
    inState: {},
    moves: [
      ['converse', 'close.client', 1],
      ['close.client', 'close.done', 1],
    ],
  })
})

test('messages and bytes are counted, and decoded only while somebody looks', async () => {
  const { world, server } = observed()
  const { caller } = world.pair({ observer: server.observer, converse: echo as never }, {})
  await world.pass()
  const said = caller.connection?.messaging
  void said?.say({ type: 'Say', text: 'before' })
  await world.pass(10)
  const views = new Views(server, { ...nobody, watch: 'session-1' })
  void said?.say({ type: 'Say', text: 'after' })
  await world.pass(10)
  const { watched, totals } = views.next(0)
  if (watched === null || watched === 'gone') throw new Error('It is not looked at.')
  // A header of 16 bytes; tag, length and letters.
  expect(totals).toMatchObject({ opened: 1, heard: 2, said: 2, refused: 0 })
  const says = watched.frames.filter(({ type }) => type === 'Say')
  expect(says.map(({ kind, id, re, bytes, contents }) => [kind, id, re, bytes, contents])).toEqual([
    ['hears', 1, 0, 24, null],
    ['says', 1, 1, 24, null],
    ['hears', 2, 0, 23, 'text “***”'],
    ['says', 2, 2, 23, 'text “***”'],
  ])
  views.close()
  void said?.say({ type: 'Say', text: 'later' })
  await world.pass(10)
  const later = new Views(server, { ...nobody, watch: 'session-1' }).next(0).watched
  expect(later === null || later === 'gone' ? [] : later.frames.filter(({ id }) => id === 3)).toMatchObject([
    { contents: null },
    { contents: null },
  ])
})

test('texts are shown where they are wanted, with what could act on a terminal or a reader written out', async () => {
  const { world, server } = observed(true)
  const { caller } = world.pair({ observer: server.observer }, {})
  await world.pass()
  const views = new Views(server, { ...nobody, watch: 'session-1' })
  void caller.connection?.messaging?.say({ type: 'Say', text: '<b>\u202ex' })
  await world.pass(10)
  const { watched } = views.next(0)
  expect(watched === null || watched === 'gone' ? null : watched.frames.at(-1)).toMatchObject({
    type: 'Say',
    contents: 'text “<b>\\u202ex”',
  })
})

test('of many messages at once some are decoded, and of more than are kept the number is told', async () => {
  const { world, server } = observed()
  const { session } = world.pair({ observer: server.observer }, {})
  await world.pass()
  const views = new Views(server, { ...nobody, watch: 'session-1' })
  views.next(0)
  for (let count = 0; count < 500; count++) void session().say({ type: 'Say', text: 'x' })
  await world.pass(200)
  const { watched } = views.next(0)
  if (watched === null || watched === 'gone') throw new Error('It is not looked at.')
  const says = watched.frames.filter(({ type }) => type === 'Say').length
  expect(watched.frames.length).toBe(256)
  expect(watched.skipped).toBeGreaterThan(500 - says - 1)
  expect(session().counts.said).toBe(watched.said)
})

test('a session that is refused is kept with what led there, and its trace can be stepped through', async () => {
  const { world, server } = observed()
  const { raw } = world.rawClient({ observer: server.observer })
  await world.pass()
  raw.say(frame(number.Login, Buffer.from('0a01611208636f7272656374', 'hex')))
  await world.pass(100)
  raw.end()
  await world.pass(5_000)
  const { refusals } = new Views(server, nobody).next(0)
  expect(refusals).toMatchObject({
    codes: [{ code: 'UNEXPECTED_MESSAGE', by: 'us', count: 1 }],
    last: [{ number: 1, code: 'UNEXPECTED_MESSAGE', session: 'session-1', name: null }],
  })
  const refusal = server.refusals.withNumber(1)
  if (refusal === undefined) throw new Error('It is not kept.')
  const { moments } = traceOf(contract, server.names, refusal)
  expect(moments[0]?.text).toBe('The connection stands.')
  expect(moments.map(({ server }) => server.state).at(-1)).toBe('close.done')
  expect(moments[1]?.text).toMatch(
    /^The server says Fault: code UNEXPECTED_MESSAGE, detail “Message 8 is not legal/,
  )
})

test('a trace of more frames than are kept begins in the state in which the first of them was said', async () => {
  const { world, server } = observed()
  const { session, link } = world.pair({ observer: server.observer }, {})
  await world.pass()
  for (let count = 0; count < 100; count++) void session().say({ type: 'Say', text: 'x' })
  await world.pass(200)
  link().client.write(frame(42))
  await world.pass(5_000)
  const [refusal] = server.refusals.last
  if (refusal === undefined) throw new Error('It is not kept.')
  const { moments } = traceOf(contract, server.names, refusal)
  expect(moments.length).toBe(65)
  expect(moments[0]).toMatchObject({
    text: expect.stringMatching(/^What came before was not kept: \d+ more\.$/),
    server: { state: 'converse' },
    client: { state: 'converse' },
  })
  expect(moments.filter(({ text }) => text.includes('does not let'))).toEqual([])
})

test('a deadline that passes is in the trace', async () => {
  const { world, server } = observed()
  world.rawClient({ observer: server.observer })
  await world.pass(20_000)
  const [refusal] = server.refusals.last
  if (refusal === undefined) throw new Error('It is not kept.')
  const texts = traceOf(contract, server.names, refusal).moments.map(({ text }) => text)
  expect(texts[1]).toBe('The deadline of the server passes in connect.hello.')
  expect(texts[2]).toMatch(/^The server says Fault: code TIMEOUT/)
})

test('a session whose proof was denied is among the refused when it leaves, by the name that it gave', async () => {
  const { world, server } = observed()
  const credentials = { name: 'bert', password: 'a wrong password' } as never
  const { caller } = world.pair({ observer: server.observer, mode: 'auth' }, { credentials })
  await world.pass(5_000)
  caller.bye()
  await world.pass(5_000)
  expect(new Views(server, nobody).next(0).refusals).toMatchObject({
    codes: [{ code: 'BAD_CREDENTIALS', by: 'us' }],
    last: [{ code: 'BAD_CREDENTIALS', name: 'bert', detail: expect.stringMatching(/\w/) }],
  })
})

test('sessions are found by their name, address and state, and no more than 100 are listed', async () => {
  const { world, server } = observed()
  for (let count = 0; count < 120; count++) world.rawClient({ observer: server.observer })
  world.pair({ observer: server.observer }, {})
  await world.pass()
  const found = (wanted: Partial<typeof nobody>) => new Views(server, { ...nobody, ...wanted }).next(0)
  expect(found({})).toMatchObject({ sessions: 121, found: 121 })
  expect(found({}).rows.length).toBe(100)
  expect(found({}).rows[0]?.session).toBe('session-121')
  expect(found({ state: 'converse' }).rows.map(({ session }) => session)).toEqual(['session-121'])
  expect(found({ find: 'SESSION-12' }).rows.map(({ session }) => session)).toEqual([
    'session-121',
    'session-120',
    'session-12',
  ])
  expect(found({ find: 'nobody' })).toMatchObject({ found: 0, rows: [] })
  expect(found({ watch: 'nobody' }).watched).toBe('gone')
})

test('clients of the same process, and servers of another contract, are not shown', async () => {
  const { world, server } = observed()
  world.pair({}, { observer: server.observer })
  await world.pass()
  expect(server.size).toBe(0)
  const other = new ObservedServer({ ...contract, protocol: 'other' }, false, () => 0)
  world.pair({ observer: other.observer }, {})
  await world.pass()
  expect(other.size).toBe(0)
})
