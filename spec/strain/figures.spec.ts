import { expect, test } from '@jest/globals'
import { formsOf, placesOf } from './needles.ts'
import { auc, quantile, slope, summaryOf } from './statistics.ts'

test('quantiles are those of the nearest rank', () => {
  const sample = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(summaryOf(sample)).toEqual({ count: 100, p50: 50, p99: 99, max: 100 })
  expect([0, 0.5, 0.75, 1].map((share) => quantile([1, 2, 3], share))).toEqual([1, 2, 3, 3])
  expect(summaryOf([])).toEqual({ count: 0, p50: Number.NaN, p99: Number.NaN, max: Number.NaN })
})

test('the AUC is the share of pairs in which the first is above, ties by half', () => {
  expect(auc([3, 4], [1, 2])).toBe(1)
  expect(auc([1, 2], [3, 4])).toBe(0)
  expect(auc([1, 2, 3], [1, 2, 3])).toBe(0.5)
  expect(auc([1, 4], [2, 4])).toBe(0.375)
})

test('the slope is that of least squares', () => {
  const points: readonly (readonly [number, number])[] = [
    [0, 5],
    [1, 8],
    [2, 11],
  ]
  expect(slope(points)).toBe(3)
  // By hand: means 1 and 2, sums 1 × 1 over 2.
  expect(
    slope([
      [0, 1],
      [1, 3],
      [2, 2],
    ]),
  ).toBe(0.5)
})

test('a secret is found as it is, in hex, and in base64 wherever it begins', () => {
  const secret = 'a canary, 22 ß'
  const around = (before: string, encoding: 'base64' | 'base64url' | 'hex') =>
    Buffer.from(`${before}${secret}, and more`).toString(encoding)
  const outputs = new Map(
    [
      `{"password":"${secret}"}`,
      around('', 'hex'),
      around('', 'hex').toUpperCase(),
      ...['', 'x', 'xx', 'xxx'].flatMap((before) => [around(before, 'base64'), around(before, 'base64url')]),
    ].map((text, index) => [`${index}`, Buffer.from(text)] as const),
  )
  expect(placesOf([secret], [], outputs)).toEqual([...outputs.keys()])
  expect(placesOf([secret], [], new Map([['other', Buffer.from('a canary, 22')]]))).toEqual([])
  expect(formsOf(secret).every((form) => form.length >= 12)).toBe(true)
})
