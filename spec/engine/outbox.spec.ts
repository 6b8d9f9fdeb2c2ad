import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { limitsFor } from '../../src/engine/limits.ts'
import { Outbox } from '../../src/engine/outbox.ts'
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
        known = Math.min(said.length, known + acknowledged)
        outbox.acknowledge(known)
        const left = outbox.after(known)
        expect(left.map(({ id }) => id)).toEqual(said.slice(known).map((_, at) => known + at + 1))
        expect(Buffer.concat(left.map((frame) => frame.bytes)).equals(Buffer.concat(said.slice(known)))).toBe(
          true,
        )
        if (known === said.length) expect(outbox.bytes).toBe(0)
      }
      outbox.empty()
    }),
    { numRuns: 200 },
  )
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
