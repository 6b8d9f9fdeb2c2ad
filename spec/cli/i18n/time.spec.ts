import { describe, expect, test } from '@jest/globals'
import { Calendar, isoMoment, localMoment, timeOfDay } from '../../../src/cli/i18n/time.ts'

/** A local moment of 2026. */
const at = (month: number, day: number, ...time: readonly number[]): number => {
  const [hours = 0, minutes = 0, seconds = 0] = time
  return new Date(2026, month - 1, day, hours, minutes, seconds).getTime()
}

/** Legal on the wire, and in no calendar. */
const BEYOND = 8_640_000_000_000_001

describe('a moment', () => {
  test('of today is its local time of day; of another day, with the date before it', () => {
    const nowMs = at(12, 24, 23, 59, 59)
    expect(timeOfDay(at(12, 24, 1, 2, 3))).toBe('01:02:03')
    expect(localMoment(at(12, 24, 1, 2, 3), nowMs)).toBe('01:02:03')
    expect(localMoment(at(12, 25), nowMs)).toBe('2026-12-25 00:00:00')
    expect(localMoment(at(3, 1, 14, 5), nowMs)).toBe('2026-03-01 14:05:00')
  })

  test('for a program is ISO 8601 in UTC', () => {
    expect([isoMoment(0), isoMoment(1_800_000_000_123)]).toEqual([
      '1970-01-01T00:00:00.000Z',
      '2027-01-15T08:00:00.123Z',
    ])
  })

  test.each([BEYOND, Number.MAX_SAFE_INTEGER, Number.NaN])(
    '%d, which no calendar has, stays a number',
    (ms) => {
      expect([isoMoment(ms), localMoment(ms, 0)]).toEqual([String(ms), String(ms)])
    },
  )
})

test('a calendar tells of each new day once, also of one that is gone back to', () => {
  const calendar = new Calendar(at(12, 31, 23))
  const moments = [at(12, 31, 23, 59, 59), at(12, 31) + 86_400_000, at(12, 31) + 86_400_001, at(12, 31)]
  expect(moments.map((ms) => calendar.turn(ms))).toEqual([null, '2027-01-01', null, '2026-12-31'])
})
