import { nearest } from '../../../contract/near.ts'
import type { Explanation, ExplanationTexts } from '../../i18n/explanations.ts'

/** One meaning of a code. */
export interface ExplainedCode {
  readonly code: string
  /** The meaning of its kind, such as “reason of Bye”. */
  readonly kind: string
  /** Empty for a rule whose remedy says it all. */
  readonly cause: string
  /** Empty for a rule that says only what is wrong. */
  readonly remedy: string
}

/** The rules of contracts with their remedies, and those of verification with what breaks them. */
interface Rules {
  readonly contract: Readonly<Record<string, string>>
  readonly verify: Readonly<Record<string, string>>
}

/** Every meaning of every code, in the order of the texts. */
export const explainedCodes = (
  { kinds, codes, contractRule, verifyRule }: ExplanationTexts,
  { contract, verify }: Rules,
): readonly ExplainedCode[] => [
  ...Object.entries(kinds).flatMap(([name, kind]) =>
    // Each kind has a table of its own.
    Object.entries<Explanation>(codes[name as keyof typeof codes]).map(([code, [cause, remedy]]) => ({
      code,
      kind,
      cause,
      remedy,
    })),
  ),
  ...Object.entries(contract).map(([code, remedy]) => ({ code, kind: contractRule, cause: '', remedy })),
  ...Object.entries(verify).map(([code, cause]) => ({ code, kind: verifyRule, cause, remedy: '' })),
]

const MAX_NEAR = 4

/** Codes that somebody may have meant: those that the word is a part of, and the one that is spelt most like it. */
export const nearCodes = (asked: string, all: readonly ExplainedCode[]): readonly string[] => {
  const word = asked.toUpperCase().replaceAll(/[\s-]+/g, '_')
  const known = [...new Set(all.map(({ code }) => code))]
  const spelt = nearest(word, known)
  const holding = word.length < 3 ? [] : known.filter((code) => code.includes(word))
  return [...new Set([...(spelt === null ? [] : [spelt]), ...holding])].slice(0, MAX_NEAR)
}
