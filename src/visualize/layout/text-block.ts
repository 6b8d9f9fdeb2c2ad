import { printable } from '../../contract/index.ts'
import type { Phrase } from '../charts/phrase.ts'
import type { Row } from '../charts/view.ts'
import { measurePhrase } from './metrics.ts'
import { foldParts, INDENT, type Widths } from './wrap.ts'

/** A point in pixels, right and down from the corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Area extends Point {
  readonly width: number
  readonly height: number
}

/** A line of text; `y` is where its letters stand. */
interface Line extends Point {
  readonly phrase: Phrase
  readonly fontSize: number
  readonly width: number
}

/** Lines that belong together, and the row of a chart that they tell; null: a fact of a state, or a heading. */
export interface Block {
  readonly row: Row | null
  readonly lines: readonly Line[]
}

/** Blocks below each other, from the corner of an area of that size. */
export interface Stack {
  readonly blocks: readonly Block[]
  readonly width: number
  readonly height: number
}

/** Sizes of text and of the lines that it stands in, in pixels. */
const fonts = {
  title: { fontSize: 20, height: 28 },
  name: { fontSize: 13, height: 18 },
  text: { fontSize: 11.5, height: 15.5 },
} as const

type Font = keyof typeof fonts

/** A text with its style. */
export interface TextBlock {
  /** A part that does not fit behind the one before begins a line. */
  readonly parts: readonly Phrase[]
  readonly row?: Row
  readonly font?: Font
  /** Pixels above. */
  readonly gap?: number
}

/** Folds phrases into lines and puts them below each other. */
export const stack = (all: readonly TextBlock[], widths: Widths): Stack => {
  let height = 0
  const blocks = all.map(({ parts, row = null, font = 'text', gap = 0 }): Block => {
    const { fontSize, height: step } = fonts[font]
    height += gap
    const shown = parts.map((part) => part.map(({ text, tone }) => ({ text: printable(text), tone })))
    const lines = foldParts(shown, fontSize, widths).map((part, index): Line => {
      height += step
      const x = index === 0 ? 0 : INDENT
      return { phrase: part, fontSize, x, y: height - 0.28 * step, width: measurePhrase(part, fontSize) }
    })
    return { row, lines }
  })
  const ends = blocks.flatMap(({ lines }) => lines.map(({ x, width }) => x + width))
  return { blocks, width: Math.ceil(Math.max(0, ...ends)), height: Math.ceil(height) }
}

/** The same somewhere else. */
export const movedBlocks = (blocks: readonly Block[], by: Point): readonly Block[] =>
  blocks.map(({ row, lines }) => ({
    row,
    lines: lines.map((line) => ({ ...line, x: tenth(line.x + by.x), y: tenth(line.y + by.y) })),
  }))

/** Tenths of a pixel are enough. */
export const tenth = (pixels: number): number => Math.round(pixels * 10) / 10
