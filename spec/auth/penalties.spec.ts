import { describe, expect, test } from '@jest/globals'
import { BoundedTable } from '../../src/auth/bounded-table.ts'
import { Penalties } from '../../src/auth/penalties.ts'

const of = (rule: { readonly free: number; readonly fadeMs: number; readonly capacity?: number }) => {
  const clock = { nowMs: 1_000_000 }
  return {
    clock,
    penalties: new Penalties({ firstMs: 1_000, maxMs: 60_000, now: () => clock.nowMs, ...rule }),
  }
}

describe('penalties', () => {
  test('the free points cost nothing, each further one doubles the wait up to the longest', () => {
    const { penalties } = of({ free: 3, fadeMs: Number.POSITIVE_INFINITY })
    const waits = Array.from({ length: 11 }, () => penalties.add('a') / 1000)
    expect(waits).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60])
    expect(penalties.waitMs('a')).toBe(60_000)
    expect(penalties.waitMs('b')).toBe(0)
  })

  test('a wait is told in whole milliseconds, on whatever clock, and never too short', () => {
    const { penalties, clock } = of({ free: 0, fadeMs: 10_000 })
    penalties.add('a')
    clock.nowMs += 0.25
    expect(penalties.waitMs('a')).toBe(1_000)
    clock.nowMs += 999.5
    expect(penalties.waitMs('a')).toBe(1)
  })

  test('points fade, one after the other, and never below none', () => {
    const { penalties, clock } = of({ free: 3, fadeMs: 10_000 })
    for (let count = 0; count < 5; count += 1) penalties.add('a')
    // Of five points three are left after 20 s: the next one is the fourth.
    clock.nowMs += 20_000
    expect([penalties.waitMs('a'), penalties.add('a')]).toEqual([0, 1_000])
    clock.nowMs += 3_600_000
    expect([1, 2, 3, 4].map(() => penalties.add('a'))).toEqual([0, 0, 0, 1_000])
  })

  test('a part of a point counts when it is beyond the free ones', () => {
    const { penalties } = of({ free: 1, fadeMs: Number.POSITIVE_INFINITY })
    expect([0.5, 0.5, 0.25, 0.75, 0.25].map((points) => penalties.add('a', points))).toEqual([
      0, 0, 1_000, 1_000, 2_000,
    ])
  })

  test('the wait runs down; a clock that is set back makes it no longer, and fades nothing', () => {
    const { penalties, clock } = of({ free: 0, fadeMs: 10_000 })
    penalties.add('a')
    clock.nowMs += 400
    expect(penalties.waitMs('a')).toBe(600)
    clock.nowMs -= 500_000
    expect(penalties.waitMs('a')).toBe(1_000)
    expect(penalties.add('a')).toBe(2_000)
  })

  test('what is forgotten costs nothing any more', () => {
    const { penalties } = of({ free: 0, fadeMs: 10_000 })
    penalties.add('a', 5)
    penalties.forget('a')
    expect([penalties.waitMs('a'), penalties.add('a')]).toEqual([0, 1_000])
  })
})

test('a table keeps so many entries, and drops the one that was set longest ago', () => {
  const table = new BoundedTable<number, string>(3)
  for (const key of [1, 2, 3]) table.set(key, `${key}`)
  table.set(1, 'again')
  table.set(4, '4')
  expect([1, 2, 3, 4].map((key) => table.get(key))).toEqual(['again', undefined, '3', '4'])
  expect(table.size).toBe(3)
})

test('by itself a table keeps 65,536', () => {
  const table = new BoundedTable<number, true>()
  for (let key = 0; key <= 65_536; key += 1) table.set(key, true)
  expect([table.size, table.has(0), table.has(1)]).toEqual([65_536, false, true])
})
