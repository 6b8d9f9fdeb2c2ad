import { describe, expect, test } from '@jest/globals'
import type { AnyMessage } from '../../../src/codec/index.ts'
import { note, open } from './conversation.ts'

describe('word of what was received', () => {
  test('beyond what was said, or back, breaks the contract', () => {
    const { messaging } = open()
    for (let at = 0; at < 3; at++) void messaging.say(note)
    const ack = (received: number) => messaging.courtesy({ type: 'Ack', received })
    expect([ack(4), ack(2), ack(1), ack(3)]).toEqual([false, true, false, true])
    expect(messaging.courtesy({ type: 'Bye', reason: 'DONE', detail: '' })).toBe(false)
  })

  test('lets originals go on that wait for the window', () => {
    const { messaging, said, hear } = open({ Note: () => {} }, { windowMessages: 16 })
    for (let at = 0; at < 20; at++) void messaging.say(note)
    expect(said).toHaveLength(16)
    messaging.courtesy({ type: 'Ack', received: 2 })
    expect(said).toHaveLength(18)
    hear(note, 4)
    expect(said).toHaveLength(20)
  })
})

test('what an iterator has not taken is not acknowledged', () => {
  const { messaging, hear, sequence, end, clock, said } = open()
  const at = end as { oldestKept: number }
  at.oldestKept = 1
  for (let id = 1; id <= 3; id++) hear(note)
  expect(sequence.taken).toBe(0)
  at.oldestKept = 3
  messaging.keptWasTaken()
  expect(sequence.taken).toBe(2)
  at.oldestKept = 0
  messaging.keptWasTaken()
  expect([sequence.taken, said]).toEqual([3, []])
  clock.advance(1_000)
  expect(said).toEqual(['Ack'])
  hear(note)
  messaging.lastAck()
  messaging.lastAck()
  expect(said).toEqual(['Ack', 'Ack'])
})

test('while this side does not read, the other one is not silent', () => {
  const { messaging, clock, told } = open({}, {}, { heartbeatMs: 1_000 })
  messaging.setReading(false)
  clock.advance(10_000)
  expect(told).toEqual([])
  messaging.setReading(true)
  clock.advance(2_999)
  expect(told).toEqual([])
  clock.advance(1)
  expect(told).toEqual(['silent'])
})

test('silence is answered with Pings, counted in nonces, while a conversation lasts', () => {
  const { messaging, said, end } = open()
  messaging.ping()
  messaging.ping()
  expect(said).toEqual(['Ping', 'Ping'])
  messaging.silent()
  expect(end.writeBuffer.isAwaited).toBe(false)
  messaging.finish({ how: 'lost', code: 'BROKEN', detail: '' })
  messaging.ping()
  expect([said.length, messaging.sayControl({ type: 'Ping', nonce: 3 } as AnyMessage)]).toEqual([2, false])
})
