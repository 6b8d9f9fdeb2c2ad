import type { Phrase, Span } from '../charts/phrase.ts'
import { measurePhrase } from './metrics.ts'

/** Where a line goes on from the one before. */
export const INDENT = 8

/** Widths in pixels: where lines are broken, and what no word exceeds: it would be cut. */
export interface Widths {
  readonly fold: number
  readonly max: number
}

/**
 * Parts as lines: a part that does not fit behind the one before begins a line, and is broken at its spaces where it
 * has to be. A word wider than a line stands alone in it.
 */
export const foldParts = (parts: readonly Phrase[], size: number, widths: Widths): readonly Phrase[] => {
  const lines: Phrase[] = []
  for (const part of parts) {
    const last = [...(lines.at(-1) ?? []), ...part]
    const room = widths.fold - (lines.length > 1 ? INDENT : 0)
    if (measurePhrase(last, size) <= room) lines.splice(-1, 1, last)
    else lines.push(...wrap(part, size, widths, lines.length > 0))
  }
  return lines
}

const wrap = (
  phrase: Phrase,
  size: number,
  { fold, max }: Widths,
  isIndented: boolean,
): readonly Phrase[] => {
  const lines: Span[][] = [[]]
  let width = isIndented ? INDENT : 0
  for (const word of wordsOf(withoutStart(phrase))) {
    const fitting = cut(word, size, max - INDENT)
    if (lines.at(-1)?.length !== 0 && width + measurePhrase(withoutEnd(fitting), size) > fold) {
      lines.push([])
      width = INDENT
    }
    lines.at(-1)?.push(...fitting)
    width += measurePhrase(fitting, size)
  }
  return lines.map((line) => withoutEnd(joined(line)))
}

/** The words of a phrase, each with the spaces behind it. A word may go on from one span to the next. */
const wordsOf = (phrase: Phrase): readonly Phrase[] => {
  const words: Span[][] = []
  for (const { text, tone } of phrase)
    for (const piece of text.match(/[^ ]+ *| +/gu) ?? []) {
      const last = words.at(-1)
      if (last === undefined || (last.at(-1)?.text.endsWith(' ') === true && piece.trim() !== ''))
        words.push([{ text: piece, tone }])
      else last.push({ text: piece, tone })
    }
  return words
}

/** A word, up to where it fits in a line. */
const cut = (word: Phrase, size: number, max: number): Phrase => {
  if (measurePhrase(withoutEnd(word), size) <= max) return word
  const kept: Span[] = []
  for (const { text, tone } of word)
    for (const character of text) {
      if (measurePhrase([...kept, { text: `${character}…`, tone }], size) > max)
        return joined([...kept, { text: '…', tone }])
      kept.push({ text: character, tone })
    }
  return joined(kept)
}

/** Neighbours of one tone as one span. */
const joined = (line: Phrase): Phrase => {
  const spans: Span[] = []
  for (const span of line) {
    const last = spans.at(-1)
    if (last?.tone === span.tone) spans[spans.length - 1] = { ...last, text: last.text + span.text }
    else spans.push(span)
  }
  return spans
}

const withoutEnd = (line: Phrase): Phrase => {
  const last = line.at(-1)
  return last === undefined ? line : [...line.slice(0, -1), { ...last, text: last.text.trimEnd() }]
}

const withoutStart = ([first, ...others]: Phrase): Phrase =>
  first === undefined ? [] : [{ ...first, text: first.text.trimStart() }, ...others]
