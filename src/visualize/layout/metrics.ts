import type { Phrase, Span } from '../charts/phrase.ts'

/** The fonts of texts. All have the widths below. */
export const FONT_FAMILY = '"Liberation Sans", Arial, Helvetica, sans-serif'

// Thousandths of the size, for the characters from space to tilde.
const regular = widths(
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584',
)
const bold = widths(
  '278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584',
)

/** No letter of the alphabets of Europe is wider; those of other scripts fill a square, and emoji more. */
const MAX_LETTER_WIDTH = 1_050
const MAX_WIDTH = 1_400

const others: Readonly<Record<string, number>> = {
  '\u00a0': 278,
  '·': 278,
  '’': 278,
  '►': 990,
  '◄': 990,
  '→': 1_000,
  '…': 1_000,
}

/** How wide a text is at a size, by a table and not by the fonts at hand: the same everywhere. */
const measure = (text: string, size: number, isBold = false): number => {
  let width = 0
  for (const character of text) width += widthOf(character, isBold ? bold : regular)
  return (width * size) / 1_000
}

const widthOf = (character: string, table: readonly number[]): number => {
  const code = character.codePointAt(0) ?? 0
  return table[code - 32] ?? others[character] ?? (code < 0x2000 ? MAX_LETTER_WIDTH : MAX_WIDTH)
}

function widths(text: string): readonly number[] {
  return text.split(' ').map(Number)
}

export const measurePhrase = (phrase: Phrase, size: number): number =>
  phrase.reduce((width, { text, tone }) => width + measure(text, size, isBold(tone)), 0)

const isBold = (tone: Span['tone']): boolean => tone !== 'plain' && tone !== 'quiet'
