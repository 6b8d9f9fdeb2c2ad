import { describe, expect, test } from '@jest/globals'
import { Throttle } from '../../src/auth/throttle.ts'

/** The throttle of names alone, by the milliseconds that it makes wait: failures of sources cost nothing. */
const at = (nowMs = 1_000_000) => {
  const clock = { nowMs }
  const made = new Throttle({
    now: () => clock.nowMs,
    capacity: 3,
    freeFailures: () => Number.POSITIVE_INFINITY,
  })
  return {
    clock,
    throttle: {
      waitMs: (name: string, address: string) => made.wait(name, address)?.retryAfterMs ?? 0,
      failed: (name: string, address: string) => made.failed(name, 'wrong', address)?.retryAfterMs ?? 0,
      succeeded: (name: string, address: string) => made.succeeded(name, address),
    },
  }
}

describe('throttle', () => {
  test('from the 5th failure in a row on the wait doubles from 1 s to 15 min', () => {
    const { throttle, clock } = at()
    const waits = Array.from({ length: 17 }, () => {
      const waitMs = throttle.failed('Ann', '192.0.2.1')
      expect(throttle.waitMs('Ann', '192.0.2.1')).toBe(waitMs)
      clock.nowMs += waitMs
      return waitMs / 1000
    })
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
  })

  test('the wait runs down, and looking does not make it longer', () => {
    const { throttle, clock } = at()
    for (let count = 0; count < 5; count += 1) throttle.failed('Ann', '192.0.2.1')
    clock.nowMs += 999
    expect(throttle.waitMs('Ann', '192.0.2.1')).toBe(1)
    expect(throttle.waitMs('ANN', '::ffff:192.0.2.1')).toBe(1)
    clock.nowMs += 1
    expect(throttle.waitMs('Ann', '192.0.2.1')).toBe(0)
    expect(throttle.failed('Ann', '192.0.2.1')).toBe(2000)
  })

  test('other names and other addresses are not affected; a /64 is one address', () => {
    const { throttle } = at()
    for (let count = 0; count < 5; count += 1) throttle.failed('Ann', `2001:db8::${count}`)
    expect(throttle.waitMs('Ann', '2001:db8::ffff')).toBe(1000)
    expect(throttle.waitMs('Ann', '2001:db8:0:1::')).toBe(0)
    expect(throttle.waitMs('Bob', '2001:db8::1')).toBe(0)
  })

  test('success clears', () => {
    const { throttle } = at()
    for (let count = 0; count < 6; count += 1) throttle.failed('Ann', '192.0.2.1')
    throttle.succeeded('ann', '192.0.2.1')
    expect(throttle.waitMs('Ann', '192.0.2.1')).toBe(0)
    expect(throttle.failed('Ann', '192.0.2.1')).toBe(0)
  })

  test('the table is bounded, and who failed longest ago is forgotten', () => {
    const { throttle } = at()
    for (let count = 0; count < 5; count += 1) throttle.failed('Ann', '192.0.2.1')
    for (const name of ['Bob', 'Cid']) throttle.failed(name, '192.0.2.1')
    throttle.failed('Ann', '192.0.2.1')
    throttle.failed('Dan', '192.0.2.1')
    for (let count = 0; count < 3; count += 1) expect(throttle.failed('Ann', '192.0.2.1')).toBeGreaterThan(0)
    throttle.failed('Eve', '192.0.2.1')
    throttle.failed('Fay', '192.0.2.1')
    throttle.failed('Gus', '192.0.2.1')
    expect(throttle.waitMs('Ann', '192.0.2.1')).toBe(0)
  })

  test('a clock that is set back does not make the wait longer', () => {
    const { throttle, clock } = at()
    for (let count = 0; count < 5; count += 1) throttle.failed('Ann', '192.0.2.1')
    clock.nowMs -= 500_000
    expect(throttle.waitMs('Ann', '192.0.2.1')).toBe(1000)
  })
})
