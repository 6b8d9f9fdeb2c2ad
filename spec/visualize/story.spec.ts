import { expect, test } from '@jest/globals'
import type { Capture, CaptureEntry } from '../../src/capture/index.ts'
import type { TraceStep } from '../../src/verify/trace.ts'
import { storyOf } from '../../src/visualize/trace-of-capture.ts'
import { contract, conversation, incident } from './page/sample.ts'

const momentsOf = (incidents: readonly CaptureEntry[]): readonly TraceStep[] => {
  const capture: Capture = { protocol: 'talk', version: 1, contract: '0'.repeat(16), incidents }
  return storyOf(capture, contract, 'Recorded').moments
}

/** The moment that the last of some captured lines leads to. */
const lastOf = (...incidents: readonly CaptureEntry[]): TraceStep | undefined => momentsOf(incidents).at(-1)

const position = ({ client, server, toServer, toClient }: TraceStep) => [
  client.state,
  server.state,
  toServer,
  toClient,
]

const lines = conversation.map(([line]) => incident(line))
const expected = conversation.map(([, ...position]) => position)

test('both sides move as the contract says, and messages are on their way from being said to being heard', () => {
  const [first, ...moments] = momentsOf(lines)
  expect(first).toEqual({
    text: 'The connection stands.',
    client: { state: 'connect.hello', place: null },
    server: { state: 'connect.hello', place: null },
    toServer: [],
    toClient: [],
  })
  expect(moments.map(position)).toEqual(expected)
  expect(moments.map(({ text }) => text.split('. ').length)).toEqual(moments.map(() => 1))
})

test('one end’s lines after the other’s tell of the same conversation', () => {
  const apart = [
    ...lines.filter(({ side }) => side === 'server'),
    ...lines.filter(({ side }) => side === 'client'),
  ]
  const moments = momentsOf(apart)
  expect(moments.length).toBe(lines.length + 1)
  expect(moments.at(-1)).toEqual(momentsOf(lines).at(-1))
  expect(moments.filter(({ text }) => text.includes('has not said'))).toEqual([])
})

test('of one end alone the other is taken to hear at once, and to say what is heard', () => {
  const [, ...moments] = momentsOf(lines.filter(({ side }) => side === 'server'))
  expect(moments.map(({ text }) => text).filter((text) => text.split('. ').length > 1)).toEqual([])
  expect(moments.slice(0, 4).map(position)).toEqual([
    ['connect.welcome', 'connect.welcome', [], []],
    ['connect.welcome', 'identify.greet', [], ['Welcome']],
    ['identify.greet', 'identify.greeted', [], ['Greeting']],
    ['identify.greeted', 'converse', [], ['Ready']],
  ])
  expect(moments.at(-1)).toMatchObject({ client: { state: 'close.done' }, server: { state: 'close.done' } })
})

test('a breach is noted and moves nobody', () => {
  expect(lastOf(incident(['client', 'says', 'Say']), incident(['server', 'hears', 'Say']))).toEqual({
    text: 'The server hears Say. The contract does not let it hear that in connect.hello.',
    client: { state: 'connect.hello', place: null },
    server: { state: 'connect.hello', place: null },
    toServer: [],
    toClient: [],
  })
  expect(lastOf(incident(['client', 'says', 'Nonsense']))?.text).toBe(
    'The client says Nonsense. The contract does not let it say that in connect.hello.',
  )
})

test('what nobody said, and what overtakes, is noted', () => {
  const says = incident(['client', 'says', 'Hello'])
  expect(lastOf(says, incident(['server', 'hears', 'Bye', 'DONE']))).toMatchObject({
    text: 'The server hears Bye: reason DONE. The client has not said it.',
    toServer: ['Hello'],
  })
  expect(
    lastOf(says, incident(['client', 'says', 'Bye', 'DONE']), incident(['server', 'hears', 'Bye', 'DONE'])),
  ).toMatchObject({
    text: 'The server hears Bye: reason DONE. What was said before it has not arrived.',
    toServer: ['Hello'],
  })
  const say = (does: 'says' | 'hears', id: number): CaptureEntry => ({
    ...{ at: 0, side: does === 'says' ? 'client' : 'server', does, message: { type: 'Say' }, id, re: 0 },
  })
  expect(lastOf(say('says', 1), say('says', 2), say('hears', 2))?.text).toContain('has not arrived')
})

test('what arrives after the end is dropped', () => {
  const done = [incident(['server', 'says', 'Fault', 'OVERLOADED']), incident(['client', 'says', 'Hello'])]
  expect(lastOf(...done, incident(['server', 'hears', 'Hello']))).toMatchObject({
    text: 'The server hears Hello. It is dropped: the conversation is over.',
    server: { state: 'close.done' },
    toClient: ['Fault OVERLOADED'],
  })
})

test('who loses the connection is offline, and nothing more arrives there', () => {
  const says = incident(['client', 'says', 'Hello'])
  const meets = (event: 'lost' | 'deadline' | 'cut'): CaptureEntry => ({
    at: 0,
    side: 'server',
    does: 'meets',
    event,
  })
  expect(lastOf(says, meets('lost'))).toMatchObject({ server: { state: 'offline' }, toServer: [] })
  expect(lastOf(says, meets('deadline'))).toMatchObject({
    text: 'The deadline of the server passes in connect.hello.',
    toServer: ['Hello'],
  })
  expect(lastOf(says, meets('cut'))?.text).toBe('From now on nothing arrives at the server.')
  expect(lastOf(says, meets('lost'), incident(['server', 'hears', 'Hello']))?.text).toContain('in offline.')
})

test('a message is told with its numbers and fields; of a secret nothing, of an unknown field nothing, of a long one the start', () => {
  const told = (message: Record<string, string | number> & { type: string }, id = 0, re = 0) =>
    lastOf({ at: 0, side: 'client', does: 'says', message, id, re })?.text
  expect(told({ type: 'Login', name: 'anna', password: 'canary', more: 'canary' })).toContain(
    'The client says Login: name “anna”, password ***.',
  )
  expect(told({ type: 'Nonsense', text: 'canary' })).not.toContain('canary')
  expect(told({ type: 'Say', text: 'hello' }, 3, 2)).toContain(
    'The client says Say #3 in reply to #2: text “hello”.',
  )
  expect(lastOf(incident(['server', 'hears', 'Bye', 'IDLE']))?.text).toContain(
    'The server hears Bye: reason IDLE.',
  )
  expect(told({ type: 'Say', text: '😀'.repeat(40_000) })?.length).toBeLessThan(300)
  expect(told({ type: 'Say', text: `x${'😀'.repeat(400)}` })?.isWellFormed()).toBe(true)
  expect(told({ type: 'constructor' })).toContain('The client says constructor.')
})

test('a long capture is cut, and so is a long queue', () => {
  const hello = incident(['client', 'says', 'Hello'])
  const both = [
    incident(['server', 'says', 'Welcome']),
    ...Array.from({ length: 2_499 }, () => ({ ...hello })),
  ]
  const moments = momentsOf(both)
  expect(moments.length).toBe(2_002)
  expect(moments.at(-1)?.text).toBe('What follows is not shown: 500 more.')
  expect(moments.at(-1)?.toServer.length).toBe(65)
  expect(moments.at(-1)?.toServer.at(-1)).toBe('and 1935 more')
})
