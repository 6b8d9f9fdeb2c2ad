import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { readReport, reportBounds } from '../../src/verify/report/read.ts'

const moment = {
  text: 'The start',
  client: { state: 'open', place: null },
  server: { state: 'open', place: 'open.here' },
  toServer: ['Open'],
  toClient: [],
}
const finding = { rule: 'DEADLOCK', text: 'Both wait.', moments: [moment] }
const report = (...findings: readonly unknown[]) => JSON.stringify({ protocol: 'credit', findings })

const refusalOf = (text: string) => {
  const read = readReport(text)
  return E.isLeft(read) ? read.left : null
}

test('each finding with a conversation is a story; what else a report holds is left out', () => {
  const more = '"__proto__":{"polluted":true},"way":[]'
  const text = report({ ...finding, moments: [] }, finding).replaceAll('"rule"', `${more},"rule"`)
  expect(readReport(text)).toEqual(
    E.right({
      protocol: 'credit',
      stories: [{ title: 'DEADLOCK: Both wait.', rule: 'DEADLOCK', moments: [moment] }],
    }),
  )
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test.each([
  ['nothing', ''],
  ['a capture', '{"capture":1}\n{}'],
  ['a list', '[1]'],
  ['null', 'null'],
  ['something deep', '['.repeat(200_000)],
  ['what is longer than anybody reads', report(finding) + ' '.repeat(reportBounds.characters)],
])('%s is no report', (_, text) => {
  expect(refusalOf(text)).toBe('NO_REPORT')
})

const many = <A>(one: A, most: number): readonly A[] => Array.from({ length: most + 1 }, () => one)
const { text, findings, moments, onTheirWay } = reportBounds

test.each([
  ['findings that are no list', '{"protocol":"credit","findings":1}'],
  ['no protocol', '{"findings":[]}'],
  ['too many findings', report(...many({ ...finding, moments: [] }, findings))],
  ['too many moments', report({ ...finding, moments: many(moment, moments) })],
  [
    'too much on its way',
    report({ ...finding, moments: [{ ...moment, toClient: many('Open', onTheirWay) }] }),
  ],
  ['a text that is too long', report({ ...finding, text: 'x'.repeat(text + 1) })],
  [
    'a state that is none',
    report({ ...finding, moments: [{ ...moment, client: { state: 1, place: null } }] }),
  ],
])('a report with %s is refused', (_, text) => {
  expect(refusalOf(text)).toBe('BAD_REPORT')
})
