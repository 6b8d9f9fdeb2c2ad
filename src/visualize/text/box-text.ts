import type { Box } from '../charts/chart.ts'
import { factsOf, partsOf, textOf } from '../charts/phrase.ts'
import type { View } from '../charts/view.ts'

/** The content of a box, as lines of plain text: its name, what is so in it, and what happens without leaving it. */
export const linesIn = (box: Box, view: View): readonly string[] => [
  box.name,
  ...factsOf(box).map((fact) => textOf([fact])),
  ...view.rowsOf(box.place).map((row) => textOf(partsOf(row))),
]
