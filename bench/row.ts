/** One line of the table. */
export interface Row {
  readonly what: string
  /** As a number with its unit, such as `0.8 ×` or `10.0 KiB`. Empty: for comparison only. */
  readonly goal: string
  readonly measured: string
  /** Null where there is no goal. */
  readonly reached: boolean | null
}

/** How often as fast as something else. */
export const ratio = (what: string, times: number, atLeast: number | null): Row => ({
  what,
  goal: atLeast === null ? '' : `≥ ${atLeast} ×`,
  measured: `${times.toFixed(2)} ×`,
  reached: atLeast === null ? null : times >= atLeast,
})

/** A row in KiB of a number of bytes. */
export const kibibytes = (what: string, bytes: number, atMost: number | null): Row => ({
  what,
  goal: atMost === null ? '' : `≤ ${(atMost / 1024).toFixed(1)} KiB`,
  measured: `${(bytes / 1024).toFixed(1)} KiB`,
  reached: atMost === null ? null : bytes <= atMost,
})

/** The rows below their heads, in columns. */
export const table = (rows: readonly Row[]): string => {
  const lines = [['', 'goal', 'measured', ''], ...rows.map(cells)]
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines
    .map(([what = '', goal = '', measured = '', mark = '']) =>
      `${what.padEnd(widths[0] ?? 0)}  ${goal.padStart(widths[1] ?? 0)}  ${measured.padStart(widths[2] ?? 0)}  ${mark}`.trimEnd(),
    )
    .join('\n')
}

const cells = ({ what, goal, measured, reached }: Row): string[] => [
  what,
  goal,
  measured,
  reached === null ? '' : reached ? 'reached' : 'MISSED',
]
