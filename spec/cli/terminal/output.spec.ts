import { EventEmitter } from 'node:events'
import { expect, test } from '@jest/globals'
import { BoundedOutput, MAX_UNREAD_BYTES } from '../../../src/cli/terminal/output.ts'

/** A stream of which so much waits. */
class Slow extends EventEmitter {
  writableLength = 0

  drain(): void {
    this.writableLength = 0
    this.emit('drain')
  }
}

test('what comes while too much waits is left out, until all is read, and is told of once, in its place', () => {
  const slow = new Slow()
  const told: number[] = []
  const output = new BoundedOutput(slow, (leftOut) => told.push(leftOut))
  slow.writableLength = MAX_UNREAD_BYTES
  expect(output.admits()).toBe(true)
  slow.writableLength += 1
  expect([output.admits(), output.admits()]).toEqual([false, false])
  // Half of it is read: what follows would stand before what is missing.
  slow.writableLength = 10
  expect([output.admits(), told]).toEqual([false, []])
  slow.drain()
  expect([told, output.admits()]).toEqual([[3], true])
  slow.drain()
  expect([told, slow.listenerCount('drain')]).toEqual([[3], 0])
  slow.writableLength = MAX_UNREAD_BYTES + 1
  output.admits()
  slow.drain()
  expect(told).toEqual([3, 1])
})
