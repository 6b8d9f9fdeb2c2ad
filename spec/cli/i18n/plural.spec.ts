import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { plural } from '../../../src/cli/i18n/plural.ts'

const NAMES = { zero: 'zero', one: 'one', two: 'two', few: 'few', many: 'many', other: 'other' } as const

test.each(['en', 'ru'])('a number has the form that the rules of its language give it: %s', (language) => {
  const phrase = plural<Intl.LDMLPluralRule>(language)
  const rules = new Intl.PluralRules(language)
  const isRight = (count: number): void => expect(phrase(count, NAMES)).toBe(rules.select(count))
  for (let count = 0; count < 3_000; count += 1) isRight(count)
  fc.assert(fc.property(fc.nat(), isRight))
  fc.assert(fc.property(fc.maxSafeNat(), isRight))
})
