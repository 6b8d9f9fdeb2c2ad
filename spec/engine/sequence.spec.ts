import { expect, test } from '@jest/globals'
import { SequenceNumbers } from '../../src/engine/sequence.ts'

test('an Ack goes neither beyond what was said nor back', () => {
  const sequence = new SequenceNumbers()
  sequence.said = 5
  expect([sequence.accept(6), sequence.acknowledged]).toEqual([false, 0])
  expect([sequence.accept(0), sequence.accept(3), sequence.accept(3), sequence.acknowledged]).toEqual([
    true,
    true,
    true,
    3,
  ])
  expect([sequence.accept(2), sequence.acknowledged]).toEqual([false, 3])
  expect([sequence.accept(5), sequence.acknowledged]).toEqual([true, 5])
})

test('an answer acknowledges what it answers and all before; an Ack behind that is none that goes back', () => {
  const sequence = new SequenceNumbers()
  sequence.said = 5
  sequence.answered(4)
  sequence.answered(2)
  expect(sequence.acknowledged).toBe(4)
  expect([sequence.accept(3), sequence.acknowledged]).toEqual([true, 4])
  expect(sequence.counts).toEqual({ said: 5, heard: 0, acknowledged: 4 })
})

test('what was taken is unacknowledged until an Ack or an answer goes out', () => {
  const sequence = new SequenceNumbers()
  sequence.taken = 7
  expect(sequence.unacknowledged).toBe(7)
  sequence.answer(3)
  sequence.answer(2)
  expect(sequence.unacknowledged).toBe(4)
  expect([sequence.acknowledge(), sequence.unacknowledged]).toEqual([7, 0])
  sequence.taken = 8
  expect(sequence.unacknowledged).toBe(1)
})

test('a conversation that another process had goes on where it was, and what was taken counts as acknowledged', () => {
  const saved = { said: 4, heard: 9, taken: 8, acknowledged: 3, acked: 2 }
  const sequence = SequenceNumbers.of(saved)
  expect(sequence).toMatchObject(saved)
  expect([sequence.unacknowledged, sequence.accept(1), sequence.accept(4)]).toEqual([0, false, true])
})

test('a copy goes its own way', () => {
  const sequence = new SequenceNumbers()
  sequence.taken = 3
  sequence.acknowledge()
  const copy = sequence.copy()
  copy.taken = 5
  expect([sequence.taken, sequence.unacknowledged, copy.unacknowledged]).toEqual([3, 0, 2])
})
