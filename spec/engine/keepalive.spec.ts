import { expect, test } from '@jest/globals'
import { Keepalive } from '../../src/engine/keepalive.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'

/** A keepalive with a heartbeat of 1,000 ms, and when it asked for a Ping and gave up. */
const open = (maxHeartbeats: number) => {
  const clock = new SimulatedClock()
  const pingedMs: number[] = []
  const silentMs: number[] = []
  const beating = {
    heardAtMs: 0,
    ping: () => void pingedMs.push(clock.now()),
    silent: () => void silentMs.push(clock.now()),
  }
  const keepalive = new Keepalive(clock, 1_000, maxHeartbeats, beating)
  const hear = (): void => {
    beating.heardAtMs = clock.now()
  }
  return { clock, keepalive, pingedMs, silentMs, hear }
}

test('silence is answered with a Ping at each heartbeat, and ends after as many as are waited', () => {
  const { clock, pingedMs, silentMs } = open(3)
  clock.advance(10_000)
  expect([pingedMs, silentMs, clock.pending]).toEqual([[1_000, 2_000], [3_000], 0])
})

test('what is heard begins the heartbeats again', () => {
  const { clock, hear, pingedMs, silentMs } = open(3)
  clock.advance(700)
  hear()
  clock.advance(1_900)
  expect([pingedMs, silentMs]).toEqual([[1_700], []])
  hear()
  clock.advance(2_900)
  expect([pingedMs, silentMs]).toEqual([[1_700, 3_600, 4_600], []])
  clock.advance(100)
  expect([pingedMs, silentMs]).toEqual([[1_700, 3_600, 4_600], [5_600]])
})

test('whoever is heard between heartbeats is asked nothing', () => {
  const { clock, hear, pingedMs } = open(3)
  for (let at = 0; at < 20; at++) {
    clock.advance(999)
    hear()
  }
  expect(pingedMs).toEqual([])
})

test('silence may last for ever where nothing ends it, with a Ping at each heartbeat', () => {
  const { clock, pingedMs, silentMs } = open(Number.POSITIVE_INFINITY)
  clock.advance(50_000)
  expect([pingedMs.length, silentMs]).toEqual([50, []])
})

test('while reading is paused there is no silence, and a Ping at each heartbeat', () => {
  const { clock, keepalive, pingedMs, silentMs } = open(3)
  clock.advance(500)
  keepalive.pause()
  clock.advance(9_500)
  expect([pingedMs, silentMs]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((at) => at * 1_000), []])
})

test('silence is counted from the moment that reading goes on', () => {
  const { clock, keepalive, pingedMs, silentMs } = open(3)
  clock.advance(500)
  keepalive.pause()
  clock.advance(9_000)
  expect(pingedMs.splice(0)).toHaveLength(9)
  keepalive.resume()
  clock.advance(10_000)
  expect([pingedMs, silentMs]).toEqual([[10_500, 11_500], [12_500]])
})

test('a keepalive that was stopped asks and ends nothing', () => {
  const { clock, keepalive, pingedMs, silentMs } = open(3)
  keepalive.stop()
  clock.advance(10_000)
  expect([pingedMs, silentMs, clock.pending]).toEqual([[], [], 0])
})
