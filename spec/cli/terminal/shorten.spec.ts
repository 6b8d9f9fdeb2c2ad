import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { shortened } from '../../../src/cli/terminal/shorten.ts'
import { codePoint } from '../../../src/codec/arbitraries.ts'

test.each([
  ['a short text', 'hello\nyou\n', null],
  ['an empty one', '', null],
  ['100 lines', `${'a\n'.repeat(99)}a`, null],
  ['10,000 characters', 'x'.repeat(10_000), null],
])('%s is shown whole', (_what, text, rest) => {
  expect(shortened(text)).toEqual({ text, rest })
})

test.each([
  ['line feeds', '\n'],
  ['returns', '\r'],
  ['both', '\r\n'],
])('of 60,000 lines that end with %s the first 100 are shown, and the rest is counted', (_what, end) => {
  const { text, rest } = shortened(end.repeat(60_000))
  expect(text).toBe(end.repeat(99))
  expect(rest).toEqual({ characters: 59_900 * end.length, lines: 59_900 })
})

test('of a long line the beginning is shown', () => {
  expect(shortened(`${'y'.repeat(65_000)}\nz`)).toEqual({
    text: 'y'.repeat(10_000),
    rest: { characters: 55_002, lines: 2 },
  })
})

test('no character is cut in two', () => {
  expect(shortened(`x${'👍'.repeat(6_000)}`)).toEqual({
    text: `x${'👍'.repeat(4_999)}`,
    rest: { characters: 2_002, lines: 1 },
  })
})

test('what is shown is the beginning, and what is counted is all that follows', () => {
  const piece = fc.oneof(fc.constantFrom('\n', '\r\n', '\r'), fc.string({ unit: codePoint, maxLength: 200 }))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
      const whole = pieces.join('')
      const { text, rest } = shortened(whole)
      expect(whole.startsWith(text)).toBe(true)
      expect(text.length).toBeLessThanOrEqual(10_000)
      const cut = whole.length - text.length - (rest?.characters ?? 0)
      // The line break between the two belongs to neither.
      expect(['', '\n', '\r', '\r\n']).toContain(whole.slice(text.length, text.length + cut))
    }),
  )
})
