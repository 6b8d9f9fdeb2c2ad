import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline'
import { LINE_BREAK, LineEditorKeys } from './line-editor-keys.ts'

/** Lines that can be fetched back with the arrows. */
const HISTORY_LINES = 1_000

/** Keys come whole: an Escape that nothing follows at once is a key of its own. */
const ESCAPE_MS = 1

const DEFAULT_COLUMNS = 80

/** Hears what becomes of the line. */
export interface LineListener {
  /** Several lines came at once; they stand in the line as one text, and nothing of it is entered. */
  readonly severalLines: () => void
  /** All that a line may become which begins like this; each is whole. */
  readonly completions: (begun: string) => readonly string[]
  /** A line was entered. It is no longer on the screen. */
  readonly entered: (line: string) => void
  /** Ctrl-C on an empty line. True: it meant something here, and nobody leaves. */
  readonly interrupted?: () => boolean
  /** Ctrl-D on an empty line, or the terminal is gone. */
  readonly left: () => void
  /** This process may not have the terminal; `code` is the system's. */
  readonly unreadable: (code: string) => void
}

/** Whether there is a terminal on which a line can be edited. */
export const canEditLines = (): boolean =>
  process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== 'dumb'

/** The line at the bottom of a terminal in which somebody types, with editing and history. */
export class LineEditor {
  /** Stands before the line. */
  sign = ''
  private line: Interface | null = null
  private typedRows = 0
  /** Rows that are printed at the end of this turn. */
  private gathered = ''

  /** Takes over the terminal until it is closed. `sign` must be printable. */
  open(
    sign: string,
    { entered, left, interrupted = () => false, unreadable, severalLines, completions }: LineListener,
  ): void {
    let failure: string | null = null
    const keys = new LineEditorKeys({
      text: (run) => this.line?.write(run),
      severalLines,
      enter: () => {
        this.typedRows = rowsToEnd(line)
      },
      ended: (error) => {
        // Before there is a line, the terminal did not let itself be taken.
        if (this.line === null) failure = error?.code ?? ''
        this.line?.close()
      },
    })
    const line = createInterface({
      input: keys,
      output: process.stdout,
      terminal: true,
      completer: (begun: string) => [completions(begun), begun],
      prompt: sign,
      historySize: HISTORY_LINES,
      removeHistoryDuplicates: true,
      escapeCodeTimeout: ESCAPE_MS,
    })
    line.on('line', (text) => {
      wipe(this.typedRows + 1)
      line.prompt()
      for (const each of linesOf(text)) entered(each)
    })
    line.on('SIGINT', () => {
      if (line.line !== '' || !interrupted()) interrupt(line)
    })
    line.on('SIGCONT', () => line.prompt(true))
    line.on('close', () => {
      keys.release()
      if (failure !== null) return
      this.line = null
      if (line.line === '') wipe(0)
      else process.stdout.write('\n')
      left()
    })
    this.sign = sign
    if (failure !== null) {
      line.close()
      return unreadable(failure)
    }
    this.line = line
    line.prompt()
  }

  /** The columns that a row may fill. In the last one some terminals break the row. One that tells 0 tells nothing. */
  get columns(): number {
    return Math.max((process.stdout.columns || DEFAULT_COLUMNS) - 1, 1)
  }

  /** How much waits for the terminal to take it. */
  get writableLength(): number {
    return this.gathered.length + process.stdout.writableLength
  }

  /** Calls back when the terminal has taken all. */
  once(event: 'drain', drained: () => void): void {
    process.stdout.once(event, drained)
  }

  /**
   * Prints rows above the line that is being typed, and leaves that as it was: all rows of a turn at its end. Where no line is
   * typed they are printed at once, since a question may be asked below them.
   */
  print(rows: readonly string[]): void {
    if (this.gathered === '' && this.line !== null) setImmediate(() => this.flush())
    for (const row of rows) this.gathered += `${row}\n`
    if (this.line === null) this.flush()
  }

  private flush(): void {
    const { stdout } = process
    const { line, gathered: text } = this
    this.gathered = ''
    if (text === '') return
    if (line === null) {
      stdout.write(text)
      return
    }
    const { rows: down } = line.getCursorPos()
    stdout.cork()
    wipe(down)
    // The line is redrawn as many rows above as its cursor was below its start.
    stdout.write(text + '\n'.repeat(down))
    line.prompt(true)
    stdout.uncork()
  }

  /** Gives the terminal back as it was. What is printed from now on is printed all the same. */
  close(): void {
    const { line } = this
    if (line === null) return
    this.flush()
    // The next output begins below all of its rows.
    rowsToEnd(line)
    line.close()
  }
}

/** The texts of an entered line, with its line breaks: one, or each line of it where `/lines` stands before them. */
const linesOf = (typed: string): readonly string[] => {
  const text = typed.replaceAll(LINE_BREAK, '\n')
  const [, lines] = /^\/lines\s+([\s\S]*)$/.exec(text) ?? []
  return lines === undefined ? [text] : lines.split('\n')
}

/** Moves to the end of a line: how many rows below its start that is. */
const rowsToEnd = (line: Interface): number => {
  line.write(null, { ctrl: true, name: 'e' })
  return line.getCursorPos().rows
}

/** Ctrl-C clears what is typed, as in a shell; where nothing is, it is the signal that it would be without us. */
const interrupt = (line: Interface): void => {
  if (line.line === '') {
    process.emit('SIGINT')
    line.close()
    return
  }
  line.write(null, { ctrl: true, name: 'e' })
  line.write(null, { ctrl: true, name: 'u' })
}

/** Clears the terminal from so many rows above the cursor. */
const wipe = (rowsAbove: number): void => {
  const { stdout } = process
  moveCursor(stdout, 0, -rowsAbove)
  cursorTo(stdout, 0)
  clearScreenDown(stdout)
}
