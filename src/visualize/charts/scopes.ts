import { type Chart, everyBox } from './chart.ts'
import type { Row, View } from './view.ts'

/** Facts that hold for a place and everything in it. */
export interface Scope {
  /** '' is the whole machine. */
  readonly place: string
  readonly heading: string
  readonly rows: readonly Row[]
}

/** The rows that no state has for itself, the widest scope first. */
export const scopesOf = ({ chart, rowsOf }: View): readonly Scope[] =>
  ['', ...everyBox(chart.boxes).flatMap(({ place, boxes }) => (boxes.length === 0 ? [] : [place]))]
    .map((place) => ({ place, heading: headingOf(place, chart), rows: rowsOf(place) }))
    .filter(({ rows }) => rows.length > 0)

const headingOf = (place: string, { side }: Chart): string => {
  if (side === null) return 'In every state where somebody may speak'
  return `In every state${place === '' ? '' : ` of ${place}`} that does not say otherwise`
}
