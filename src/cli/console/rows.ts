import { printable } from '../printable.ts'
import { maxColumnsOf } from '../width.ts'

/** Stands left of every further row of a text, so that none begins as a line of ours does. */
const BAR = '│ '

/** Where less than this is left beside the head, a text begins below it. */
const LEAST_COLUMNS = 12

let graphemes: Intl.Segmenter | null = null

/**
 * Lays out a text below and beside its head, in rows that no terminal of so many columns breaks: whatever the text
 * holds, each row of it begins with the head, or with a margin (given as its width) and a bar.
 */
export const rowsOf = (head: string, text: string, margin: number, columns: number): readonly string[] => {
  const [first = '', ...further] = text.split(/\r\n|\n|\r/).map(printable)
  const gutter = `${' '.repeat(columns - margin < LEAST_COLUMNS ? 0 : margin)}${BAR}`
  const beside = columns - maxColumnsOf(head) - 1
  const below = Math.max(columns - gutter.length, 2)
  const [start = '', ...rest] = cut(first, beside < LEAST_COLUMNS ? 0 : beside, below)
  const others = further.flatMap((line) => cut(line, below, below))
  return [start === '' ? head : `${head} ${start}`, ...[...rest, ...others].map((row) => `${gutter}${row}`)]
}

/** Cuts a line, if possible between words: the first piece for so many columns, each other for so many. */
const cut = (line: string, firstColumns: number, columns: number): readonly string[] => {
  if (maxColumnsOf(line) <= firstColumns) return [line]
  const pieces: string[] = []
  let piece = ''
  let room = firstColumns
  const put = (part: string, width: number): void => {
    if (width > room) {
      const space = part === ' ' ? piece.length : piece.lastIndexOf(' ')
      const at = space > piece.length / 2 ? space : piece.length
      pieces.push(piece.slice(0, at))
      piece = piece.slice(at === space ? at + 1 : at)
      room = columns - maxColumnsOf(piece)
      if (part === ' ' && piece === '') return
    }
    piece += part
    room -= width
  }
  // Made when it is first needed: that takes a while.
  graphemes ??= new Intl.Segmenter()
  for (const { segment } of graphemes.segment(line)) {
    const width = maxColumnsOf(segment)
    if (width <= columns) put(segment, width)
    else for (const character of segment) put(character, maxColumnsOf(character))
  }
  return [...pieces, piece]
}
