import { describe, expect, test } from '@jest/globals'
import {
  type BenchConnection,
  type BenchOptions,
  type BenchResult,
  bench,
} from '../../../src/cli/client/bench.ts'
import { Latencies } from '../../../src/cli/client/latencies.ts'
import { ColloquyError } from '../../../src/index.ts'
import { SimulatedClock } from '../../../src/testing/index.ts'

test('percentiles are those of all latencies', () => {
  const latencies = new Latencies()
  expect(latencies.latency).toBeNull()
  for (let ms = 1; ms <= 1_000; ms++) latencies.add(ms)
  const { p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0, mean = 0 } = latencies.latency ?? {}
  const told = [mean, p50, p90, p99, p999, max]
  // Three digits of each are kept.
  for (const [at, ms] of [500.5, 500, 900, 990, 999, 1_000].entries())
    expect(Math.abs((told[at] as number) - ms)).toBeLessThanOrEqual(ms / 1_000 + 1)
})

/** A server that answers after a time that may change, on one connection. */
const answering = (clock: SimulatedClock, afterMs: () => number) => {
  const seen = { asked: 0, open: 0, most: 0, left: 0 }
  const connection: BenchConnection = {
    exchange: async () => {
      seen.asked += 1
      seen.open += 1
      seen.most = Math.max(seen.most, seen.open)
      await new Promise<void>((resolve) => clock.setTimer(afterMs(), resolve))
      seen.open -= 1
    },
    over: new Promise(() => {}),
    leave: async () => {
      seen.left += 1
    },
  }
  return { seen, connect: async () => connection }
}

const run = async (
  clock: SimulatedClock,
  options: Omit<BenchOptions, 'signal' | 'clock'> & { readonly signal?: AbortSignal },
): Promise<BenchResult> => {
  const running = bench({ signal: new AbortController().signal, ...options, clock })
  let isOver = false
  const over = (): void => {
    isOver = true
  }
  void running.then(over, over)
  while (!isOver) await clock.pass(5)
  return running
}

test('each slot asks again when an answer has come; the warm-up does not count', async () => {
  const clock = new SimulatedClock()
  const { seen, connect } = answering(clock, () => 10)
  const { answered, unanswered, tookMs, latency, ending } = await run(clock, {
    connect,
    connections: 2,
    load: { kind: 'closed', inFlight: 3 },
    warmUpMs: 100,
    durationMs: 1_000,
  })
  const { most, left, asked } = seen
  expect({ most, left, unanswered, ending }).toEqual({ most: 6, left: 2, unanswered: 0, ending: null })
  // 1,000 ms of 10 ms each, on 6 slots, but for those that were under way at either end.
  expect(answered).toBeGreaterThanOrEqual(6 * 97)
  expect(answered).toBeLessThanOrEqual(6 * 100)
  expect(asked).toBeGreaterThanOrEqual(answered + 6 * 9)
  expect(tookMs).toBeGreaterThanOrEqual(1_000)
  expect(Math.round(latency?.p50 ?? 0)).toBe(10)
})

describe('at a rate', () => {
  const at = (perSecond: number) => ({
    connections: 2,
    load: { kind: 'open', perSecond } as const,
    warmUpMs: 100,
    durationMs: 1_000,
  })

  test('as many messages are said as are due, whatever is answered', async () => {
    const clock = new SimulatedClock()
    const { seen, connect } = answering(clock, () => 30)
    const { answered, unanswered, latency } = await run(clock, { connect, ...at(200) })
    // 20 of the warm-up, and those that were due in the second after it.
    expect({ ...seen, answered, unanswered }).toEqual({
      asked: 220,
      open: 0,
      most: seen.most,
      left: 2,
      answered: 200,
      unanswered: 0,
    })
    expect(Math.round(latency?.max ?? 0)).toBe(30)
  })

  test('a standstill of half a second is in the figures: as long as it was for each that was due in it', async () => {
    const clock = new SimulatedClock()
    // Nothing is answered from 300 to 800 ms.
    const { connect } = answering(clock, () =>
      clock.now() > 300 && clock.now() <= 800 ? 801 - clock.now() : 1,
    )
    const { answered, latency } = await run(clock, { connect, ...at(1_000) })
    expect(answered).toBe(1_000)
    // Half of all were due in it, and waited for 1 to 500 ms.
    expect(Math.round(latency?.p50 ?? 0)).toBeLessThanOrEqual(2)
    expect(Math.abs((latency?.p90 ?? 0) - 400)).toBeLessThanOrEqual(5)
    expect(Math.abs((latency?.max ?? 0) - 500)).toBeLessThanOrEqual(2)
  })

  test('one at the end is, too: what is not answered yet is waited for', async () => {
    const clock = new SimulatedClock()
    const { connect } = answering(clock, () => (clock.now() > 600 ? 1_500 - clock.now() : 1))
    const { answered, unanswered, latency } = await run(clock, { connect, ...at(100) })
    expect({ answered, unanswered }).toEqual({ answered: 100, unanswered: 0 })
    expect(Math.abs((latency?.max ?? 0) - 890)).toBeLessThanOrEqual(5)
  })

  test('whoever stops it waits for no answer', async () => {
    const clock = new SimulatedClock()
    const stop = new AbortController()
    const { seen, connect } = answering(clock, () => 1_000_000)
    clock.setTimer(500, () => stop.abort())
    const result = await run(clock, { connect, ...at(100), signal: stop.signal })
    expect(result).toMatchObject({ answered: 0, isStopped: true, ending: null })
    expect({ left: seen.left, asked: seen.asked }).toEqual({ left: 2, asked: 50 })
  })

  test('a message that cannot be said ends it with why', async () => {
    const clock = new SimulatedClock()
    const { connect } = answering(clock, () => 1)
    const failing = new ColloquyError({ code: 'MALFORMED_MESSAGE', path: 'Get.key' }, 'too long')
    const broken = async (): Promise<BenchConnection> => ({
      ...(await connect()),
      exchange: () => Promise.reject(failing),
    })
    for (const load of [at(100).load, { kind: 'closed', inFlight: 4 } as const])
      await expect(run(clock, { ...at(1), load, connect: broken })).rejects.toBe(failing)
  })
})

test('a run that is over before anything was measured says nothing of the core that it took', async () => {
  const clock = new SimulatedClock()
  const stop = new AbortController()
  const { connect } = answering(clock, () => 1)
  const result = await run(clock, {
    connect: async () => {
      stop.abort()
      return connect()
    },
    connections: 1,
    load: { kind: 'closed', inFlight: 1 },
    warmUpMs: 100,
    durationMs: 1_000,
    signal: stop.signal,
  })
  expect(result).toMatchObject({ answered: 0, core: null, isStopped: true })
})
