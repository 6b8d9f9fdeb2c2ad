import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { FrameRing } from '../../src/inspect/frame-ring.ts'
import { Refusals } from '../../src/inspect/refusals.ts'
import { SessionRecord } from '../../src/inspect/session-record.ts'
import { SimulatedClock } from '../../src/testing/index.ts'
import { linkInMemory } from '../../src/testing/memory-link.ts'

test('a ring keeps the last frames, and their messages, however its room changes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant('add'), fc.integer({ min: 1, max: 40 }))),
      fc.integer({ min: 1, max: 40 }),
      (orders, first) => {
        const ring = new FrameRing(first)
        const model: number[] = []
        let max = first
        let count = 0
        for (const order of orders) {
          if (order === 'add') {
            const message = count % 3 === 0 ? { type: `m${count}` } : null
            ring.add(
              count % 2 === 0 ? 'hears' : 'says',
              64,
              count,
              2 ** 31 + count,
              16,
              8,
              count * 10,
              message,
            )
            model.push(count)
            count += 1
          } else {
            max = order
            ring.keep(max)
          }
          while (model.length > max) model.shift()
        }
        expect(ring.from(0)).toEqual(
          model.map((at) => ({
            sequence: at,
            kind: at % 2 === 0 ? 'hears' : 'says',
            number: 64,
            id: at,
            re: 2 ** 31 + at,
            bytes: 16,
            state: 8,
            atMs: at * 10,
            message: at % 3 === 0 ? { type: `m${at}` } : null,
          })),
        )
        expect(ring.oldest).toBe(count - model.length)
        expect(ring.from(count)).toEqual([])
        expect(ring.from(count - 1)).toEqual(ring.from(0).slice(-1))
      },
    ),
  )
})

const recordOf = (session: string): SessionRecord =>
  new SessionRecord(session, linkInMemory(new SimulatedClock()).server, 0)

test('of refused sessions the last 16 are kept; a flood of one code does not push out the others', () => {
  const refusals = new Refusals()
  const refuse = (code: string) =>
    refusals.keep({ atMs: 0, code, by: 'us', detail: '', record: recordOf(code) })
  refuse('GAP')
  refuse('TIMEOUT')
  for (let count = 0; count < 100; count++) refuse('OVERLOADED')
  expect(refusals.total).toBe(102)
  expect(refusals.last.length).toBe(16)
  expect(refusals.last.map(({ number }) => number)).toEqual([
    ...Array.from({ length: 14 }, (_, index) => 102 - index),
    ...[2, 1],
  ])
  expect(refusals.withNumber(1)?.code).toBe('GAP')
  expect(refusals.withNumber(50)).toBe(undefined)
})

test('codes are counted, those of a peer’s own beyond 64 together', () => {
  const refusals = new Refusals()
  for (let number = 0; number < 1_000; number++) refusals.count(`UNKNOWN_${number}`, 'them')
  refusals.count('UNKNOWN_1', 'them')
  expect(refusals.byCode.length).toBe(65)
  expect(refusals.byCode.slice(0, 2)).toEqual([
    { code: '…', by: 'nobody', count: 936 },
    { code: 'UNKNOWN_1', by: 'them', count: 2 },
  ])
})
