import { aText, is, isObject } from '../arguments.ts'
import type { Reason } from './fault.ts'

/** Printable ASCII without space around it: text that keeps the named rules without being looked at closely. */
const isPlain = (text: string): boolean => {
  const last = text.length - 1
  if (last < 0 || text.charCodeAt(0) === 0x20 || text.charCodeAt(last) === 0x20) return false
  for (let i = 0; i <= last; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x20 || unit > 0x7e) return false
  }
  return true
}

/** General categories: control, format, line and paragraph separator, private use, surrogate, unassigned. */
const withoutGlyph = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/u

/** Characters that Unicode says are ignored where they are shown: variation selectors, Hangul fillers, the grapheme joiner. */
const ignorable = /\p{Default_Ignorable_Code_Point}/u

/**
 * Blanks that are no white space, nor ignorable: the Braille pattern without dots, the object replacement character,
 * the Egyptian blanks, the Khitan filler, the null notehead.
 */
const blank = /[\u2800\ufffc\u{13441}\u{13442}\u{16fe4}\u{1d159}]/u

/** Whether text is in Normalization Form C. */
export const isNfc = (text: string): boolean => {
  aText('text', text)
  return text.normalize('NFC') === text
}

/**
 * Whether every character of a text is seen, or is white space that is no line: no control, format, private-use or
 * unassigned character, line or paragraph separator, lone surrogate, default-ignorable code point or other blank. What
 * is unassigned depends on the version of Unicode that Node was built with.
 */
export const isPrintable = (text: string): boolean => {
  aText('text', text)
  return !(withoutGlyph.test(text) || ignorable.test(text) || blank.test(text))
}

/** Whether text has no white space before or after it. */
export const isTrimmed = (text: string): boolean => {
  aText('text', text)
  return text.trim() === text
}

/** A pattern of a contract, which the whole text has to match. */
export const wholly = (pattern: string): RegExp => {
  aText('pattern', pattern)
  return new RegExp(`^(?:${pattern})$`, 'u')
}

/** Rules that a string may be asked to keep beside its bounds. */
export interface TextRules {
  readonly nfc: boolean
  readonly printable: boolean
  readonly trimmed: boolean
  readonly pattern: RegExp | null
}

const theRules = is(
  'the rules of a text: nfc, printable, trimmed and pattern',
  (value) => isObject(value) && value.pattern !== undefined,
)

/** The first rule that text breaks, or null. Text is bounded before it comes here. */
export const brokenRule = (text: unknown, rules: TextRules): Reason | null => {
  theRules('rules', rules)
  if (typeof text !== 'string') return 'WRONG_TYPE'
  if (rules.pattern !== null && !rules.pattern.test(text)) return 'NO_MATCH'
  if (!(rules.printable || rules.trimmed || rules.nfc) || isPlain(text)) return null
  if (rules.printable && !isPrintable(text)) return 'NOT_PRINTABLE'
  if (rules.trimmed && !isTrimmed(text)) return 'NOT_TRIMMED'
  if (rules.nfc && !isNfc(text)) return 'NOT_NFC'
  return null
}
