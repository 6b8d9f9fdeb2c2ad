import type { LineCounter } from 'yaml'
import type { Place } from './failure.ts'

/** Keys from the root of the file to one of its values. */
export type Path = readonly (string | number)[]

/** Where the parts of a file stand. A path that the file does not have stands where its nearest parent does. */
export interface Places {
  readonly ofKey: (path: Path) => Place
  readonly ofValue: (path: Path) => Place
}

/** The key that offsets are kept by: a path, whether a position in a list is a number or text. */
export const placeKey = (path: Path): string => JSON.stringify(path.map(String))

/** Offsets into the text, by `placeKey`. */
export type Offsets = ReadonlyMap<string, { readonly key: number; readonly value: number }>

/** The line and column of an offset; never below 1:1. */
export const placeOf = (lines: LineCounter, offset: number): Place => {
  const { line, col } = lines.linePos(Math.max(0, offset))
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

/** Places from the offsets that reading has noted. */
export const toPlaces = (offsets: Offsets, lines: LineCounter): Places => {
  const find = (path: Path, part: 'key' | 'value'): Place => {
    const here = offsets.get(placeKey(path))
    if (here !== undefined) return placeOf(lines, here[part])
    return path.length === 0 ? { line: 1, column: 1 } : find(path.slice(0, -1), 'key')
  }
  return { ofKey: (path) => find(path, 'key'), ofValue: (path) => find(path, 'value') }
}
