import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ReceiveQueue } from '../../src/engine/receive-queue.ts'

const steps = fc.array(
  fc.oneof(
    fc.record({ push: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ shift: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ drop: fc.integer({ min: -2, max: 40 }) }),
  ),
  { maxLength: 30 },
)

test('what waits comes in order, without what was dropped, and its bytes are those that wait', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const queue = new ReceiveQueue()
      const model: { id: number; bytes: number }[] = []
      let said = 0
      for (const step of given) {
        if ('push' in step)
          for (let at = 0; at < step.push; at++) {
            const item = { id: ++said, bytes: said % 7 }
            queue.push({ message: { type: 'Say' }, index: 0, ...item })
            model.push(item)
          }
        if ('shift' in step) {
          const taken = Array.from({ length: step.shift }, () => queue.shift()?.id)
          const first = model.splice(0, step.shift)
          expect(taken.join()).toBe(taken.map((_, at) => first[at]?.id).join())
        }
        if ('drop' in step) {
          // One before all that wait, one of them, or one that is still to come.
          const id = (model[0]?.id ?? said) + step.drop
          queue.drop(id)
          const at = model.findIndex((item) => item.id === id)
          if (at >= 0) model.splice(at, 1)
        }
        expect(queue.ids.join()).toBe(model.map(({ id }) => id).join())
        expect([queue.length, queue.firstId, queue.bytes]).toEqual([
          model.length,
          model[0]?.id,
          model.reduce((sum, { bytes }) => sum + bytes, 0),
        ])
      }
    }),
    { numRuns: 60 },
  )
})
