import { describe, expect, test } from '@jest/globals'
import { linkInMemory } from '../../src/testing/memory-link.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import type { CloseReason } from '../../src/transport/connection.ts'
import { linger } from '../../src/transport/linger.ts'
import { Recorder } from './recorder.ts'
import { overTcp, until } from './worlds.ts'

const setUp = (bufferBytes?: number) => {
  const clock = new SimulatedClock()
  const { client, server } = linkInMemory(clock, bufferBytes === undefined ? {} : { bufferBytes })
  const driver = new Recorder(server)
  const reasons: CloseReason[] = []
  const last = () => {
    server.write(Buffer.from('Fault'))
    linger(server, clock, (reason) => reasons.push(reason))
  }
  return { clock, client, server, driver, heard: new Recorder(client), reasons, last }
}

describe('lingering after the last words', () => {
  test('half-closes, discards, and is over when the other side ends', () => {
    const { clock, client, driver, heard, reasons, last } = setUp()
    last()
    client.write(Buffer.from('not heard yet'))
    heard.onEnded = () => client.end()
    clock.advance(1)
    expect([heard.text, heard.events]).toEqual(['Fault', ['chunk', 'ended', 'closed']])
    expect([driver.events, reasons]).toEqual([[], ['closed']])
    expect(clock.pending).toBe(0)
  })

  test('destroys after 2 s, however the other side dribbles', () => {
    const { clock, client, heard, reasons, last } = setUp()
    last()
    for (let second = 0; second < 19; second++) {
      client.write(Buffer.from('.'))
      clock.advance(100)
    }
    expect(reasons).toEqual([])
    clock.advance(100)
    expect(reasons).toEqual(['destroyed'])
    expect(heard.text).toBe('Fault')
  })

  test('destroys after 1 MiB, exactly', () => {
    const { clock, client, reasons, last } = setUp(2_000_000)
    last()
    client.write(Buffer.alloc(1_048_576))
    clock.advance(1)
    expect(reasons).toEqual([])
    client.write(Buffer.alloc(1))
    clock.advance(1)
    expect(reasons).toEqual(['destroyed'])
    expect(clock.pending).toBe(0)
  })

  test('reads on although reading was paused, and gives up on a peer that does not read', () => {
    const { clock, client, server, reasons, last } = setUp(100)
    client.pause()
    server.pause()
    server.write(Buffer.alloc(500))
    last()
    client.write(Buffer.alloc(100))
    clock.advance(1)
    expect(client.write(Buffer.alloc(100))).toBe(true)
    clock.advance(2_000)
    expect(reasons).toEqual(['destroyed'])
  })

  test('brings the last words through real sockets to one who is still speaking', async () => {
    const world = await overTcp()
    const clock = new SimulatedClock()
    const heard = new Recorder(world.client)
    const reasons: CloseReason[] = []
    world.server.pause()
    while (world.client.write(Buffer.alloc(40_000)));
    world.server.write(Buffer.from('Fault'))
    linger(world.server, clock, (reason) => reasons.push(reason), { maxMs: 2_000, maxBytes: 1 << 30 })
    await until(() => heard.hasEnded)
    expect(heard.text).toBe('Fault')
    world.client.end()
    await until(() => reasons.length > 0)
    expect(reasons).toEqual(['closed'])
    expect(clock.pending).toBe(0)
    world.leave()
  })
})
