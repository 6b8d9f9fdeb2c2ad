import type { ConsoleTexts } from '../i18n/console.ts'
import { Calendar, timeOfDay } from '../i18n/time.ts'
import { isColoured, noStyles, styles, type Voice } from './colours.ts'
import { BoundedOutput, type Output } from './output.ts'
import { printable } from './printable.ts'
import { type Shortened, shortened } from './shorten.ts'
import { BAR, wrap } from './wrap.ts'

/** Stands before the program's own words, where another's words have a `#id`. */
const SERVICE = '--'

/** The width of a time of day and a space. */
const TIME_COLUMNS = 9
const MARGIN = ' '.repeat(TIME_COLUMNS)

/** Columns that a remark about a text needs beside the margin; with fewer it stands at the start of its row. */
const MIN_COLUMNS_BESIDE_MARGIN = 48

/** Where rows are printed. */
interface Terminal extends Output {
  readonly columns: number
  /** Stands before a line that is typed. */
  readonly sign: string
  print(rows: readonly string[]): void
}

/** Sentences of the transcript itself. */
type TranscriptTexts = Pick<ConsoleTexts, 'leftOut' | 'more'>

/** Where a conversation is shown, line after line. */
export interface Transcript {
  /** Shows a text beside its mark. The mark is of our own making; the text may be anybody's. */
  show(voice: Exclude<Voice, 'service'>, mark: string, text: string): void
  /** Says something of the program's own. What it quotes may be anybody's. */
  tell(text: string): void
  /** Shows what was typed, where nothing else does. */
  echo(typed: string): void
}

/**
 * On a terminal: with the time of day, above the line that is being typed, coloured where that is wanted, and a line with
 * the date where a new day begins. Of a long text the beginning is shown. `now` is in milliseconds since 1970.
 */
export const terminalTranscript = (
  terminal: Terminal,
  say: TranscriptTexts,
  now: () => number = Date.now,
): Transcript => {
  const style = isColoured(process.stdout, process.env) ? styles : noStyles
  const calendar = new Calendar(now())
  const output = new BoundedOutput(terminal, (count) => transcript.tell(say.leftOut(count)))
  const lay = (mark: string, text: string): readonly string[] =>
    wrap(`${timeOfDay(now())} ${mark}`, text, TIME_COLUMNS, terminal.columns)
  const print = (rows: readonly string[]): void => {
    const day = calendar.turn(now())
    terminal.print(day === null ? rows : [style.service(day), ...rows])
  }
  const notShown = (rest: Shortened['rest']): readonly string[] => {
    if (rest === null) return []
    const margin = terminal.columns - TIME_COLUMNS < MIN_COLUMNS_BESIDE_MARGIN ? '' : MARGIN
    return [style.service(`${margin}${say.more(rest.characters, rest.lines)}`)]
  }
  const transcript: Transcript = {
    show: (voice, mark, whole) => {
      if (!output.admits()) return
      const { text, rest } = shortened(whole)
      const [first = '', ...further] = lay(mark, text)
      const head = first.slice(0, TIME_COLUMNS + mark.length)
      const barred = further.map((row) => row.replace(BAR, style[voice](BAR)))
      print([`${style[voice](head)}${first.slice(head.length)}`, ...barred, ...notShown(rest)])
    },
    tell: (text) => {
      if (output.admits()) print(lay(SERVICE, text).map(style.service))
    },
    echo: (typed) => {
      if (output.admits()) print([`${terminal.sign}${printable(typed)}`])
    },
  }
  return transcript
}

/** The mark of what is answered, behind that of a message; 0: it answers nothing. */
export const threaded = (re: number): string => (re === 0 ? '' : ` ↳ #${re}`)

/** Off a terminal: plain lines, without the time. */
export const plainTranscript = (
  stream: Output & { write(text: string): unknown },
  { leftOut }: Pick<TranscriptTexts, 'leftOut'>,
): Transcript => {
  const output = new BoundedOutput(stream, (count) => print(SERVICE, leftOut(count)))
  const print = (mark: string, text: string): void => {
    if (output.admits()) stream.write(`${wrap(mark, text, 0, Number.POSITIVE_INFINITY).join('\n')}\n`)
  }
  return {
    show: (_voice, mark, text) => print(mark, text),
    tell: (text) => print(SERVICE, text),
    echo: () => {},
  }
}
