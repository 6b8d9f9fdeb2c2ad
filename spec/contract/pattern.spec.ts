import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { lengthsOf, readPattern } from '../../src/contract/index.ts'
import { runsOf } from '../support/soak.ts'

const wholly = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u')

const piecesOf = (pattern: string) => {
  const pieces = readPattern(pattern)
  return E.isRight(pieces) ? pieces.right : null
}

describe('a pattern', () => {
  test.each([
    '[A-Za-z0-9_-]+',
    '[0-9]+\\.[0-9]+',
    'x',
    '',
    'a?b?c*',
    '[\\]\\\\^]?'.replace('^', '\\^'),
    '[0-9a-f]{8}-[0-9a-f]{4}',
  ])('%j is taken', (pattern) => {
    expect(piecesOf(pattern)).not.toBeNull()
    expect(() => wholly(pattern)).not.toThrow()
  })

  test.each([
    '(a)',
    'a|b',
    '.',
    '^a',
    'a$',
    '[^a]',
    '\\d',
    '\\-',
    '[\\!]',
    'é',
    'a**',
    'a+?',
    '{2}',
    'a{3,2}',
    'a{0}',
    '[z-a]',
    '[]',
  ])('%j is not in the subset', (pattern) => {
    expect(piecesOf(pattern)).toBeNull()
  })

  test.each(['a*a', 'a+a+', '[a-z]*[0-9]*m', 'a?[a-z]', 'a{1,2}a', 'a*b?a'])(
    '%j would have to go back',
    (pattern) => {
      expect(piecesOf(pattern)).toBeNull()
    },
  )

  test('has the lengths that its pieces add up to', () => {
    expect(lengthsOf(piecesOf('a{2,3}b?[c-e]') ?? [])).toEqual({ min: 3, max: 5 })
    expect(lengthsOf(piecesOf('ab+') ?? []).max).toBe(Number.POSITIVE_INFINITY)
  })

  const piece = fc
    .tuple(
      fc.constantFrom('a', 'b', '[a-c]', '[x-z0-9]', '\\.', '[_\\-]', '-', ' ', '[+--]', '[b\\]]', '\\{'),
      fc.constantFrom('', '?', '*', '+', '{2}', '{1,3}', '{2,}', '{0,1}'),
    )
    .map((parts) => parts.join(''))
  const anyPattern = fc.oneof(
    fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join('')),
    fc.string({ unit: fc.constantFrom(...'ab[]-\\.*+?{}1,2^$|()'), maxLength: 8 }),
  )

  test('that is taken is a regular expression, and its pieces match what that matches', () => {
    const text = fc.string({ unit: fc.constantFrom(...'abcxyz019.-_ +,]{'), maxLength: 6 })
    fc.assert(
      fc.property(anyPattern, fc.array(text, { maxLength: 20 }), (pattern, texts) => {
        const pieces = piecesOf(pattern)
        if (pieces === null) return
        const expression = wholly(pattern)
        for (const each of texts) {
          let at = 0
          const fits = pieces.every(({ characters, min, max }) => {
            let count = 0
            while (count < max && at < each.length && characters.has(each[at] ?? '')) {
              count++
              at++
            }
            return count >= min
          })
          expect(fits && at === each.length).toBe(expression.test(each))
        }
      }),
      { numRuns: runsOf(2_000) },
    )
  })
})
