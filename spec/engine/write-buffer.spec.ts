import { expect, test } from '@jest/globals'
import { FlushScheduler } from '../../src/engine/flush-scheduler.ts'
import { WriteBuffer } from '../../src/engine/write-buffer.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import type { Connection } from '../../src/transport/connection.ts'
import { runtime } from '../support/machines.ts'

/** An event loop that a test turns: what is deferred runs at the end of the turn in which it was deferred. */
const loop = () => {
  const deferred: (() => void)[] = []
  return {
    turn: new FlushScheduler((callback) => deferred.push(callback)),
    end: () => {
      for (const callback of deferred.splice(0)) callback()
    },
  }
}

const counting = () => {
  const writes: number[] = []
  const endpoint = { address: '', port: 0 }
  const connection: Connection = {
    remote: endpoint,
    local: endpoint,
    queuedBytes: 0,
    listen: () => {},
    write: (bytes) => {
      writes.push(bytes.length)
      return true
    },
    end: () => {},
    destroy: () => {},
    pause: () => {},
    resume: () => {},
  }
  return { connection, writes }
}

const frameBytes = 16 + 2
const pong = { type: 'Pong', nonce: 1 }
const world = () => {
  const { turn, end } = loop()
  const { connection, writes } = counting()
  const outbox = new WriteBuffer(
    connection,
    turn,
    new SimulatedClock(),
    {
      watch: null,
      watchesWrites: false,
      wrote: () => {},
      roomAgain: () => {},
      stalled: () => {},
    },
    runtime,
  )
  const say = (): void => {
    expect(outbox.frame(pong, runtime.numbers.Pong ?? 0, 0, 0, true)).toBeNull()
  }
  return { outbox, writes, end, say }
}

test('what is said while a chunk is read goes out with one write as soon as it was read', () => {
  const { outbox, writes, end, say } = world()
  outbox.isHeld = true
  say()
  say()
  expect(writes).toEqual([])
  outbox.release()
  expect(writes).toEqual([2 * frameBytes])
  end()
  expect(writes).toHaveLength(1)
})

test('what is said later in a turn that has written waits for the end of the next: one write a turn', () => {
  const { outbox, writes, end, say } = world()
  outbox.isHeld = true
  say()
  outbox.release()
  say()
  say()
  end()
  expect(writes).toEqual([frameBytes])
  end()
  expect(writes).toEqual([frameBytes, 2 * frameBytes])
})

test('what is said in a turn without a chunk goes out at its end', () => {
  const { writes, end, say } = world()
  say()
  say()
  expect(writes).toEqual([])
  end()
  expect(writes).toEqual([2 * frameBytes])
})

test('a chunk that comes before the next turn ends takes along what waited', () => {
  const { outbox, writes, end, say } = world()
  outbox.isHeld = true
  say()
  outbox.release()
  say()
  end()
  outbox.isHeld = true
  say()
  outbox.release()
  end()
  end()
  expect(writes).toEqual([frameBytes, 2 * frameBytes])
})
