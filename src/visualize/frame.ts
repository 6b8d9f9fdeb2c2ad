import type { Chart } from './chart.ts'
import { type View, viewOf } from './gather.ts'
import { type Layout, layOut } from './layout.ts'
import { legendOf } from './legend.ts'
import { partsWithTarget, quiet } from './phrase.ts'
import { scopesOf } from './scopes.ts'
import { type Area, type Block, movedBlocks, type Point, stack, type Told } from './text.ts'

/** What holds for a place and everything in it, told beside a chart; or the legend. */
export interface Panel extends Area {
  /** '' is the whole machine; null: the legend. */
  readonly place: string | null
  readonly blocks: readonly Block[]
}

/** A chart in a picture. */
export interface Framed {
  readonly chart: Chart
  readonly heading: readonly Block[]
  readonly layout: Layout
  /** Where the corner of the layout is; everything else is told from the corner of the picture. */
  readonly origin: Point
  readonly panels: readonly Panel[]
}

export interface Picture {
  readonly width: number
  readonly height: number
  readonly charts: readonly Framed[]
  readonly legend: Panel
}

/** Pixels: round a picture, between its columns, between panels, from the frame of a panel to its text. */
const space = { margin: 20, columns: 28, panels: 12, padding: 12 } as const

/** The width that pictures are made for, and that of the panels beside a chart, in pixels. */
const pageWidth = 1_200
const panelWidths = { least: 300, most: 460 } as const

/** Charts from left to right, and what holds throughout beside each or below it. */
export const pictureOf = async (
  charts: readonly Chart[],
  panelsAre: 'beside' | 'below',
): Promise<Picture> => {
  const framed: Framed[] = []
  let right: number = space.margin
  for (const chart of charts) {
    const x = framed.length === 0 ? right : right + space.columns
    const one = await framedAt(chart, { x, y: space.margin }, panelsAre)
    framed.push(one)
    right = rightOf(one)
  }
  const legend = legendBelow(framed, right, panelsAre)
  return {
    width: Math.ceil(right + space.margin),
    height: Math.ceil(Math.max(...framed.map(bottomOf), legend.y + legend.height) + space.margin),
    charts: framed,
    legend,
  }
}

const framedAt = async (chart: Chart, corner: Point, panelsAre: 'beside' | 'below'): Promise<Framed> => {
  const view = viewOf(chart)
  const layout = await layOut(view)
  const beside = pageWidth - 2 * space.margin - layout.width - space.columns
  const width =
    panelsAre === 'below' ? layout.width : Math.min(Math.max(beside, panelWidths.least), panelWidths.most)
  const heading = stack(
    [{ parts: [[{ text: chart.title, tone: 'name' }]], font: 'title' }, { parts: [[quiet(chart.about)]] }],
    widthOf(panelsAre === 'below' ? layout.width : layout.width + space.columns + width),
  )
  const origin = { x: corner.x, y: corner.y + heading.height + space.panels }
  const panelsAt =
    panelsAre === 'below'
      ? { x: origin.x, y: origin.y + layout.height + space.panels }
      : { x: origin.x + layout.width + space.columns, y: origin.y }
  return {
    chart,
    heading: movedBlocks(heading.blocks, corner),
    layout,
    origin,
    panels: panelsOf(view, width, panelsAt),
  }
}

/** Below the last panel beside a chart, or below everything. */
const legendBelow = (charts: readonly Framed[], right: number, panelsAre: 'beside' | 'below'): Panel => {
  const told = legendOf(charts.map(({ chart }) => chart))
  const above = charts.at(-1)?.panels.at(-1)
  if (panelsAre === 'beside' && above !== undefined)
    return panelAt({ x: above.x, y: above.y + above.height + space.panels }, above.width, null, told)
  const corner = { x: space.margin, y: Math.max(...charts.map(bottomOf)) + space.panels }
  return panelAt(corner, right - space.margin, null, told)
}

const rightOf = ({ origin, layout, panels }: Framed): number =>
  Math.max(origin.x + layout.width, ...panels.map(({ x, width }) => x + width))

const bottomOf = ({ origin, layout, panels }: Framed): number =>
  Math.max(origin.y + layout.height, ...panels.map(({ y, height }) => y + height))

/** The panels of a view below each other. */
const panelsOf = (view: View, width: number, corner: Point): readonly Panel[] => {
  let { y } = corner
  return scopesOf(view).map(({ place, heading, rows }) => {
    const title: Told = { parts: [[{ text: heading, tone: 'name' }]] }
    const told = rows.map((row): Told => ({ row, parts: partsWithTarget(row), gap: 1 }))
    const panel = panelAt({ x: corner.x, y }, width, place, [title, ...told])
    y += panel.height + space.panels
    return panel
  })
}

/** No text is wider than its frame. */
const widthOf = (width: number) => ({ fold: width, most: width })

const panelAt = (corner: Point, width: number, place: string | null, told: readonly Told[]): Panel => {
  const { blocks, height } = stack(told, widthOf(width - 2 * space.padding))
  const text = { x: corner.x + space.padding, y: corner.y + space.padding - 2 }
  return {
    ...corner,
    width,
    height: height + 2 * space.padding - 4,
    place,
    blocks: movedBlocks(blocks, text),
  }
}
