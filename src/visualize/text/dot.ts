import { printable } from '../../contract/index.ts'
import { type Box, everyBox } from '../charts/chart.ts'
import { partsOf, partsWithTarget, textOf } from '../charts/phrase.ts'
import { scopesOf } from '../charts/scopes.ts'
import type { View } from '../charts/view.ts'
import { linesIn } from './box-text.ts'
import { namesFor } from './names.ts'

const FONT = 'fontname="Liberation Sans,Arial,Helvetica,sans-serif"'

/** Views as one graph for Graphviz, each in a cluster of its own, with what holds throughout as its label. */
export const dotOf = (views: readonly View[]): string =>
  [
    'digraph {',
    `  graph [${FONT}, labeljust=l, style=rounded]`,
    `  node [${FONT}, shape=box, style=rounded]`,
    `  edge [${FONT}]`,
    ...views.flatMap(viewLines),
    '}',
    '',
  ].join('\n')

const viewLines = (view: View, index: number): readonly string[] => {
  const { chart } = view
  const all = everyBox(chart.boxes)
  const name = namesFor(all.map(({ place }) => place))
  const nameOf = (place: string) => `m${index}_${name(place)}`
  const boxLines = (box: Box, margin: string): readonly string[] =>
    box.boxes.length > 0
      ? [
          `${margin}subgraph cluster_${nameOf(box.place)} {`,
          `${margin}  label=${quoted([box.name])}`,
          ...box.boxes.flatMap((inner) => boxLines(inner, `${margin}  `)),
          `${margin}}`,
        ]
      : [
          `${margin}${nameOf(box.place)} [label=${quoted(linesIn(box, view))}${box.last ? ', peripheries=2' : ''}]`,
        ]
  const first = all.find((box) => box.first)
  const throughout = scopesOf(view).flatMap(({ heading, rows }) => [
    heading,
    ...rows.map((row) => `  ${textOf(partsWithTarget(row))}`),
  ])
  return [
    `  subgraph cluster_${index} {`,
    `    label=${quoted([chart.title, chart.about, ...throughout])}`,
    ...chart.boxes.flatMap((box) => boxLines(box, '    ')),
    ...(first === undefined
      ? []
      : [`    m${index} [shape=point, label=""]`, `    m${index} -> ${nameOf(first.place)}`]),
    ...view.edges.map(
      ({ from, to, rows }) =>
        `    ${nameOf(from)} -> ${nameOf(to)} [label=${quoted(rows.map((row) => textOf(partsOf(row))))}]`,
    ),
    '  }',
  ]
}

/** Lines as one string of Graphviz, each to the left. */
const quoted = (lines: readonly string[]): string =>
  `"${lines.map((line) => `${printable(line).replace(/["\\]/g, '\\$&')}\\l`).join('')}"`
