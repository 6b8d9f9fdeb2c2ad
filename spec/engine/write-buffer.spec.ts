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

/** A buffer over a connection that takes what it is told to, and what the buffer tells of. */
const pressed = ({ watchesWrites = false } = {}) => {
  const { turn, end } = loop()
  const clock = new SimulatedClock()
  const told: string[] = []
  const { connection: quiet, writes } = counting()
  const way = { takes: true, queuedBytes: 0 }
  const connection: Connection = {
    ...quiet,
    get queuedBytes() {
      return way.queuedBytes
    },
    write: (bytes) => {
      writes.push(bytes.length)
      if (!way.takes) way.queuedBytes += bytes.length
      return way.takes
    },
  }
  const buffer = new WriteBuffer(
    connection,
    turn,
    clock,
    {
      watch: null,
      watchesWrites,
      wrote: (bytes) => void told.push(`wrote ${bytes}`),
      roomAgain: () => void told.push('room'),
      stalled: (detail) => void told.push(detail),
    },
    runtime,
  )
  const say = (isReply: boolean): void => {
    expect(buffer.frame(pong, runtime.numbers.Pong ?? 0, 0, 0, isReply)).toBeNull()
  }
  /** The other side takes all that was written. */
  const drain = (): void => {
    way.queuedBytes = 0
    way.takes = true
    buffer.drained()
  }
  return { buffer, clock, told, writes, way, say, end, drain }
}

const STALLED = 'Nothing was taken for 10000 ms.'

test('the next write comes when the last one was taken, and no earlier', () => {
  const { buffer, writes, way, say, end, drain } = pressed()
  way.takes = false
  say(true)
  end()
  say(true)
  end()
  buffer.isHeld = true
  say(true)
  buffer.release()
  end()
  expect([writes, buffer.queuedBytes, buffer.writtenBytes]).toEqual([
    [frameBytes],
    3 * frameBytes,
    frameBytes,
  ])
  drain()
  end()
  expect([writes, buffer.queuedBytes, buffer.writtenBytes]).toEqual([
    [frameBytes, 2 * frameBytes],
    0,
    3 * frameBytes,
  ])
})

test('a side that takes nothing for ten seconds is given up, and one that takes something is not', () => {
  const { told, clock, way, say, end, drain } = pressed()
  way.takes = false
  say(true)
  end()
  clock.advance(9_999)
  expect(told).toEqual([])
  drain()
  end()
  clock.advance(20_000)
  expect(told).toEqual([])
  way.takes = false
  say(true)
  end()
  clock.advance(9_999)
  expect(told).toEqual([])
  clock.advance(1)
  expect(told).toEqual([STALLED])
})

test('bytes of replies are those that were not taken, and those of nothing else', () => {
  const { buffer, way, say, end, drain } = pressed()
  say(false)
  expect(buffer.replyBytes).toBe(0)
  say(true)
  expect(buffer.replyBytes).toBe(frameBytes)
  end()
  expect(buffer.replyBytes).toBe(0)
  way.takes = false
  say(true)
  end()
  say(true)
  say(true)
  expect(buffer.replyBytes).toBe(3 * frameBytes)
  drain()
  expect(buffer.replyBytes).toBe(2 * frameBytes)
  end()
  expect(buffer.replyBytes).toBe(0)
})

test('whoever waits for room hears of it once, when all was taken', () => {
  const { buffer, told, way, say, end, drain } = pressed()
  say(false)
  end()
  expect(told).toEqual([])
  way.takes = false
  buffer.isAwaited = true
  say(false)
  end()
  expect([told, buffer.isAwaited]).toEqual([[], true])
  drain()
  say(false)
  end()
  expect([told, buffer.isAwaited]).toEqual([['room'], false])
  say(false)
  end()
  expect(told).toEqual(['room'])
})

test('each write is told of where somebody wants to hear of it', () => {
  const { told, say, end } = pressed({ watchesWrites: true })
  say(false)
  say(false)
  end()
  end()
  say(false)
  end()
  expect(told).toEqual([`wrote ${2 * frameBytes}`, `wrote ${frameBytes}`])
})

test('more than the most that may wait gives the other side up at once', () => {
  const { buffer, told, way, say } = pressed()
  const { maxQueuedBytes } = runtime.limits
  way.takes = false
  const text = { type: 'Say', text: 'x'.repeat(65_536 - 4 - 16) }
  const frame = 65_536
  const sayLarge = () => buffer.frame(text, runtime.numbers.Say ?? 0, 1, 0, false)
  for (let bytes = 0; bytes + frame <= maxQueuedBytes; bytes += frame) expect(sayLarge()).toBeNull()
  expect([told, buffer.queuedBytes]).toEqual([[], Math.floor(maxQueuedBytes / frame) * frame])
  // A frame of 16 bytes of header and 4 of its field that comes to just the most.
  const last = { type: 'Say', text: 'x'.repeat((maxQueuedBytes % frame) - 16 - 4) }
  expect(buffer.frame(last, runtime.numbers.Say ?? 0, 1, 0, false)).toBeNull()
  expect([told, buffer.queuedBytes]).toEqual([[], maxQueuedBytes])
  say(false)
  expect(told).toEqual([`More than ${maxQueuedBytes} bytes wait to be taken.`])
})

test('a message that breaks the contract leaves nothing of itself', () => {
  const { buffer, writes, say, end } = pressed()
  say(false)
  const lone = { type: 'Say', text: '\ud800' }
  expect(buffer.frame(lone, runtime.numbers.Say ?? 0, 1, 0, false)).not.toBeNull()
  expect(buffer.queuedBytes).toBe(frameBytes)
  say(false)
  end()
  expect(writes).toEqual([2 * frameBytes])
})

test('the end comes after all is written, also behind what was not taken, and no stall ends it', () => {
  const { buffer, told, writes, clock, way, say, end } = pressed()
  way.takes = false
  say(false)
  end()
  say(false)
  let ends = 0
  buffer.end(() => {
    ends += 1
  })
  expect(ends).toBe(0)
  end()
  end()
  clock.advance(60_000)
  expect([ends, writes, told]).toEqual([1, [frameBytes, frameBytes], []])
})

test('what is written is kept by whoever keeps it, until the conversation leaves', () => {
  const { buffer, say, end } = pressed()
  const kept: number[] = []
  say(false)
  end()
  buffer.keepFor({ written: (_, bytes) => void kept.push(bytes), keep: () => {} })
  say(false)
  say(false)
  end()
  end()
  say(false)
  expect(kept).toEqual([2 * frameBytes])
  buffer.letGo()
  expect(kept).toEqual([2 * frameBytes, frameBytes])
  end()
  say(false)
  end()
  expect(kept).toEqual([2 * frameBytes, frameBytes])
  buffer.keepFor({ written: (_, bytes) => void kept.push(bytes), keep: () => {} })
  buffer.letGo()
  expect(kept).toEqual([2 * frameBytes, frameBytes])
})

test('where nothing is left of what could not be said, nothing is written', () => {
  const { buffer, told, writes, end } = pressed({ watchesWrites: true })
  const lone = { type: 'Say', text: '\ud800' }
  expect(buffer.frame(lone, runtime.numbers.Say ?? 0, 1, 0, false)).not.toBeNull()
  end()
  expect([writes, told]).toEqual([[], []])
})

test('a chunk that made nobody say anything leaves this turn to what is said later in it', () => {
  const { buffer, writes, say, end } = pressed()
  buffer.isHeld = true
  buffer.release()
  say(false)
  end()
  expect(writes).toEqual([frameBytes])
})

test('a buffer that was never used ends as well', () => {
  const { buffer, writes, end } = pressed()
  let ends = 0
  buffer.end(() => {
    ends += 1
  })
  end()
  expect([ends, writes]).toEqual([1, []])
})

test('what was said before is written as it was, between what is new', () => {
  const { buffer, writes, say, end } = pressed()
  const bytes = Buffer.alloc(70_000, 7)
  buffer.again({ number: 64, id: 1, re: 0, bytes })
  say(false)
  buffer.again({ number: 64, id: 2, re: 0, bytes: Buffer.alloc(5) })
  expect(buffer.replyBytes).toBe(0)
  end()
  expect(writes).toEqual([70_000 + frameBytes + 5])
})
