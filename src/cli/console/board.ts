import { styleText } from 'node:util'
import { isColoured } from '../log/terminal.ts'
import { printable } from '../printable.ts'
import type { Prompt } from './prompt.ts'
import { rowsOf } from './rows.ts'
import { timeOfDay } from './time.ts'

/** Whose words are shown: the other side's, ours, or the program's own. */
type Voice = 'theirs' | 'ours' | 'service'

/** What precedes the program's own words, where another's words have a `#id`. */
const SERVICE = '--'

/** The width of a time of day and a space. */
const TIME_COLUMNS = 9

/** Where a conversation is shown, line after line. */
export interface Board {
  /** Shows a text beside its mark. The mark is of our own making; the text may be anybody's. */
  show(voice: Exclude<Voice, 'service'>, mark: string, text: string): void
  /** Says something of the program's own. What it quotes may be anybody's. */
  tell(text: string): void
  /** Shows what was typed, where nothing else does. */
  echo(typed: string): void
}

/** On a terminal: with the time of day, above the line that is being typed, coloured where that is wanted. */
export const terminalBoard = (prompt: Prompt): Board => {
  const ink = isColoured(process.stdout, process.env) ? inks : bare
  const lay = (mark: string, text: string): readonly string[] =>
    rowsOf(`${timeOfDay(Date.now())} ${mark}`, text, TIME_COLUMNS, prompt.columns)
  return {
    show: (voice, mark, text) => {
      const [first = '', ...further] = lay(mark, text)
      const head = first.slice(0, TIME_COLUMNS + mark.length)
      prompt.print([`${ink[voice](head)}${first.slice(head.length)}`, ...further])
    },
    tell: (text) => prompt.print(lay(SERVICE, text).map(ink.service)),
    echo: (typed) => prompt.print([`${prompt.sign}${printable(typed)}`]),
  }
}

/** Off a terminal: plain lines, without the time. */
export const plainBoard = (output: { write(text: string): unknown }): Board => {
  const print = (mark: string, text: string): void => {
    output.write(`${rowsOf(mark, text, 0, Number.POSITIVE_INFINITY).join('\n')}\n`)
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
