import type { ElkExtendedEdge, ElkNode } from 'elkjs'
import { type Area, type Point, tenth } from './text-block.ts'

/** A node to be laid out: of its own size, or with nodes in it and so much room above them. */
export interface Node {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly nodes: readonly Node[]
}

/** An arrow, and the size of its label; null: it has none. */
export interface Arrow {
  readonly from: string
  readonly to: string
  readonly label: { readonly width: number; readonly height: number } | null
}

export interface Arranged {
  readonly width: number
  readonly height: number
  /** By id. */
  readonly nodes: ReadonlyMap<string, Area>
  /** In the order of the arrows; points from the tail to the head. */
  readonly arrows: readonly { readonly points: readonly Point[]; readonly label: Area | null }[]
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.randomSeed': '1',
  'elk.padding': '[top=4,left=4,bottom=4,right=4]',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.nodeNode': '14',
  'elk.layered.spacing.nodeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeNodeBetweenLayers': '13',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.layered.nodePlacement.strategy': 'LINEAR_SEGMENTS',
} as const

/** A long chart goes on beside itself, so that it uses the width. ELK takes nodes in nodes for smaller than they are. */
const wrapping = (nodes: readonly Node[]) => ({
  'elk.layered.wrapping.strategy': 'MULTI_EDGE',
  'elk.layered.wrapping.correctionFactor': nodes.some((node) => node.nodes.length > 0) ? '4' : '1',
  'elk.aspectRatio': '1.4',
})

/** From so many states on, a chart from top to bottom is mostly one column. */
const MIN_WRAPPED_NODES = 30

let elk: ReturnType<typeof loadElk> | null = null

/**
 * Loads the library. Where there is a `self`, it takes the program for a worker of its own, which listens to messages and
 * for that goes on for ever, as on Bun. What it sets meanwhile is dropped.
 */
const loadElk = async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'onmessage')
  Object.defineProperty(globalThis, 'onmessage', { configurable: true, get: () => null, set: () => {} })
  try {
    const { default: loaded } = await import('elkjs/lib/elk.bundled.js')
    return new loaded.default()
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'onmessage')
    else Object.defineProperty(globalThis, 'onmessage', before)
  }
}

/**
 * Arranges nodes from top to bottom. Arrows that lead back against the order of the nodes are turned round for it, so
 * that what comes first stands above. The same input is always arranged the same.
 */
export const arrange = async (nodes: readonly Node[], arrows: readonly Arrow[]): Promise<Arranged> => {
  const order = new Map(idsOf(nodes).map((id, index) => [id, index]))
  const isBack = ({ from, to }: Arrow) => (order.get(to) ?? 0) < (order.get(from) ?? 0)
  elk ??= loadElk()
  const laid: ElkNode = await (await elk).layout({
    id: '',
    layoutOptions: leavesOf(nodes) < MIN_WRAPPED_NODES ? options : { ...options, ...wrapping(nodes) },
    children: nodes.map(elkNode),
    edges: arrows.map((arrow, index) => elkEdge(arrow, index, isBack(arrow))),
  })
  return {
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    nodes: new Map(areasIn(laid)),
    arrows: arrows.map((arrow, index) => {
      const { sections, labels } = laid.edges?.[index] ?? {}
      const [section] = sections ?? []
      const [label] = labels ?? []
      const points =
        section === undefined ? [] : [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]
      return {
        points: (isBack(arrow) ? points.toReversed() : points).map(({ x, y }) => ({
          x: tenth(x),
          y: tenth(y),
        })),
        label: label === undefined ? null : areaOf(label),
      }
    }),
  }
}

const leavesOf = (all: readonly Node[]): number =>
  all.reduce((sum, { nodes }) => sum + (nodes.length === 0 ? 1 : leavesOf(nodes)), 0)

const idsOf = (nodes: readonly Node[]): readonly string[] =>
  nodes.flatMap(({ id, nodes }) => [id, ...idsOf(nodes)])

const elkNode = ({ id, width, height, nodes }: Node): ElkNode =>
  nodes.length === 0
    ? { id: `n${id}`, width, height }
    : {
        id: `n${id}`,
        children: nodes.map(elkNode),
        layoutOptions: {
          'elk.padding': `[top=${height},left=10,bottom=14,right=10]`,
          'elk.nodeSize.constraints': 'MINIMUM_SIZE',
          'elk.nodeSize.minimum': `(${width},${height})`,
        },
      }

const elkEdge = ({ from, to, label }: Arrow, index: number, isBack: boolean): ElkExtendedEdge => ({
  id: `e${index}`,
  sources: [`n${isBack ? to : from}`],
  targets: [`n${isBack ? from : to}`],
  labels:
    label === null
      ? []
      : [
          {
            // Without a text there is no label.
            text: ' ',
            ...label,
            layoutOptions: {
              'elk.edgeLabels.inline': 'true',
              'elk.layered.edgeLabels.centerLabelPlacementStrategy': isBack ? 'HEAD_LAYER' : 'TAIL_LAYER',
            },
          },
        ],
})

const areasIn = ({ children = [] }: ElkNode): readonly (readonly [string, Area])[] =>
  children.flatMap((node) => [[node.id.slice(1), areaOf(node)] as const, ...areasIn(node)])

const areaOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Area>): Area => ({
  x: tenth(x),
  y: tenth(y),
  width: tenth(width),
  height: tenth(height),
})
