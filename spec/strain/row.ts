import type { Summary } from './statistics.ts'

/** MET and MISSED: what was measured is within its goal, or not. FAILED: there is no figure. Empty: there is no goal. */
type Verdict = 'MET' | 'MISSED' | 'FAILED' | ''

/** One line of the table. */
export interface Row {
  readonly what: string
  /** Empty: to compare with. */
  readonly goal: string
  readonly measured: string
  readonly verdict: Verdict
}

/** A figure that has a goal. */
export const judged = (what: string, goal: string, measured: string, isMet: boolean): Row => ({
  what,
  goal,
  measured,
  verdict: isMet ? 'MET' : 'MISSED',
})

/** A figure to compare others with. */
export const told = (what: string, measured: string): Row => ({ what, goal: '', measured, verdict: '' })

/** `1.2 ms`, `340 ms`. */
export const inMs = (ms: number): string => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`

/** `p99 12 ms (p50 0.4 ms, max 31 ms)`. */
export const inQuantiles = ({ p50, p99, max }: Summary): string =>
  `p99 ${inMs(p99)} (p50 ${inMs(p50)}, max ${inMs(max)})`

/** How often each word was counted, the most frequent first: `OVERLOADED 812, Granted 3`. */
export const inCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([word, count]) => `${word} ${count}`)
    .join(', ')

/** The rows below their heads, in columns. What was measured comes last, since it may be long. */
export const table = (rows: readonly Row[]): string => {
  const lines = [
    ['', 'goal', '', 'measured'],
    ...rows.map(({ what, goal, verdict, measured }) => [what, goal, verdict, measured]),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
