import * as E from 'fp-ts/lib/Either.js'
import { type Flaw, quote } from '../failure.ts'
import type { WrittenField, WrittenType } from '../model.ts'
import { lengthsOf, readPattern } from '../pattern.ts'
import type { Path, Places } from '../places.ts'
import { ranges } from '../ranges.ts'
import type { Rule } from '../rules.ts'
import { MAX_BODY_BYTES, readSize } from '../units.ts'

type Base = WrittenType['base']
type Bounds = Omit<Partial<WrittenType>, 'base' | 'about' | 'secret'>
type Bound = keyof Bounds

/** Bounds that each base takes. */
const taken: { readonly [base in Base]: readonly Bound[] } = {
  string: ['minBytes', 'maxBytes', 'rules', 'pattern', 'distinct'],
  bytes: ['minBytes', 'maxBytes', 'distinct'],
  uint32: ['min', 'max'],
  uint64: ['min', 'max', 'big'],
  int32: ['min', 'max'],
  int64: ['min', 'max', 'big'],
  double: ['min', 'max'],
  bool: [],
  enum: ['values', 'open', 'reserved'],
  record: ['fields', 'maxBytes', 'reserved'],
  union: ['of', 'open', 'reserved'],
}

const every: ReadonlySet<Bound> = new Set(Object.values(taken).flat())

/** That bounds are on the right base, are there where they must be, and can be kept. */
export const checkBounds = (
  base: Base,
  bounds: Bounds,
  path: Path,
  places: Places,
  required: Rule,
): readonly Flaw[] => {
  const misplaced = notHere(bounds, taken[base], path, places, `does not bound ${base}`)
  switch (base) {
    case 'string':
    case 'bytes':
      if (bounds.maxBytes === undefined) {
        const message = `${quote(String(path.at(-1)))} may be of any length.`
        return [...misplaced, { place: places.ofKey(path), rule: required, message }]
      }
      return [
        ...misplaced,
        ...checkRange(bounds, ['minBytes', 'maxBytes'], 'bytes', path, places),
        ...(base === 'string' ? checkPattern(bounds, path, places) : []),
      ]
    case 'record':
      return [...misplaced, ...checkRange(bounds, ['minBytes', 'maxBytes'], 'bytes', path, places)]
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return [...misplaced, ...checkRange(bounds, ['min', 'max'], base, path, places)]
    case 'bool':
    case 'enum':
    case 'union':
      return misplaced
    default:
      return base satisfies never
  }
}

/** That what has the bounds of its type has none of its own but some. */
export const checkNamed = (
  bounds: Bounds,
  some: readonly Bound[],
  path: Path,
  places: Places,
): readonly Flaw[] => notHere(bounds, some, path, places, 'is not given beside the name of a type')

/** That a list has bounds that can be kept. */
export const checkListBounds = (
  { minItems = 0, maxItems, maxBytes }: WrittenField,
  path: Path,
  places: Places,
): readonly Flaw[] => {
  if (maxItems === undefined) {
    const message = `${quote(String(path.at(-1)))} may have any number of items.`
    return [{ place: places.ofKey(path), rule: 'LIST_BOUND_REQUIRED', message }]
  }
  const outOfRange = (key: string, value: number): Flaw => ({
    place: places.ofValue([...path, key]),
    rule: 'BOUND_OUT_OF_RANGE',
    message: `${key} cannot be ${value}.`,
  })
  const max = maxBytes === undefined ? 1 : readSize(maxBytes)
  return [
    ...(minItems < 0 ? [outOfRange('minItems', minItems)] : []),
    ...(maxItems < 1 || maxItems > MAX_BODY_BYTES ? [outOfRange('maxItems', maxItems)] : []),
    ...(max < 1 || max > ranges.uint32[1] ? [outOfRange('maxBytes', max)] : []),
    ...(minItems >= 0 && minItems > maxItems
      ? [
          {
            place: places.ofValue([...path, 'minItems']),
            rule: 'BOUNDS_CROSSED' as const,
            message: `minItems ${minItems} is above maxItems ${maxItems}.`,
          },
        ]
      : []),
  ]
}

const notHere = (
  bounds: Bounds,
  some: readonly Bound[],
  path: Path,
  places: Places,
  because: string,
): readonly Flaw[] =>
  [...every]
    .filter((key) => bounds[key] !== undefined && !some.includes(key))
    .map((key) => ({
      place: places.ofKey([...path, key]),
      rule: 'BOUND_NOT_HERE',
      message: `${key} ${because}.`,
    }))

const checkRange = (
  bounds: Bounds,
  [lower, upper]: readonly ['minBytes', 'maxBytes'] | readonly ['min', 'max'],
  base: keyof typeof ranges | 'bytes',
  path: Path,
  places: Places,
): readonly Flaw[] => {
  const [min, max] = base === 'bytes' ? ranges.uint32 : ranges[base]
  const [low, high] = [readSize(bounds[lower] ?? min), readSize(bounds[upper] ?? max)]
  const isBound = (value: number): boolean =>
    value >= min && value <= max && (base === 'double' || Number.isInteger(value))
  const outside = [
    ...(isBound(low) ? [] : [[lower, low] as const]),
    // Of no bytes at all there is nothing to say.
    ...(isBound(high) && !(base === 'bytes' && high < 1) ? [] : [[upper, high] as const]),
  ].map(([key, value]): Flaw => {
    return {
      place: places.ofValue([...path, key]),
      rule: 'BOUND_OUT_OF_RANGE',
      message: `${key} cannot be ${value}.`,
    }
  })
  if (outside.length > 0 || low <= high) return outside
  const message = `${lower} ${low} is above ${upper} ${high}.`
  return [{ place: places.ofValue([...path, lower]), rule: 'BOUNDS_CROSSED', message }]
}

const checkPattern = ({ pattern, ...bounds }: Bounds, path: Path, places: Places): readonly Flaw[] => {
  if (pattern === undefined) return []
  const place = places.ofValue([...path, 'pattern'])
  const pieces = readPattern(pattern)
  if (E.isLeft(pieces)) {
    return [{ place, rule: 'PATTERN_UNSAFE', message: `${quote(pattern)} is not taken. ${pieces.left}` }]
  }
  const { min, max } = lengthsOf(pieces.right)
  const [minBytes, maxBytes] = [readSize(bounds.minBytes ?? 0), readSize(bounds.maxBytes ?? 0)]
  if (minBytes > maxBytes || (min <= maxBytes && max >= minBytes)) return []
  const message = `${quote(pattern)} matches ${min} to ${max} bytes, the bounds are ${minBytes} to ${maxBytes}.`
  return [{ place, rule: 'PATTERN_IMPOSSIBLE', message }]
}
