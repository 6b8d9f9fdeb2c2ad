import { expect, test } from '@jest/globals'
import { Keys } from '../../src/cli/console/keys.ts'

const listeners = (): readonly number[] =>
  ['data', 'end', 'error'].map((event) => process.stdin.listenerCount(event))

test('a terminal that fails is one that is gone; whoever takes no more keys leaves no listener', () => {
  const before = listeners()
  let ended = 0
  const keys = new Keys({
    text: () => {},
    enter: () => {},
    ended: () => {
      ended += 1
    },
  })
  process.stdin.emit('error', new Error('EIO'))
  keys.release()
  expect([ended, listeners()]).toEqual([1, before])
})
