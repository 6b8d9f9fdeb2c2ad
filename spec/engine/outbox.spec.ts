import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { limitsFor } from '../../src/engine/limits.ts'
import { framesOf, Outbox } from '../../src/engine/outbox.ts'
import { message, sayFrame } from '../support/wire.ts'

/** Each step: so many messages of so many bytes are written at once, between them Pings; then so many of them are acknowledged. */
const steps = fc.array(
  fc.record({
    messages: fc.integer({ min: 0, max: 5 }),
    bytes: fc.integer({ min: 0, max: 3_000 }),
    acknowledged: fc.nat(8),
  }),
  { maxLength: 60 },
)

test('what was said and not acknowledged is there, in order and once, whatever was written how', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const outbox = new Outbox(limitsFor(65_536), 0)
      const said: Buffer[] = []
      const writes: { bytes: number; lastId: number }[] = []
      let known = 0
      for (const { messages, bytes, acknowledged } of given) {
        const frames = Array.from({ length: messages }, (_, at) =>
          sayFrame(said.length + at + 1, 'x'.repeat(bytes)),
        )
        said.push(...frames)
        const written = Buffer.concat([
          message('Ping'),
          ...frames.flatMap((frame) => [frame, message('Pong')]),
        ])
        outbox.add(Buffer.concat([written, Buffer.from('beyond')]), written.length, said.length)
        if (messages > 0) writes.push({ bytes: written.length, lastId: said.length })
        known = Math.min(said.length, known + acknowledged)
        outbox.acknowledge(known)
        const left = outbox.after(known)
        expect(left.map(({ id }) => id)).toEqual(said.slice(known).map((_, at) => known + at + 1))
        expect(Buffer.concat(left.map((frame) => frame.bytes)).equals(Buffer.concat(said.slice(known)))).toBe(
          true,
        )
        // A write is let go of as a whole.
        const kept = writes.filter(({ lastId }) => lastId > known)
        expect(outbox.bytes).toBe(kept.reduce((sum, { bytes }) => sum + bytes, 0))
      }
      outbox.empty()
    }),
    { numRuns: 60 },
  )
})

test('one is full by what is not acknowledged, and by nothing else', () => {
  const limits = limitsFor(65_536)
  const many = new Outbox(limits, 100)
  let said = 100
  const fill = (): void => {
    for (let at = 0; at < limits.maxUnacknowledgedMessages; at++) many.add(sayFrame(++said, ''), 16, said)
  }
  fill()
  expect(many.isFull).toBe(false)
  many.acknowledge(said)
  // An acknowledgement that is late says nothing.
  many.acknowledge(101)
  expect([many.isFull, many.bytes]).toEqual([false, 0])
  fill()
  expect(many.isFull).toBe(false)
  many.add(sayFrame(++said, ''), 16, said)
  expect(many.isFull).toBe(true)
  const large = new Outbox(limits, 0)
  large.add(Buffer.alloc(limits.maxUnacknowledgedBytes), limits.maxUnacknowledgedBytes, 1)
  expect(large.isFull).toBe(false)
  large.add(Buffer.alloc(1), 1, 2)
  expect(large.isFull).toBe(true)
})

test('a write without a message of its own is not kept', () => {
  const outbox = new Outbox(limitsFor(65_536), 0)
  outbox.add(sayFrame(1, 'a'), 20, 1)
  outbox.add(message('Ping'), 18, 1)
  expect(outbox.bytes).toBe(20)
  outbox.acknowledge(1)
  expect([outbox.bytes, outbox.after(0)]).toEqual([0, []])
})

test('thousands of writes that are acknowledged late one by one leave the rest as it was', () => {
  const outbox = new Outbox(limitsFor(65_536), 0)
  for (let id = 1; id <= 2_000; id++)
    outbox.add(sayFrame(id, `${id}`, id % 3), sayFrame(id, `${id}`).length, id)
  for (let id = 1; id < 1_990; id++) outbox.acknowledge(id)
  const left = outbox.after(1_994)
  expect(left.map(({ id, re, number }) => [id, re, number])).toEqual(
    [1_995, 1_996, 1_997, 1_998, 1_999, 2_000].map((id) => [id, id % 3, 64]),
  )
  expect(outbox.bytes).toBe(11 * 22)
})

test('one that is never acknowledged is full at some time', () => {
  const limits = limitsFor(65_536)
  const outbox = new Outbox(limits, 0)
  let said = 0
  while (!outbox.isFull) outbox.add(sayFrame(++said, ''), 16, said)
  expect(said).toBe(limits.maxUnacknowledgedMessages + 1)
  const large = new Outbox(limits, 0)
  let bytes = 0
  for (let id = 1; !large.isFull; id++, bytes += 60_000) large.add(Buffer.alloc(60_000), 60_000, id)
  expect(bytes).toBeGreaterThan(limits.maxUnacknowledgedBytes)
  expect(bytes).toBeLessThan(limits.maxUnacknowledgedBytes + 60_001)
})

test('of a larger buffer only what was written is kept, and one that was emptied keeps nothing', () => {
  const outbox = new Outbox(limitsFor(65_536), 0)
  const written = sayFrame(1, 'a')
  outbox.add(Buffer.concat([written, Buffer.alloc(100_000, 7)]), written.length, 1)
  expect(outbox.after(0).map(({ bytes }) => bytes)).toEqual([written])
  outbox.empty()
  expect([outbox.bytes, outbox.after(0)]).toEqual([0, []])
})

test('frames that lie behind each other are all there, also a last one without a body', () => {
  const frames = [sayFrame(1, 'a'), sayFrame(2, '', 7)]
  expect([...framesOf(Buffer.concat(frames))]).toEqual([
    { number: 64, id: 1, re: 0, bytes: frames[0] },
    { number: 64, id: 2, re: 7, bytes: frames[1] },
  ])
})
