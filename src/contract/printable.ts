import { escaped } from '../escape.ts'

/**
 * Escapes, as `\u001b`, the characters that could act on a reader or forge a line: controls, format characters (bidi
 * controls are among them), line and paragraph separators, halves of characters, and what only a private font shows.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, escaped)
