import stringWidth from 'fast-string-width'

/** Marks that take a column of their own, as vowel signs of Indic scripts do; the library gives no mark any. */
const spacingMarks = /\p{Mc}/gu

/**
 * Characters that take no column though the library gives them one: format characters, and vowels and finals that join the
 * consonant before them to one Hangul syllable. Left are those that make a sequence of emoji one, a joiner behind an
 * emoji and tags: the library looks for them.
 */
const invisible =
  /(?![\u200d\u{e0020}-\u{e007f}])\p{Cf}|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|[\u1160-\u11ff\ud7b0-\ud7ff]/gu

/** Columns that a printable text takes on most terminals. */
export const columnsOf = (text: string): number =>
  stringWidth(text.replace(invisible, '').replace(spacingMarks, '-'))

/**
 * Columns that a printable text takes at most. Terminals differ on marks and on joined emoji, and none gives a
 * character more than two: a row that must not be broken is laid out by this, a table by what most of them do.
 */
export const maxColumnsOf = (text: string): number => {
  let columns = 0
  for (const character of text) columns += (character.codePointAt(0) as number) < 0x1100 ? 1 : 2
  return columns
}
