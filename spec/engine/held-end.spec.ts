import { expect, test } from '@jest/globals'
import { HeldEnd, type LeftEnd } from '../../src/engine/held-end.ts'
import { framesOf } from '../../src/engine/outbox.ts'
import { SequenceNumbers } from '../../src/engine/sequence.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { runtime } from '../support/machines.ts'
import { sayFrame } from '../support/wire.ts'

const converse = runtime.states.findIndex(({ name }) => name === 'converse')
const say = runtime.numbers.Say ?? 0

const open = () => {
  const told: string[] = []
  const kept: Buffer[] = []
  const sequence = Object.assign(new SequenceNumbers(), { said: 3 })
  const ending = { how: 'lost', code: 'BROKEN', detail: '' } as const
  // A connection has more than a held end asks of it.
  const left = {
    runtime,
    clock: new SimulatedClock(),
    limits: runtime.limits,
    says: runtime.says.server,
    version: 1,
    isEarlier: false,
    handlers: {},
    name: 'Ada',
    remote: { address: '127.0.0.1', port: 1 },
    ending,
    oldestKept: 7,
    keep: (message, id, re, bytes) => void told.push(`keep ${message.type} ${id} ${re} ${bytes}`),
    failedUnheard: (error) => void told.push(`failed ${error}`),
    answerFailed: (type, error) => void told.push(`unanswered ${type} ${error}`),
    refuse: (code, offending, detail) => void told.push(`${code} ${offending} ${detail}`),
    updateBackpressure: () => void told.push('backpressure'),
  } as Partial<LeftEnd> as LeftEnd
  const held = { sequence, spoil: () => void told.push('spoilt') }
  const keeper = {
    written: () => {},
    keep: (source: Uint8Array, bytes: number, id: number) => {
      told.push(`kept ${id}`)
      kept.push(Buffer.from(source.subarray(0, bytes)))
    },
  }
  return { end: new HeldEnd(left, held, keeper, converse), told, kept, ending, sequence }
}

test('what is said without a connection is kept as its frame, and counts as bytes that wait', () => {
  const { end, told, kept } = open()
  const { writeBuffer } = end
  expect([writeBuffer.queuedBytes, writeBuffer.isAwaited]).toEqual([0, false])
  expect(writeBuffer.frame({ type: 'Say', text: 'ab' } as never, say, 4, 2, true)).toBeNull()
  expect(writeBuffer.frame({ type: 'Say', text: 'c' } as never, say, 5, 0, false)).toBeNull()
  expect([kept, told]).toEqual([
    [sayFrame(4, 'ab', 2), sayFrame(5, 'c')],
    ['kept 4', 'kept 5'],
  ])
  expect([writeBuffer.queuedBytes, writeBuffer.replyBytes]).toEqual([20 + 19, 0])
  expect([...framesOf(Buffer.concat(kept))].map(({ id }) => id)).toEqual([4, 5])
})

test('a message that breaks the contract is told so, and nothing of it is kept', () => {
  const { end, told, kept } = open()
  const { writeBuffer } = end
  const fault = { code: 'MALFORMED', reason: 'INVALID_UTF8', path: 'Say.text' }
  expect(writeBuffer.frame({ type: 'Say', text: '\ud800' } as never, say, 4, 0, false)).toEqual(fault)
  expect([kept, told, writeBuffer.queuedBytes]).toEqual([[], [], 0])
  expect(writeBuffer.frame({ type: 'Say', text: 'c' } as never, say, 4, 0, false)).toBeNull()
  expect(kept).toEqual([sayFrame(4, 'c')])
})

test("the engine's own messages are not kept: they are told anew", () => {
  const { end, told } = open()
  expect(end.writeBuffer.frame({ type: 'Ping', nonce: 1 } as never, 13, 0, 0, false)).toBeNull()
  end.writeBuffer.again({ number: 64, id: 1, re: 0, bytes: sayFrame(1, '') })
  expect([told, end.writeBuffer.queuedBytes]).toEqual([[], 0])
})

test('it is away, keeps what is said, and knows the rest from the connection that it left', () => {
  const { end, ending } = open()
  expect([end.isAway, end.keepsSaid, end.ending, end.name, end.version, end.oldestKept, end.counts]).toEqual([
    true,
    true,
    ending,
    'Ada',
    1,
    7,
    { said: 3, heard: 0, acknowledged: 0 },
  ])
  expect([end.remote.port, end.state]).toEqual([1, converse])
})

test('what the connection that was left has to hear, it hears', () => {
  const { end, told } = open()
  end.keep({ type: 'Say' }, 4, 2, 9)
  end.answerFailed('Say', 'gone')
  end.updateBackpressure()
  end.silent()
  expect(told).toEqual(['keep Say 4 2 9', 'unanswered Say gone', 'backpressure'])
})

test.each([
  ['a handler failed', (end: HeldEnd) => end.failed('gone'), ['failed gone', 'spoilt']],
  ['the contract was broken', (end: HeldEnd) => end.refuse('GAP', 15, 'No.'), ['GAP 15 No.', 'spoilt']],
  ['its ids are used up', (end: HeldEnd) => end.exhausted(), ['spoilt']],
  ['the program ended it', (end: HeldEnd) => end.bye(), ['spoilt']],
] as const)('it does not go on where %s', (_, befall, expected) => {
  const { end, told } = open()
  befall(end)
  expect(told).toEqual(expected)
})

test('a message that leads to another state leads there without a connection, too', () => {
  const { end } = open()
  const index = (name: string): number => runtime.indexOf[runtime.numbers[name] ?? 0] ?? -1
  end.saidTurn(index('Ping'))
  expect(end.state).toBe(converse)
  end.saidTurn(index('Bye'))
  expect(runtime.stateName(end.state)).toBe('close.server')
})
