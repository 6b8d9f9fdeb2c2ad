import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { type Clock, systemClock } from '../../src/transport/clock.ts'

const DAY_MS = 24 * 60 * 60 * 1000

interface World {
  readonly clock: Clock
  readonly pass: (byMs: number) => void
  readonly pending: () => number
}

const simulated = (): World => {
  const clock = new SimulatedClock()
  return { clock, pass: (byMs) => clock.advance(byMs), pending: () => clock.pending }
}

/** The real clock over timers that jest lets pass: they hold no more than Node's do. */
const real = (): World => ({
  clock: systemClock,
  pass: (byMs) => jest.advanceTimersByTime(byMs),
  pending: () => jest.getTimerCount(),
})

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe.each([
  ['the simulated clock', simulated],
  ['the real clock', real],
])('%s', (_, begin) => {
  test.each([1, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 + 5, 30 * DAY_MS, 200 * DAY_MS])(
    'waits %d ms, and not one less',
    (withinMs) => {
      const { clock, pass, pending } = begin()
      const fired: number[] = []
      const beganMs = clock.now()
      clock.setTimer(withinMs, () => fired.push(clock.now() - beganMs))
      pass(withinMs - 1)
      expect(fired).toEqual([])
      pass(1)
      expect(fired).toEqual([withinMs])
      expect(pending()).toBe(0)
    },
  )

  test('never ends a wait without end, and clears it', () => {
    const { clock, pass, pending } = begin()
    const never = clock.setTimer(Number.POSITIVE_INFINITY, () => expect('fired').toBe('never'))
    pass(365 * DAY_MS)
    expect(pending()).toBe(1)
    clock.clearTimer(never)
    clock.clearTimer(never)
    expect(pending()).toBe(0)
  })

  test('clears a long wait, also when a part of it has passed', () => {
    const { clock, pass, pending } = begin()
    const long = clock.setTimer(60 * DAY_MS, () => expect('fired').toBe('cleared'))
    pass(40 * DAY_MS)
    clock.clearTimer(long)
    pass(40 * DAY_MS)
    expect(pending()).toBe(0)
  })

  test('never calls back at once, and rounds up what is no whole number', () => {
    const { clock, pass } = begin()
    const fired: string[] = []
    clock.setTimer(0, () => fired.push('at once'))
    clock.setTimer(10.4, () => fired.push('later'))
    expect(fired).toEqual([])
    pass(10)
    expect(fired).toEqual(['at once'])
    pass(1)
    expect(fired).toEqual(['at once', 'later'])
  })

  test.each([Number.NaN, -1, Number.NEGATIVE_INFINITY, '10', null, undefined, {}, 10n])(
    'refuses %p',
    (withinMs) => {
      const { clock, pending } = begin()
      expect(() => clock.setTimer(withinMs as number, () => {})).toThrow(RangeError)
      expect(pending()).toBe(0)
    },
  )
})
