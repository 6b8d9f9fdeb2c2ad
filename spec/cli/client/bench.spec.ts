import { expect, test } from '@jest/globals'
import { type BenchClient, bench } from '../../../src/cli/client/bench.ts'
import { Latencies } from '../../../src/cli/client/latencies.ts'
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

test('each slot asks again when an answer has come; the warm-up does not count', async () => {
  const clock = new SimulatedClock()
  let asked = 0
  let open = 0
  let most = 0
  const client: BenchClient = {
    ask: async (message) => {
      asked += 1
      open += 1
      most = Math.max(most, open)
      await new Promise<void>((resolve) => clock.setTimer(10, resolve))
      open -= 1
      return { ...message, id: 1, re: 1 } as never
    },
    over: new Promise(() => {}),
    bye: async () => {},
    logout: async () => {},
  }
  let left = 0
  const running = bench({
    connect: async () => client,
    leave: async () => {
      left += 1
    },
    connections: 2,
    inFlight: 3,
    text: '',
    warmUpMs: 100,
    durationMs: 1_000,
    answersWithinMs: 1_000,
    signal: new AbortController().signal,
    clock,
  })
  let isOver = false
  void running.then(() => {
    isOver = true
  })
  while (!isOver) await clock.pass(5)
  const { answered, unanswered, tookMs, latency, ending } = await running
  expect({ most, left, unanswered, ending }).toEqual({ most: 6, left: 2, unanswered: 0, ending: null })
  // 1,000 ms of 10 ms each, on 6 slots, but for those that were under way at either end.
  expect(answered).toBeGreaterThanOrEqual(6 * 97)
  expect(answered).toBeLessThanOrEqual(6 * 100)
  expect(asked).toBeGreaterThanOrEqual(answered + 6 * 9)
  expect(tookMs).toBeGreaterThanOrEqual(1_000)
  expect(Math.round(latency?.p50 ?? 0)).toBe(10)
})
