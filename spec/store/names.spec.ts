import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { nameKey } from '../../src/store/index.ts'

test('names compare by NFKC, lower case, NFKC', () => {
  for (const [a, b] of [
    ['Ann', 'aNN'],
    ['ＡＮＮ', 'ann'],
    ['ﬁn', 'FIN'],
    ['É', 'e\u0301'],
    ['Żółw', 'ŻÓŁW'],
    ['an na', 'an   na'],
    ['an na', 'an\u00a0\u2003na'],
    ['an na', 'an\u1680na'],
    ['an na', 'an\u3000na'],
  ] as const) {
    expect(nameKey(a)).toBe(nameKey(b))
  }
  expect(nameKey('STRASSE')).not.toBe(nameKey('straße'))
})

test('the comparison form of a comparison form is itself', () => {
  const codePoint = fc.integer({ min: 1, max: 0x10ffff }).filter((point) => point < 0xd800 || point > 0xdfff)
  fc.assert(
    fc.property(fc.array(codePoint, { maxLength: 8 }), (points) => {
      const form = nameKey(String.fromCodePoint(...points))
      expect(nameKey(form)).toBe(form)
    }),
  )
})
