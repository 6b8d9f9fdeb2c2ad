import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type AnswerKey, answerKey } from '../../../src/cli/terminal/answer-keys.ts'
import { takeKey } from '../../../src/cli/terminal/keys.ts'

/** The keys of what a terminal sent in pieces, and what is not whole yet. */
const keysOf = (
  pieces: readonly string[],
): { readonly keys: readonly AnswerKey[]; readonly rest: string } => {
  const keys: AnswerKey[] = []
  let rest = ''
  for (const piece of pieces) {
    rest += piece
    for (let taken = takeKey(rest); taken !== null; taken = takeKey(rest)) {
      keys.push(answerKey(taken[0]))
      rest = taken[1]
    }
  }
  return { keys, rest }
}

const typed = (sent: string): string =>
  keysOf([sent])
    .keys.map((key) => (key.does === 'type' ? key.text : ''))
    .join('')

test('what is no control is typed, as much of it as came at once', () => {
  expect(keysOf(['aя😀\u0015b']).keys).toEqual([
    { does: 'type', text: 'aя😀' },
    { does: 'edit', text: '\u0015', cuts: 'many' },
    { does: 'type', text: 'b' },
  ])
})

test('a line ends with a return, a newline or both', () => {
  for (const end of ['\r', '\n', '\r\n'])
    expect(keysOf([`a${end}b`]).keys.map(({ does }) => does)).toEqual(['type', 'enter', 'type'])
})

test.each([
  ['a colour', '\u001b[31m'],
  ['the marks of a paste', '\u001b[200~\u001b[201~'],
  ['a function key', '\u001bOP\u001b[15~'],
  ['an 8-bit control sequence introducer', '\u009b'],
  ['a bell, a tab and Ctrl-Z', '\u0007\t\u001a'],
])('%s does nothing', (_what, sent) => {
  const { keys, rest } = keysOf([`${sent}x`])
  expect(rest).toBe('')
  expect(keys.slice(0, -1).every(({ does }) => does === 'nothing')).toBe(true)
  expect(typed(`a${sent}b`)).toBe('ab')
})

test('an Escape waits for what may follow, and does nothing by itself', () => {
  expect(keysOf(['\u001b'])).toEqual({ keys: [], rest: '\u001b' })
  expect(typed('\u001bq')).toBe('q')
  expect(keysOf(['\u001b\u001b[A']).keys).toEqual([
    { does: 'nothing' },
    { does: 'edit', text: '\u001b[A', cuts: 'nothing' },
  ])
  expect(keysOf(['\u001b[', '\u0015']).keys.at(-1)).toEqual({ does: 'edit', text: '\u0015', cuts: 'many' })
})

/** Keys, text character by character. */
const characters = (keys: readonly AnswerKey[]): readonly AnswerKey[] =>
  keys.flatMap((key) =>
    key.does === 'type' ? [...key.text].map((text): AnswerKey => ({ does: 'type', text })) : [key],
  )

test('keys are the same, however the terminal cuts them', () => {
  const piece = fc.constantFrom(
    'a',
    'я',
    '\u001b[C',
    '\u001b[3~',
    '\u001b[31m',
    '\u001bOA',
    '\u007f',
    '\t',
    '\u0004',
  )
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat({ max: 5 })), (sent, cuts) => {
      const all = `${sent.join('')}.`
      const pieces: string[] = []
      let from = 0
      for (const cut of cuts) {
        pieces.push(all.slice(from, from + cut))
        from += cut
      }
      const { keys, rest } = keysOf([...pieces, all.slice(from)])
      expect([characters(keys), rest]).toEqual([characters(keysOf([all]).keys), ''])
    }),
  )
})

test('no control reaches an answer but those that edit it', () => {
  const controls = fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(fc.array(fc.oneof(controls, fc.string())), (sent) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(typed(sent.join(''))).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
    }),
  )
})
