import type { From, Turn } from '../../contract/index.ts'
import type { Row } from '../charts/view.ts'
import { DOT, type PlacedBox, type PlacedEdge } from '../layout/layout.ts'
import { FONT_FAMILY } from '../layout/metrics.ts'
import type { Framed, Panel, Picture } from '../layout/picture.ts'
import { type Area, type Block, tenth } from '../layout/text-block.ts'
import { headOf, pathOf } from './arrow-path.ts'
import { style } from './style.ts'
import { xml } from './xml.ts'

/** A picture as an SVG file that needs no other. It is light or dark as its reader likes it, and prints in black. */
export const svgOf = ({ width, height, charts }: Picture): string =>
  [
    `<svg${attributes({ ...root, width, height, viewBox: `0 0 ${width} ${height}` })}>`,
    `<title>${xml(charts.map(({ chart }) => `${chart.title}: ${chart.about}`).join(' '))}</title>`,
    `<style>${style}</style>`,
    `<rect${attributes({ class: 'canvas', width, height })}/>`,
    ...charts.flatMap(chartLines),
    '</svg>',
    '',
  ].join('\n')

const root = {
  xmlns: 'http://www.w3.org/2000/svg',
  class: 'picture',
  role: 'group',
  'font-family': FONT_FAMILY,
  'xml:space': 'preserve',
}

type Values = Readonly<Record<string, string | number | null>>

const attributes = (values: Values): string =>
  Object.entries(values)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${xml(String(value))}"`))
    .join('')

const chartLines = ({ chart, heading, origin, layout, panels }: Framed): readonly string[] => [
  `<g${attributes({ class: 'machine', 'data-side': chart.side })}>`,
  ...heading.flatMap(blockLines),
  `<g${attributes({ transform: `translate(${origin.x} ${origin.y})` })}>`,
  ...layout.boxes.flatMap(boxLines),
  ...layout.edges.flatMap(edgeLines),
  '</g>',
  ...panels.flatMap(panelLines),
  '</g>',
]

const boxLines = ({ box, blocks, ...area }: PlacedBox): readonly string[] => {
  const isGroup = box.boxes.length > 0
  return [
    `<g${attributes({ class: isGroup ? 'group' : 'state', 'data-state': box.state, 'data-place': box.place })}>`,
    ...(box.about === null ? [] : [`<title>${xml(box.about)}</title>`]),
    rect(area, 'frame'),
    ...(box.last ? [rect(inset(area, 3), 'last')] : []),
    ...(isGroup || box.turn === null ? [] : turnLines(area, box.turn)),
    ...blocks.flatMap(blockLines),
    '</g>',
  ]
}

const rect = ({ x, y, width, height }: Area, name: string): string =>
  `<rect${attributes({ class: name, x, y, width, height, rx: 6 })}/>`

const inset = ({ x, y, width, height }: Area, by: number): Area => ({
  x: x + by,
  y: y + by,
  width: width - 2 * by,
  height: height - 2 * by,
})

/** A bar at the left of a state in the colour of who may speak, halved for both. */
const turnLines = ({ x, y, height }: Area, turn: Turn): readonly string[] => {
  const top = y + 6
  const length = height - 12
  const bar = (from: string, start: number, size: number) =>
    `<path${attributes({ class: `turn ${from}`, d: `M${tenth(x + 4.5)} ${tenth(top + start)}v${tenth(size)}` })}/>`
  switch (turn) {
    case 'client':
    case 'server':
      return [bar(turn, 0, length)]
    case 'both':
      return [bar('client', 0, length / 2), bar('server', length / 2, length / 2)]
    case 'nobody':
      return []
    default:
      return turn satisfies never
  }
}

const edgeLines = ({ edge, points, label }: PlacedEdge): readonly string[] => {
  const [from, to] = [points[0], points.at(-1)]
  if (from === undefined || to === undefined) return []
  const rows = edge?.rows ?? []
  const by = speakersOf(rows)
  return [
    `<g${attributes({ class: `edge ${by ?? ''}`.trim(), 'data-from': edge?.from ?? null, 'data-to': edge?.to ?? null, ...data(rows) })}>`,
    `<path${attributes({ class: 'line', d: pathOf(points) })}/>`,
    `<path${attributes({ class: 'head', d: headOf(points) })}/>`,
    ...(edge === null
      ? [`<circle${attributes({ class: 'dot', cx: from.x, cy: tenth(from.y - DOT / 2), r: DOT / 2 })}/>`]
      : []),
    ...(label === null ? [] : [rect(label, 'label'), ...label.blocks.flatMap(blockLines)]),
    '</g>',
  ]
}

/** The side that says the messages of some rows; null: there are none, or both do. */
const speakersOf = (rows: readonly Row[]): From | null => {
  const all = new Set(
    rows.flatMap(({ by, says }) => [...(by === null ? [] : [by]), ...says.map((word) => word.by)]),
  )
  const [first = null] = all
  return all.size === 1 ? first : null
}

/** Attributes that find the rows: the events as the machine names them, and the messages. */
const data = (rows: readonly Row[]): Values => {
  const transitions = rows.flatMap((row) => row.transitions)
  const events = transitions.flatMap(({ event }) => (event === null ? [] : [event]))
  const messages = transitions.flatMap(({ hears, says }) => [
    ...(hears === null ? [] : [hears.message]),
    ...says.map(({ message }) => message),
  ])
  return { 'data-event': listed(events), 'data-message': listed(messages) }
}

const listed = (names: readonly string[]): string | null =>
  names.length === 0 ? null : [...new Set(names)].join(' ')

const panelLines = ({ place, blocks, ...area }: Panel): readonly string[] => [
  `<g${attributes({ class: 'panel', 'data-scope': place })}>`,
  rect(area, 'frame'),
  ...blocks.flatMap(blockLines),
  '</g>',
]

const blockLines = ({ row, lines }: Block): readonly string[] => [
  ...(row === null ? [] : [`<g${attributes({ class: 'row', ...data([row]) })}>`]),
  ...lines.map(
    ({ phrase, fontSize, x, y }) =>
      `<text${attributes({ x, y, 'font-size': fontSize })}>${phrase.map(({ text, tone }) => `<tspan class="${tone}">${xml(text)}</tspan>`).join('')}</text>`,
  ),
  ...(row === null ? [] : ['</g>']),
]
