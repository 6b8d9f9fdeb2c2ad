import type { Flaw } from '../failure.ts'
import type { WrittenContract } from '../model.ts'
import type { Path, Places } from '../places.ts'

/** That every `about`, and every `deprecated`, is text that a comment, a page or a terminal can take. Line feeds are fine. */
export const checkAbouts = (written: WrittenContract, places: Places): readonly Flaw[] => {
  const look = (value: unknown, path: Path): readonly Flaw[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, part]) => look(part, [...path, key]))
      : (path.at(-1) === 'about' || path.at(-1) === 'deprecated') &&
          typeof value === 'string' &&
          unprintable.test(value)
        ? [
            {
              place: places.ofValue(path),
              rule: 'ABOUT_NOT_PRINTABLE',
              message: 'The text holds control characters.',
            },
          ]
        : []
  return look(written, [])
}

// Control characters but the line feed, line and paragraph separators, lone surrogates, bidi controls.
const unprintable = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
