import { printable } from './printable.ts'
import { maxColumnsOf } from './width.ts'

/** Stands left of every further row of a text, so that none begins as a line of ours does. */
export const BAR = '│'

/** Columns that a text needs beside its head; with fewer it begins below. */
const MIN_COLUMNS = 12

/**
 * Lays out a text below and beside its head, in rows that no terminal of so many columns breaks: whatever the text
 * holds, each row of it begins with the head, or with a margin (given as its width) and a bar.
 */
export const wrap = (head: string, text: string, margin: number, columns: number): readonly string[] => {
  const [first = '', ...further] = text.split(/\r\n|\n|\r/).map(printable)
  const gutter = `${' '.repeat(columns - margin < MIN_COLUMNS ? 0 : margin)}${BAR} `
  const beside = columns - maxColumnsOf(head) - 1
  const below = Math.max(columns - gutter.length, 2)
  const [start = '', ...rest] = cut(first, beside < MIN_COLUMNS ? 0 : beside, below)
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
  for (const cluster of clustersOf(line)) {
    const width = maxColumnsOf(cluster)
    if (width <= columns) put(cluster, width)
    else for (const character of cluster) put(character, maxColumnsOf(character))
  }
  return [...pieces, piece]
}

/** Code points that follow a character without being one of their own: marks, skin tones, tags, joiners. */
const extension = /\p{M}|\p{Emoji_Modifier}|[\u{e0020}-\u{e007f}]|\u200c|\u200d|[\u1160-\u11ff]/u
const isFlagLetter = /^\p{RI}$/u

/**
 * The characters of a line as a reader takes them, roughly as Unicode's annex 29 has it. Intl.Segmenter would know
 * exactly, but takes longer per character the longer the line is.
 */
function* clustersOf(line: string): Generator<string> {
  let cluster = ''
  for (const character of line) {
    if (cluster !== '' && !belongs(character, cluster)) {
      yield cluster
      cluster = ''
    }
    cluster += character
  }
  if (cluster !== '') yield cluster
}

const belongs = (character: string, cluster: string): boolean =>
  character >= '\u0300' &&
  (extension.test(character) ||
    cluster.endsWith('\u200d') ||
    (isFlagLetter.test(character) && isFlagLetter.test(cluster)))
