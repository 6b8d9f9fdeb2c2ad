import { isPrintable } from '../../codec/refinements.ts'
import { escaped } from '../../escape.ts'

/** Controls, DEL, C1, bidi controls, line separators: what could act on a terminal or forge a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hostile = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu

/**
 * Text as it may reach a terminal or a line of a log: what could act there is written as `\u001b`. What only joins characters stays,
 * unlike in pages and pictures (src/contract/printable.ts): an emoji of several is one sign on a terminal.
 */
export const printable = (text: string): string => text.toWellFormed().replace(hostile, escaped)

/** A short text that is told because something is wrong with it: what cannot be seen is written so, too. */
export const visible = (text: string): string =>
  Array.from(text.toWellFormed(), (character) =>
    isPrintable(character) ? character : escaped(character),
  ).join('')
