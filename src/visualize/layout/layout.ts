import { type Box, everyBox } from '../charts/chart.ts'
import { factsOf, partsOf } from '../charts/phrase.ts'
import type { Edge, View } from '../charts/view.ts'
import { type Arrow, arrange, type Node } from './elk.ts'
import {
  type Area,
  type Block,
  movedBlocks,
  type Point,
  type Stack,
  stack,
  type TextBlock,
} from './text-block.ts'

export interface PlacedBox extends Area {
  readonly box: Box
  readonly blocks: readonly Block[]
}

export interface PlacedEdge {
  /** null: it leads to where a conversation begins. */
  readonly edge: Edge | null
  readonly points: readonly Point[]
  readonly label: (Area & { readonly blocks: readonly Block[] }) | null
}

/** Where everything is. A box comes before those within it. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly PlacedBox[]
  readonly edges: readonly PlacedEdge[]
}

/** How wide texts are in a state, and on an arrow. */
const widths = { state: { fold: 150, max: 420 }, label: { fold: 116, max: 420 } } as const

/** Pixels from the frame of a box to its text; a label has less. */
const padding = { x: 11, top: 5, bottom: 7, label: 3 } as const

/** The diameter of the dot before the first state. */
export const DOT = 11

const DOT_ID = 'dot'
const idOf = (place: string): string => `.${place}`

/** Lays a view out from top to bottom: the same one always the same. */
export const layOut = async (view: View): Promise<Layout> => {
  const told = new Map(everyBox(view.chart.boxes).map((box) => [box, stack(toldIn(box, view), widths.state)]))
  const labels = view.edges.map(({ rows }) =>
    stack(
      rows.map((row) => ({ row, parts: partsOf(row) })),
      widths.label,
    ),
  )
  const firsts = [...told.keys()].filter(({ first }) => first)
  const laid = await arrange(nodesOf(view.chart.boxes, told), [
    ...firsts.map(({ place }) => ({ from: DOT_ID, to: idOf(place), label: null })),
    ...view.edges.map(({ from, to }, index) => ({
      from: idOf(from),
      to: idOf(to),
      label: outerSize(labels[index]),
    })),
    ...stays(view),
  ])
  const edges = laid.arrows
    .slice(0, firsts.length + view.edges.length)
    .map(({ points, label }, index): PlacedEdge => {
      const blocks = labels[index - firsts.length]?.blocks ?? []
      return {
        edge: view.edges[index - firsts.length] ?? null,
        points,
        label: label && {
          ...label,
          blocks: movedBlocks(blocks, { x: label.x + padding.label, y: label.y + 1 }),
        },
      }
    })
  return {
    width: laid.width,
    height: laid.height,
    boxes: [...told].flatMap(([box, { blocks, width }]) => {
      const area = laid.nodes.get(idOf(box.place))
      if (area === undefined) return []
      const x = box.boxes.length === 0 ? area.x + padding.x : freeOf(edges, area, width)
      return [{ ...area, box, blocks: movedBlocks(blocks, { x, y: area.y + padding.top }) }]
    }),
    edges,
  }
}

/** The content of a box: the rows of one that holds others stand beside the chart. */
const toldIn = (box: Box, view: View): readonly TextBlock[] => {
  const name: TextBlock = { parts: [[{ text: box.name, tone: 'name' }]], font: 'name' }
  if (box.boxes.length > 0) return [name]
  return [
    name,
    ...factsOf(box).map((phrase) => ({ parts: [phrase] })),
    ...view.rowsOf(box.place).map((row, index) => ({ row, parts: partsOf(row), gap: index === 0 ? 4 : 0 })),
  ]
}

const nodesOf = (boxes: readonly Box[], told: ReadonlyMap<Box, Stack>): readonly Node[] =>
  boxes.flatMap((box) => {
    const { width = 0, height = 0 } = told.get(box) ?? {}
    const node = {
      id: idOf(box.place),
      width: Math.max(width + 2 * padding.x, 84),
      height: height + padding.top + padding.bottom,
      nodes: nodesOf(box.boxes, told),
    }
    return box.first ? [{ id: DOT_ID, width: DOT, height: DOT, nodes: [] }, node] : [node]
  })

/** Arrows that are not drawn: they keep a box below the one before it where no arrow leads down to it. */
const stays = ({ chart: { boxes }, edges }: View): readonly Arrow[] => {
  const outermost = (place: string) =>
    boxes.findIndex((box) => everyBox([box]).some((one) => one.place === place))
  const reached = new Set(
    edges.flatMap(({ from, to }) => (outermost(from) < outermost(to) ? [outermost(to)] : [])),
  )
  return boxes.slice(1).flatMap(({ place }, index) => {
    const before = boxes[index]
    return before === undefined || reached.has(index + 1)
      ? []
      : [{ from: idOf(before.place), to: idOf(place), label: null }]
  })
}

const outerSize = (label: Stack | undefined) => ({
  width: (label?.width ?? 0) + 2 * padding.label,
  height: (label?.height ?? 0) + 3,
})

/** Where in the upper band of a box a name of that width stands clear of the arrows that come in from above. */
const freeOf = (edges: readonly PlacedEdge[], area: Area, width: number): number => {
  const crossings = edges
    .flatMap(({ points }) => points.flatMap((point, index) => crossing(point, points[index + 1], area.y)))
    .filter((x) => x > area.x && x < area.x + area.width)
    .sort((a, b) => a - b)
  const starts = [area.x + padding.x, ...crossings.map((x) => x + padding.x)]
  const ends = [...crossings, area.x + area.width]
  return starts.find((start, index) => start + width + 6 <= (ends[index] ?? 0)) ?? area.x + padding.x
}

/** Where a vertical piece of an arrow passes a height. */
const crossing = (from: Point, to: Point | undefined, y: number): readonly number[] =>
  to !== undefined && from.x === to.x && Math.min(from.y, to.y) <= y && Math.max(from.y, to.y) > y
    ? [from.x]
    : []
