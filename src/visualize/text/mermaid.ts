import { printable } from '../../contract/index.ts'
import { type Box, everyBox } from '../charts/chart.ts'
import { partsOf, partsWithTarget, textOf } from '../charts/phrase.ts'
import { scopesOf } from '../charts/scopes.ts'
import type { View } from '../charts/view.ts'
import { linesIn } from './box-text.ts'
import { namesFor } from './names.ts'

/**
 * Machines as one Mermaid state diagram. What holds throughout is a note at the first state. No state stands around all of a
 * machine: Mermaid draws no states that hold others within one that is titled. Of two machines the outermost states say
 * whose they are.
 */
export const mermaidOf = (views: readonly View[]): string =>
  [
    '---',
    `title: "${label([views.map(({ chart }) => chart.title).join(', ')])}"`,
    '---',
    'stateDiagram-v2',
    ...views.flatMap((view, index) => viewLines(view, index, views.length > 1)),
    '',
  ].join('\n')

const viewLines = (view: View, index: number, isNamed: boolean): readonly string[] => {
  const { chart } = view
  const all = everyBox(chart.boxes)
  const name = namesFor(all.map(({ place }) => place))
  const nameOf = (place: string) => `m${index}_${name(place)}`
  const boxLines = (box: Box, before: string): readonly string[] => {
    const [title = '', ...lines] = linesIn(box, view)
    return box.boxes.length > 0
      ? [
          `  state "${label([`${before}${box.name}`])}" as ${nameOf(box.place)} {`,
          ...box.boxes.flatMap((inner) => leavesOf(inner, '')).map((line) => `  ${line}`),
          '  }',
        ]
      : [`${before}${title}`, ...lines].map((line) => `  ${nameOf(box.place)} : ${label([line])}`)
  }
  /** States within states within states are told by their path. */
  const leavesOf = (box: Box, path: string): readonly string[] =>
    box.boxes.length > 0
      ? box.boxes.flatMap((inner) => leavesOf(inner, `${path}${box.name}.`))
      : boxLines(box, path)
  const first = all.find((box) => box.first)
  const notes = scopesOf(view).flatMap(({ heading, rows }) => [
    heading,
    ...rows.map((row) => textOf(partsWithTarget(row))),
  ])
  return [
    ...chart.boxes.flatMap((box) => boxLines(box, isNamed ? `${chart.title} · ` : '')),
    ...(first === undefined ? [] : [`  [*] --> ${nameOf(first.place)}`]),
    ...view.edges.map(
      ({ from, to, rows }) =>
        `  ${nameOf(from)} --> ${nameOf(to)} : ${label(rows.map((row) => textOf(partsOf(row))))}`,
    ),
    ...all.filter(({ last }) => last).map(({ place }) => `  ${nameOf(place)} --> [*]`),
    ...(first === undefined || notes.length === 0
      ? []
      : [
          `  note left of ${nameOf(first.place)}`,
          ...notes.map((note) => `    ${label([note])}`),
          '  end note',
        ]),
  ]
}

/** Texts as lines of one label: what Mermaid might read for itself is written as an entity. */
const label = (texts: readonly string[]): string =>
  texts.map((text) => printable(text).replace(/[^\p{L}\p{N} .,/()·’►◄→_]/gu, entity)).join('<br/>')

const entity = (character: string): string => `#${character.codePointAt(0) ?? 0};`
