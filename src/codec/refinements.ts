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

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u

/** Whether text is in Normalization Form C. */
export const isNfc = (text: string): boolean => text.normalize('NFC') === text

/** Whether text has no control, format, line or paragraph separator, private-use character or lone surrogate. */
export const isPrintable = (text: string): boolean => !unprintable.test(text)

/** Whether text has no white space before or after it. */
export const isTrimmed = (text: string): boolean => text.trim() === text

/** A pattern of a contract, which the whole text has to match. */
export const wholly = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u')

/** What a string may be asked to keep beside its bounds. */
export interface TextRules {
  readonly nfc: boolean
  readonly printable: boolean
  readonly trimmed: boolean
  readonly pattern: RegExp | null
}

/** The first rule that text breaks, or null. Text is bounded before it comes here. */
export const brokenRule = (text: unknown, rules: TextRules): Reason | null => {
  if (typeof text !== 'string') return 'WRONG_TYPE'
  if (rules.pattern !== null && !rules.pattern.test(text)) return 'NO_MATCH'
  if (!(rules.printable || rules.trimmed || rules.nfc) || isPlain(text)) return null
  if (rules.printable && !isPrintable(text)) return 'NOT_PRINTABLE'
  if (rules.trimmed && !isTrimmed(text)) return 'NOT_TRIMMED'
  if (rules.nfc && !isNfc(text)) return 'NOT_NFC'
  return null
}
