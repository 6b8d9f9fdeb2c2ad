import { printable } from '../../contract/index.ts'
import { type Box, everyBox } from '../charts/chart.ts'
import { partsOf, partsWithTarget, textOf } from '../charts/phrase.ts'
import { scopesOf } from '../charts/scopes.ts'
import type { View } from '../charts/view.ts'
import { linesIn } from './box-text.ts'
import { namesFor } from './names.ts'

/** Machines as one Mermaid state diagram. What holds throughout is a note at the first state. */
export const mermaidOf = (views: readonly View[]): string =>
  ['stateDiagram-v2', ...views.flatMap(viewLines), ''].join('\n')

const viewLines = (view: View, index: number): readonly string[] => {
  const { chart } = view
  const all = everyBox(chart.boxes)
  const name = namesFor(all.map(({ place }) => place))
  const nameOf = (place: string) => `m${index}_${name(place)}`
  const boxLines = (box: Box, margin: string): readonly string[] =>
    box.boxes.length > 0
      ? [
          `${margin}state "${label([box.name])}" as ${nameOf(box.place)} {`,
          ...box.boxes.flatMap((inner) => boxLines(inner, `${margin}  `)),
          `${margin}}`,
        ]
      : linesIn(box, view).map((line) => `${margin}${nameOf(box.place)} : ${label([line])}`)
  const first = all.find((box) => box.first)
  const notes = scopesOf(view).flatMap(({ heading, rows }) => [
    heading,
    ...rows.map((row) => textOf(partsWithTarget(row))),
  ])
  return [
    `  state "${label([chart.title])}" as m${index} {`,
    ...chart.boxes.flatMap((box) => boxLines(box, '    ')),
    ...(first === undefined ? [] : [`    [*] --> ${nameOf(first.place)}`]),
    ...view.edges.map(
      ({ from, to, rows }) =>
        `    ${nameOf(from)} --> ${nameOf(to)} : ${label(rows.map((row) => textOf(partsOf(row))))}`,
    ),
    ...all.filter(({ last }) => last).map(({ place }) => `    ${nameOf(place)} --> [*]`),
    ...(first === undefined || notes.length === 0
      ? []
      : [
          `    note left of ${nameOf(first.place)}`,
          ...notes.map((note) => `      ${label([note])}`),
          '    end note',
        ]),
    '  }',
  ]
}

/** Texts as lines of one label: what Mermaid might read for itself is written as an entity. */
const label = (texts: readonly string[]): string =>
  texts.map((text) => printable(text).replace(/[^\p{L}\p{N} .,/()·’►◄→_*]/gu, entity)).join('<br/>')

const entity = (character: string): string => `#${character.codePointAt(0) ?? 0};`
