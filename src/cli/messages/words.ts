import * as E from 'fp-ts/lib/Either.js'
import type { Phrase } from '../i18n/errors.ts'

/** One word of a line: what stands before its `=`, and after it. */
export interface Word {
  readonly path: string
  readonly text: string
  /** Whether the text stood in quotes. */
  readonly isQuoted: boolean
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' }

/** The words of a line: `key=a`, `text="two words"`, `labels=[{"name": "x"}]`. */
export const wordsOf = (line: string): E.Either<Phrase, readonly Word[]> => {
  const words: Word[] = []
  let at = 0
  for (;;) {
    while (isSpace(line[at])) at += 1
    if (at >= line.length) return E.right(words)
    const [path = ''] = /^[^\s="]*/.exec(line.slice(at)) ?? []
    if (path === '' || line[at + path.length] !== '=') return E.left((say) => say.noWord(begun(line, at)))
    at += path.length + 1
    const end = endOf(line, at)
    if (end === null) return E.left((say) => say.wordUnended(path))
    const given = line.slice(at, end)
    at = end
    if (at < line.length && !isSpace(line[at])) return E.left((say) => say.wordUnended(path))
    if (!given.startsWith('"')) words.push({ path, text: given, isQuoted: false })
    else {
      const text = E.tryCatch((): unknown => JSON.parse(given), E.toError)
      if (E.isLeft(text)) return E.left((say) => say.wordUnended(path))
      words.push({ path, text: String(text.right), isQuoted: true })
    }
  }
}

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character)

const begun = (line: string, at: number): string => /^\S*/.exec(line.slice(at))?.[0] ?? ''

/** Where a value ends that begins here; null: its quote or bracket is never closed. */
const endOf = (line: string, start: number): number | null => {
  const closings: string[] = []
  let at = start
  while (at < line.length) {
    const character = line[at] ?? ''
    if (
      closings.length === 0 &&
      at > start &&
      (line[start] === '"' || CLOSING[line[start] ?? ''] !== undefined)
    )
      return at
    if (character === '"' && (at === start || closings.length > 0)) {
      const [quoted] = /^"(?:[^"\\]|\\.)*"/.exec(line.slice(at)) ?? []
      if (quoted === undefined) return null
      at += quoted.length
      continue
    }
    const closing = CLOSING[character]
    if (closing !== undefined && (at === start || closings.length > 0)) closings.push(closing)
    else if (closings.length > 0 && character === closings.at(-1)) closings.pop()
    else if (closings.length === 0 && isSpace(character)) return at
    at += 1
  }
  return closings.length === 0 ? at : null
}
