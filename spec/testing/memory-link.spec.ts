import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { linkInMemory } from '../../src/testing/memory-link.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { Recorder } from '../transport/recorder.ts'
import { chop } from '../transport/stream.ts'

describe('a link in memory', () => {
  test('delivers when the time has come, write by write', () => {
    const clock = new SimulatedClock()
    const { client, server } = linkInMemory(clock, { delayMs: 20 })
    const heard = new Recorder(server)
    client.write(Buffer.from('a'))
    clock.advance(5)
    client.write(Buffer.from('b'))
    client.end()
    clock.advance(14)
    expect(heard.events).toEqual([])
    clock.advance(1)
    expect(heard.text).toBe('a')
    clock.advance(5)
    expect(heard.events).toEqual(['chunk', 'chunk', 'ended'])
  })

  test('carries the same bytes however it chops and however small its buffer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 })),
        fc.array(fc.nat({ max: 9 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 64 }),
        fc.nat({ max: 3 }),
        (writes, sizes, bufferBytes, delayMs) => {
          const clock = new SimulatedClock()
          const { client, server } = linkInMemory(clock, {
            bufferBytes,
            delayMs,
            chop: (bytes) => chop(bytes, sizes),
          })
          const heard = new Recorder(server)
          const answered = new Recorder(client)
          let waited = false
          for (const bytes of writes) if (!client.write(Buffer.from(bytes))) waited = true
          client.end()
          server.end()
          clock.advance(100_000)
          expect(Buffer.concat(heard.chunks)).toEqual(Buffer.concat(writes))
          expect([heard.reason, answered.reason]).toEqual(['closed', 'closed'])
          expect(answered.drains).toBe(waited ? 1 : 0)
          expect(clock.pending).toBe(0)
        },
      ),
    )
  })

  test('holds no more than its buffer for a reader that does not read', () => {
    const clock = new SimulatedClock()
    const { client, server } = linkInMemory(clock, { bufferBytes: 100 })
    server.pause()
    const heard = new Recorder(server)
    expect(client.write(Buffer.alloc(100))).toBe(true)
    expect(client.write(Buffer.alloc(30))).toBe(false)
    clock.advance(1_000)
    expect([client.queuedBytes, heard.bytes]).toEqual([30, 0])
  })

  test('breaks for both when it is reset; what was on the way is lost', () => {
    const clock = new SimulatedClock()
    const link = linkInMemory(clock, { delayMs: 10 })
    const [heard, answered] = [new Recorder(link.server), new Recorder(link.client)]
    link.client.write(Buffer.from('lost'))
    link.reset()
    clock.advance(100)
    expect([heard.events, heard.reason]).toEqual([['closed'], 'reset'])
    expect([answered.events, answered.reason]).toEqual([['closed'], 'reset'])
  })

  test('says nothing at all when it is cut, and takes only what fits', () => {
    const clock = new SimulatedClock()
    const link = linkInMemory(clock, { bufferBytes: 10 })
    const [heard, answered] = [new Recorder(link.server), new Recorder(link.client)]
    link.client.write(Buffer.from('on its way'))
    link.cut()
    expect(link.client.write(Buffer.from('after'))).toBe(false)
    link.server.end()
    clock.advance(1_000_000)
    expect([heard.events, answered.events]).toEqual([[], []])
    link.client.destroy()
    clock.advance(1_000_000)
    expect([answered.reason, heard.reason]).toEqual(['destroyed', undefined])
  })
})
