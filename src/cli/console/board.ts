import { styleText } from 'node:util'
import { BoundedOutput, type Output } from '../bounded-output.ts'
import { isColoured } from '../log/terminal.ts'
import { printable } from '../printable.ts'
import type { Prompt } from './prompt.ts'
import { rowsOf } from './rows.ts'
import { shortened } from './shorten.ts'
import type { ConsoleTexts } from './texts/texts.ts'
import { timeOfDay } from './time.ts'

/** Whose words are shown: the other side's, ours, or the program's own. */
type Voice = 'theirs' | 'ours' | 'service'

/** What precedes the program's own words, where another's words have a `#id`. */
const SERVICE = '--'

/** The width of a time of day and a space. */
const TIME_COLUMNS = 9
const MARGIN = ' '.repeat(TIME_COLUMNS)

/** What a board says of itself. */
type BoardTexts = Pick<ConsoleTexts, 'leftOut' | 'more'>

/** Where a conversation is shown, line after line. */
export interface Board {
  /** Shows a text beside its mark. The mark is of our own making; the text may be anybody's. */
  show(voice: Exclude<Voice, 'service'>, mark: string, text: string): void
  /** Says something of the program's own. What it quotes may be anybody's. */
  tell(text: string): void
  /** Shows what was typed, where nothing else does. */
  echo(typed: string): void
}

/**
 * On a terminal: with the time of day, above the line that is being typed, coloured where that is wanted. Of a long text
 * the beginning is shown.
 */
export const terminalBoard = (prompt: Prompt, say: BoardTexts): Board => {
  const ink = isColoured(process.stdout, process.env) ? inks : bare
  const output = new BoundedOutput(prompt, (count) => board.tell(say.leftOut(count)))
  const lay = (mark: string, text: string): readonly string[] =>
    rowsOf(`${timeOfDay(Date.now())} ${mark}`, text, TIME_COLUMNS, prompt.columns)
  const board: Board = {
    show: (voice, mark, whole) => {
      if (!output.admits()) return
      const { text, rest } = shortened(whole)
      const [first = '', ...further] = lay(mark, text)
      const head = first.slice(0, TIME_COLUMNS + mark.length)
      const more = rest === null ? [] : [ink.service(`${MARGIN}${say.more(rest.characters, rest.lines)}`)]
      prompt.print([`${ink[voice](head)}${first.slice(head.length)}`, ...further, ...more])
    },
    tell: (text) => {
      if (output.admits()) prompt.print(lay(SERVICE, text).map(ink.service))
    },
    echo: (typed) => {
      if (output.admits()) prompt.print([`${prompt.sign}${printable(typed)}`])
    },
  }
  return board
}

/** Off a terminal: plain lines, without the time. */
export const plainBoard = (
  stream: Output & { write(text: string): unknown },
  { leftOut }: Pick<BoardTexts, 'leftOut'>,
): Board => {
  const output = new BoundedOutput(stream, (count) => print(SERVICE, leftOut(count)))
  const print = (mark: string, text: string): void => {
    if (output.admits()) stream.write(`${rowsOf(mark, text, 0, Number.POSITIVE_INFINITY).join('\n')}\n`)
  }
  return {
    show: (_voice, mark, text) => print(mark, text),
    tell: (text) => print(SERVICE, text),
    echo: () => {},
  }
}

type Inks = Readonly<Record<Voice, (text: string) => string>>

const inks: Inks = {
  theirs: (text) => styleText('cyan', text),
  ours: (text) => styleText('green', text),
  service: (text) => styleText('dim', text),
}

const same = (text: string): string => text
const bare: Inks = { theirs: same, ours: same, service: same }
