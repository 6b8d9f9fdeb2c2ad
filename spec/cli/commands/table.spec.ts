import { expect, test } from '@jest/globals'
import { asTable, moment } from '../../../src/cli/commands/accounts/table.ts'
import { hostileCharacters, hostileText } from '../refusal.ts'

const headings = { name: 'NAME', count: 'COUNT' }

test('columns stand below each other, wide characters and marks counted as a terminal shows them', () => {
  const names = ['anna', '田中さん', 'ｶﾅ', 'e\u0301va', '한글', '👍', 'ㄅㄆ', '🇩🇪 👍🏽', '👩‍👩‍👧', 'राम']
  expect(
    asTable(
      headings,
      names.map((name) => ({ name, count: 1 })),
    ),
  ).toEqual([
    'NAME      COUNT',
    'anna      1',
    '田中さん  1',
    'ｶﾅ        1',
    'e\u0301va       1',
    '한글      1',
    '👍        1',
    'ㄅㄆ      1',
    '🇩🇪 👍🏽     1',
    '👩‍👩‍👧        1',
    'राम       1',
  ])
})

test('a table of nothing is its headings', () => {
  expect(asTable(headings, [])).toEqual(['NAME  COUNT'])
})

test('nothing that is stored acts on a terminal', () => {
  const lines = asTable(headings, [{ name: hostileText, count: 1 }])
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).not.toMatch(hostileCharacters)
})

test('moments are ISO 8601 in UTC; one that no calendar has is a number', () => {
  expect([moment(0), moment(1_800_000_000_123), moment(Number.MAX_SAFE_INTEGER)]).toEqual([
    '1970-01-01T00:00:00.000Z',
    '2027-01-15T08:00:00.123Z',
    '9007199254740991',
  ])
})
