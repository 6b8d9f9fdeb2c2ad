import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type LinkOptions, linkInMemory } from '../../src/testing/memory-link.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { Echo, PORTION_BYTES } from '../../src/transport/echo.ts'
import { Recorder } from './recorder.ts'

const idleMs = 60_000

const world = (options: LinkOptions = {}) => {
  const clock = new SimulatedClock()
  const link = linkInMemory(clock, options)
  const seen: string[] = []
  const portions: number[] = []
  let waiting = 0
  let maxWaiting = 0
  new Echo(link.server, clock, idleMs, {
    received: ({ length }) => {
      portions.push(length)
      waiting += length
      maxWaiting = Math.max(maxWaiting, link.server.queuedBytes)
    },
    sent: (bytes) => {
      waiting -= bytes
    },
    idle: () => seen.push('idle'),
    closed: (reason) => seen.push(reason),
  })
  return { clock, link, seen, portions, maxWaiting: () => maxWaiting, waiting: () => waiting }
}

describe('the raw echo', () => {
  test('gives back every byte as it is, in portions of at most 1,024, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 5_000, size: 'max' }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 3_000 }),
        async (writes, bufferBytes) => {
          const { clock, link, portions, seen } = world({ bufferBytes })
          const heard = new Recorder()
          link.client.listen(heard)
          for (const bytes of writes) link.client.write(Buffer.from(bytes))
          link.client.end()
          await clock.pass(1_000)
          expect(Buffer.concat(heard.chunks)).toEqual(Buffer.concat(writes))
          expect(Math.max(0, ...portions)).toBeLessThanOrEqual(PORTION_BYTES)
          expect(portions.reduce((a, b) => a + b, 0)).toBe(Buffer.concat(writes).length)
          expect(seen).toEqual(['closed'])
          expect(clock.pending).toBe(0)
        },
      ),
      { numRuns: 15 },
    )
  })

  test('a peer that does not read is not read from: little waits', async () => {
    const { clock, link, maxWaiting, waiting } = world({ bufferBytes: 4_096 })
    link.client.listen(new Recorder())
    link.client.pause()
    for (let i = 0; i < 100; i++) link.client.write(Buffer.alloc(10_000, i))
    await clock.pass(1_000)
    expect(maxWaiting()).toBeLessThanOrEqual(PORTION_BYTES)
    expect(waiting()).toBe(0)
    link.client.destroy()
    await clock.pass(1_000)
  })

  test('a connection on which nothing comes for a minute is ended; one byte begins the minute again', async () => {
    const { clock, link, seen } = world()
    link.client.listen(new Recorder())
    await clock.pass(59_000)
    link.client.write(Buffer.from('x'))
    await clock.pass(59_000)
    expect(seen).toEqual([])
    await clock.pass(3_000)
    expect(seen[0]).toBe('idle')
    expect(clock.pending).toBe(0)
  })
})
