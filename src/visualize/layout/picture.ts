import type { Chart } from '../charts/chart.ts'
import { legendOf } from '../charts/legend.ts'
import { partsWithTarget, quiet } from '../charts/phrase.ts'
import { scopesOf } from '../charts/scopes.ts'
import { type View, viewOf } from '../charts/view.ts'
import { type Layout, layOut } from './layout.ts'
import { type Area, type Block, movedBlocks, type Point, stack, type TextBlock } from './text-block.ts'

/** Facts that hold for a place and everything in it, beside a chart; or the legend. */
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
  /** The legend is the last panel of the last. */
  readonly charts: readonly Framed[]
}

/** Pixels: round a picture, between its columns, between panels, from the frame of a panel to its text. */
const space = { margin: 16, columns: 20, panels: 12, padding: 12 } as const

/** The width of the panels beside a chart, in pixels. */
const PANEL_WIDTH = 300

/** The place of what holds throughout a chart, and of the legend. */
type PanelsAre = 'beside' | 'below' | 'leftOut'

/** Charts from left to right, and what holds throughout. */
export const pictureOf = async (charts: readonly Chart[], panelsAre: PanelsAre): Promise<Picture> => {
  const framed: Framed[] = []
  let right: number = space.margin
  for (const [index, chart] of charts.entries()) {
    const x = framed.length === 0 ? right : right + space.columns
    const legend = index === charts.length - 1 ? [{ place: null, told: legendOf(charts) }] : []
    const one = await framedAt(chart, { x, y: space.margin }, panelsAre, legend)
    framed.push(one)
    right = rightOf(one)
  }
  return {
    width: Math.ceil(right + space.margin),
    height: Math.ceil(Math.max(...framed.map(bottomOf)) + space.margin),
    charts: framed,
  }
}

/** The content of a panel. */
interface Telling {
  readonly place: Panel['place']
  readonly told: readonly TextBlock[]
}

const framedAt = async (
  chart: Chart,
  corner: Point,
  panelsAre: PanelsAre,
  legend: readonly Telling[],
): Promise<Framed> => {
  const view = viewOf(chart)
  const layout = await layOut(view)
  if (panelsAre === 'leftOut') return { chart, heading: [], layout, origin: corner, panels: [] }
  const width = panelsAre === 'below' ? Math.max(layout.width, PANEL_WIDTH) : PANEL_WIDTH
  const heading = stack(
    [{ parts: [[{ text: chart.title, tone: 'name' }]], font: 'title' }, { parts: [[quiet(chart.about)]] }],
    widthOf(panelsAre === 'below' ? width : layout.width + space.columns + width),
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
    panels: panelsOf([...tellingsOf(view), ...legend], width, panelsAt),
  }
}

const rightOf = ({ origin, layout, panels }: Framed): number =>
  Math.max(origin.x + layout.width, ...panels.map(({ x, width }) => x + width))

const bottomOf = ({ origin, layout, panels }: Framed): number =>
  Math.max(origin.y + layout.height, ...panels.map(({ y, height }) => y + height))

const tellingsOf = (view: View): readonly Telling[] =>
  scopesOf(view).map(({ place, heading, rows }) => {
    const title: TextBlock = { parts: [[{ text: heading, tone: 'name' }]] }
    return {
      place,
      told: [title, ...rows.map((row): TextBlock => ({ row, parts: partsWithTarget(row), gap: 1 }))],
    }
  })

/** Panels below each other. */
const panelsOf = (tellings: readonly Telling[], width: number, corner: Point): readonly Panel[] => {
  let { y } = corner
  return tellings.map((telling) => {
    const panel = panelAt({ x: corner.x, y }, width, telling)
    y += panel.height + space.panels
    return panel
  })
}

/** No text is wider than its frame. */
const widthOf = (width: number) => ({ fold: width, max: width })

const panelAt = (corner: Point, width: number, { place, told }: Telling): Panel => {
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
