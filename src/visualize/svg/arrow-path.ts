import { type Point, tenth } from '../layout/text-block.ts'

/** Of the corners, and of the head, in pixels. */
const RADIUS = 5
const HEAD_LENGTH = 8

/** The arrow's line with rounded corners, as far as its head, as the `d` of an SVG path. */
export const pathOf = (points: readonly Point[]): string =>
  points
    .map((point, index) => {
      const before = points[index - 1]
      const after = points[index + 1]
      if (before === undefined) return `M${spot(point)}`
      if (after === undefined) return `L${spot(towards(point, before, HEAD_LENGTH - 1))}`
      const r = Math.min(RADIUS, distance(before, point) / 2, distance(point, after) / 2)
      return `L${spot(towards(point, before, r))}Q${spot(point)} ${spot(towards(point, after, r))}`
    })
    .join('')

/** The triangle at the arrow's end. */
export const headOf = (points: readonly Point[]): string => {
  const [tip, before] = [points.at(-1), points.at(-2)]
  if (tip === undefined || before === undefined) return ''
  const back = towards(tip, before, HEAD_LENGTH)
  const [dx, dy] = [(tip.y - back.y) / 2, (back.x - tip.x) / 2]
  return `M${spot(tip)}L${spot({ x: back.x + dx, y: back.y + dy })}L${spot({ x: back.x - dx, y: back.y - dy })}Z`
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

/** The point so far from one towards another. */
const towards = (from: Point, to: Point, by: number): Point => {
  const all = distance(from, to)
  return all === 0
    ? from
    : { x: from.x + ((to.x - from.x) * by) / all, y: from.y + ((to.y - from.y) * by) / all }
}

const spot = ({ x, y }: Point): string => `${tenth(x)} ${tenth(y)}`
