import { toggle } from '../../options/option.ts'
import { printable } from '../../terminal/printable.ts'
import { columnsOf } from '../../terminal/width.ts'

export { isoMoment as moment } from '../../i18n/time.ts'

/** One line of a list, by the names that its JSON has. */
export type Row = Readonly<Record<string, string | number>>

/** Headings, by the names in the rows, in the order of the columns. */
export type Headings = Readonly<Record<string, string>>

/** The flag of every list. */
export const json = toggle('--json', 'print one JSON object a line')

/** A part of every help on a list. */
export const formats = `
On a terminal it is a table. Elsewhere the same columns are separated by tabs, without headings; with --json each line
is one object. Times are ISO 8601 in UTC.`

const GAP = '  '

/** Prints a list. Whatever is stored is inert in each of its forms, and no form lets a field pass for two. */
export const printList = (headings: Headings, rows: readonly Row[], json: boolean): void => {
  const { stdout } = process
  const lines = json ? rows.map(asJson) : stdout.isTTY ? asTable(headings, rows) : asFields(headings, rows)
  stdout.write(lines.map((line) => `${line}\n`).join(''))
}

// `printable` escapes as JSON does: the object that is read is the same.
const asJson = (row: Row): string => printable(JSON.stringify(row))

const asFields = (headings: Headings, rows: readonly Row[]): readonly string[] =>
  rows.map((row) => cellsOf(headings, row).join('\t'))

/** The rows below their headings, each column as wide as the widest cell of it. */
export const asTable = (headings: Headings, rows: readonly Row[]): readonly string[] => {
  const cells = [Object.values(headings), ...rows.map((row) => cellsOf(headings, row))]
  const widths = Object.keys(headings).map((_, column) =>
    cells.reduce((max, row) => Math.max(max, columnsOf(row[column] ?? '')), 0),
  )
  const padded = (cell: string, column: number): string =>
    cell + ' '.repeat((widths[column] ?? 0) - columnsOf(cell))
  return cells.map((row) => row.map(padded).join(GAP).trimEnd())
}

const cellsOf = (headings: Headings, row: Row): readonly string[] =>
  Object.keys(headings).map((name) => printable(String(row[name] ?? '')))
