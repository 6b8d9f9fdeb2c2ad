import { beforeAll, describe, expect, test } from '@jest/globals'
import { type Chart, everyBox } from '../../src/visualize/charts/chart.ts'
import { type Picture, pictureOf } from '../../src/visualize/layout/picture.ts'
import type { Area, Block, Point } from '../../src/visualize/layout/text-block.ts'
import { svgOf } from '../../src/visualize/svg/svg.ts'
import { charts, ours } from './subjects.ts'

/** A machine of forty states, one after the other and some back, five in each of those that hold them. */
const long: Chart = (() => {
  const [one] = everyBox(ours.client.boxes).filter(({ boxes, first }) => boxes.length === 0 && !first)
  const [transition] = ours.client.transitions.filter(({ to }) => to !== null)
  if (one === undefined || transition === undefined) throw new Error('Our client has no states.')
  const place = (index: number): string => `part${Math.floor(index / 5)}.step${index}`
  const steps = Array.from({ length: 40 }, (_, index) => ({
    ...one,
    place: place(index),
    name: `step${index}`,
    first: index === 0,
    last: index === 39,
  }))
  return {
    ...ours.client,
    boxes: Array.from({ length: 8 }, (_, part) => ({
      ...one,
      place: `part${part}`,
      name: `part${part}`,
      boxes: steps.slice(part * 5, part * 5 + 5),
    })),
    transitions: steps.flatMap((_, index) => [
      ...(index === 39 ? [] : [{ ...transition, from: place(index), to: place(index + 1) }]),
      ...(index % 7 === 6 ? [{ ...transition, from: place(index), to: place(index - 4) }] : []),
    ]),
  }
})()

const pictures: readonly (readonly [string, readonly Chart[], 'beside' | 'below'])[] = [
  ...charts.flatMap(
    ([name, chart]) =>
      [
        [`${name}, with its panels beside`, [chart], 'beside'],
        [`${name}, with its panels below`, [chart], 'below'],
      ] as const,
  ),
  ['the pair', [ours.client, ours.server], 'below'],
  ['a long machine', [long], 'below'],
]

interface Words extends Area {
  readonly text: string
}

/** Where the letters of blocks are, from the corner of the picture. */
const wordsOf = (blocks: readonly Block[], by: Point = { x: 0, y: 0 }): readonly Words[] =>
  blocks.flatMap(({ lines }) =>
    lines.map(({ x, y, width, fontSize, phrase }) => ({
      text: phrase.map(({ text }) => text).join(''),
      x: x + by.x,
      y: y + by.y - 0.75 * fontSize,
      width,
      height: 0.95 * fontSize,
    })),
  )

const shifted = (area: Area, by: Point): Area => ({ ...area, x: area.x + by.x, y: area.y + by.y })

const overlap = (a: Area, b: Area): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const within = (inner: Area, outer: Area): boolean =>
  inner.x >= outer.x - 0.1 &&
  inner.y >= outer.y - 0.1 &&
  inner.x + inner.width <= outer.x + outer.width + 0.1 &&
  inner.y + inner.height <= outer.y + outer.height + 0.1

const segmentsOf = (points: readonly Point[], by: Point): readonly Area[] =>
  points.slice(1).flatMap((to, index) => {
    const from = points[index]
    if (from === undefined) return []
    const [x, y] = [Math.min(from.x, to.x) + by.x, Math.min(from.y, to.y) + by.y]
    return [{ x, y, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) }]
  })

describe.each(pictures)('the picture of %s', (_, of, panelsAre) => {
  let picture: Picture
  beforeAll(async () => {
    picture = await pictureOf(of, panelsAre)
  })

  const wordsIn = ({ charts }: Picture): readonly Words[] =>
    charts.flatMap(({ heading, origin, layout, panels }) => [
      ...wordsOf(heading),
      ...layout.boxes.flatMap(({ blocks }) => wordsOf(blocks, origin)),
      ...layout.edges.flatMap(({ label }) => wordsOf(label?.blocks ?? [], origin)),
      ...panels.flatMap(({ blocks }) => wordsOf(blocks)),
    ])

  test('has no two texts in one place, and none beyond its edge', () => {
    const words = wordsIn(picture)
    const edge = { x: 0, y: 0, width: picture.width, height: picture.height }
    expect(words.filter((one) => !within(one, edge))).toEqual([])
    const overlapping = words.flatMap((one, index) =>
      words.slice(index + 1).flatMap((other) => (overlap(one, other) ? [[one.text, other.text]] : [])),
    )
    expect(overlapping).toEqual([])
  })

  test('has every text within its frame, and every state within what holds it', () => {
    const { charts } = picture
    for (const { boxes, edges } of charts.map(({ layout }) => layout)) {
      const areas = new Map(boxes.map((one) => [one.box, one]))
      for (const one of boxes) {
        for (const words of wordsOf(one.blocks))
          expect([words.text, within(words, one)]).toEqual([words.text, true])
        for (const inner of one.box.boxes) expect(within(areas.get(inner) ?? one, one)).toBe(true)
      }
      for (const { label } of edges)
        for (const words of label === null ? [] : wordsOf(label.blocks))
          expect([words.text, label !== null && within(words, label)]).toEqual([words.text, true])
    }
    for (const panel of charts.flatMap(({ panels }) => panels))
      for (const words of wordsOf(panel.blocks))
        expect([words.text, within(words, panel)]).toEqual([words.text, true])
  })

  test('has no arrow through a text, a state or a label that is not its own', () => {
    for (const { layout, origin } of picture.charts)
      for (const one of layout.edges)
        for (const segment of segmentsOf(one.points, origin)) {
          const others = layout.edges.flatMap(({ label }) =>
            label === null || label === one.label ? [] : [shifted(label, origin)],
          )
          const names = layout.boxes.flatMap(({ blocks }) => wordsOf(blocks, origin))
          expect([segment, [...others, ...names].filter((area) => overlap(segment, area))]).toEqual([
            segment,
            [],
          ])
        }
  })

  test('has every arrow from the edge of its state to the edge of the next', () => {
    for (const { layout } of picture.charts)
      for (const { edge, points } of layout.edges) {
        const [from, to] = [edge?.from, edge?.to].map((place) =>
          layout.boxes.find(({ box }) => place !== undefined && box.place === place),
        )
        const [start, end] = [points[0], points.at(-1)]
        if (
          edge === null ||
          from === undefined ||
          to === undefined ||
          start === undefined ||
          end === undefined
        ) {
          expect(edge).toBeNull()
          continue
        }
        for (const [point, area] of [
          [start, from],
          [end, to],
        ] as const) {
          expect(point.x > area.x && point.x < area.x + area.width).toBe(true)
          expect([area.y, area.y + area.height].some((y) => Math.abs(y - point.y) < 0.3)).toBe(true)
        }
      }
  })

  test('is the same text every time', async () => {
    expect(svgOf(await pictureOf(of, panelsAre))).toBe(svgOf(picture))
  })
})

test.each(pictures.filter(([name]) => !name.includes('hostile')))(
  'the picture of %s is at most 1200 pixels wide',
  async (_, of, panelsAre) => {
    expect((await pictureOf(of, panelsAre)).width).toBeLessThanOrEqual(1_200)
  },
)

test('a long chart uses the width', async () => {
  const { width, height } = await pictureOf([long], 'below')
  expect(height).toBeLessThan(2.5 * width)
})
