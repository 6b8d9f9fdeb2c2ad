import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { wrap } from '../../../src/cli/terminal/wrap.ts'
import { codePoint } from '../../../src/codec/arbitraries.ts'
import { hostileCharacters, hostileText } from '../refusal.ts'

const head = '12:03:11 #4 ↳ #2'
const bar = `${' '.repeat(9)}│ `

const text = fc.array(
  fc.oneof(
    fc.constantFrom(' ', '\n', '\r\n', '你', '👩‍👩‍👧', '\u0301', '\u001b[2J', 'operator> ', '12:00:00 -- '),
    fc.string({ unit: codePoint }),
  ),
  { maxLength: 60 },
)

describe('a text in rows', () => {
  test('a short one stands beside its head', () => {
    expect(wrap(head, 'hello', 9, 79)).toEqual([`${head} hello`])
  })

  test('an empty one is the head alone', () => {
    expect(wrap(head, '', 9, 79)).toEqual([head])
  })

  test('further lines stand behind a bar', () => {
    expect(wrap(head, 'a\nb\r\n\rc', 9, 79)).toEqual([`${head} a`, `${bar}b`, bar, `${bar}c`])
  })

  test('a long line is broken between words, or within one that is too long', () => {
    expect(wrap(head, `one two three ${'x'.repeat(40)}`, 9, 30)).toEqual([
      `${head} one two`,
      `${bar}three ${'x'.repeat(13)}`,
      `${bar}${'x'.repeat(19)}`,
      `${bar}${'x'.repeat(8)}`,
    ])
  })

  test('what is written in two columns counts as two, and its characters stay whole', () => {
    expect(wrap('#1', '你'.repeat(12), 0, 20)).toEqual([`#1 ${'你'.repeat(8)}`, `│ ${'你'.repeat(4)}`])
  })

  test('no row is wider than the terminal, none begins like a line of ours, nothing acts on the terminal', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 200 }), (parts, columns) => {
        const [first, ...further] = wrap(head, parts.join(''), 9, columns)
        expect(first?.startsWith(head)).toBe(true)
        const gutter = columns - 9 < 12 ? '│ ' : bar
        for (const row of further) {
          expect(row.startsWith(gutter)).toBe(true)
          expect([...row].length).toBeLessThanOrEqual(columns)
        }
        expect([first, ...further].join('\n')).not.toMatch(hostileCharacters)
      }),
    )
  })

  test('nothing of a text is lost but the spaces where it is broken', () => {
    const squeezed = (shown: string): string => shown.replace(/[ \n]/g, '')
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 20, max: 60 }), (line, columns) => {
        const rows = wrap('#1', line, 0, columns)
        const shown = [rows[0]?.slice(2), ...rows.slice(1).map((row) => row.slice(2))].join('')
        expect(squeezed(shown)).toBe(squeezed(line))
      }),
    )
  })

  test('off a terminal nothing is broken', () => {
    const [row] = wrap('#1:1', `Ada: ${'x '.repeat(20_000)}`, 0, Number.POSITIVE_INFINITY)
    expect(row).toBe(`#1:1 Ada: ${'x '.repeat(20_000)}`)
    expect(wrap('#1:1', hostileText, 0, Number.POSITIVE_INFINITY).join('\n')).not.toMatch(hostileCharacters)
  })
})
