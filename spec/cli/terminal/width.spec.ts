import { expect, test } from '@jest/globals'
import { columnsOf, maxColumnsOf } from '../../../src/cli/terminal/width.ts'

// By hand: what tmux and xterm draw, and Unicode's East Asian Width.
test.each([
  ['Latin', 'anna', 4],
  ['a combining mark', 'e\u0301va', 3],
  ['Han', '田中さん', 8],
  ['wide and narrow forms', 'Ａｱﾊﾟ', 5],
  ['Bopomofo', 'ㄅㄆㄇ', 6],
  ['a Hangul syllable, composed or not', '가\u1100\u1161\u11a8', 4],
  ['an emoji', '👍', 2],
  ['a flag', '🇩🇪', 2],
  ['a flag of tags', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', 2],
  ['a skin tone', '👍🏽', 2],
  ['a joined family', '👩‍👩‍👧', 2],
  ['a joined profession with a skin tone', '🧑🏽‍🚀', 2],
  ['ambiguous characters', '½±§…│', 5],
  ['Cyrillic and Greek', 'Жλ', 2],
  ['spacing marks', 'राम', 3],
  ['Thai with marks above', 'สวัสดี', 4],
  ['joiners and spaces of no width', 'a\u200db\u200bc\u2060d', 4],
  ['an escaped control', '\\u001b', 6],
])('%s: %j takes %d columns', (_what, text, columns) => {
  expect(columnsOf(text)).toBe(columns)
  expect(maxColumnsOf(text)).toBeGreaterThanOrEqual(columns)
})
