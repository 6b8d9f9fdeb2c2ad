import * as E from 'fp-ts/lib/Either.js'
import { type Contract, MAX_ENUM_NUMBER } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import type { WrittenContract, WrittenField, WrittenType } from '../model.ts'
import { lengthsOf, readPattern } from '../pattern.ts'
import type { Path, Places } from '../places.ts'
import { ranges } from '../ranges.ts'
import { plainBases } from '../resolve.ts'
import type { Rule } from '../rules.ts'
import { readSize } from '../units.ts'
import { type Numbered, repeated } from './numbered.ts'
import { checkReserved, reservedNames, reservedNumbers } from './reserved.ts'

type Base = WrittenType['base']
type Bounds = Pick<
  WrittenType,
  | 'minBytes'
  | 'maxBytes'
  | 'min'
  | 'max'
  | 'big'
  | 'rules'
  | 'pattern'
  | 'values'
  | 'open'
  | 'reserved'
  | 'distinct'
>

/** That types exist, and that their bounds and those of fields are there, on the right base, and can be kept. */
export const checkTypes = (
  written: WrittenContract,
  base: Contract | null,
  places: Places,
): readonly Flaw[] => [
  ...Object.entries(written.types ?? {}).flatMap(([name, type]) => {
    const path = ['types', name]
    return [
      ...checkBounds(type.base, type, path, places, 'TYPE_BOUND_REQUIRED'),
      ...checkEnum(type, path, places),
    ]
  }),
  ...Object.entries(written.messages).flatMap(([name, { fields = {} }]) =>
    Object.entries(fields).flatMap(([fieldName, field]) =>
      checkField(field, ['messages', name, 'fields', fieldName], namedTypes(written, base), places),
    ),
  ),
]

/** The types that a field may have by name: its contract's own, and those of the base. */
const namedTypes = ({ types = {} }: WrittenContract, base: Contract | null): ReadonlySet<string> =>
  new Set([...Object.keys(types), ...(base?.types ?? []).map(({ name }) => name)])

const checkField = (
  field: WrittenField,
  path: Path,
  types: ReadonlySet<string>,
  places: Places,
): readonly Flaw[] => {
  if (types.has(field.type)) return checkBounds(null, field, path, places, 'FIELD_BOUND_REQUIRED')
  const base = plainBases.find((plain) => plain === field.type)
  return base === undefined
    ? [
        {
          place: places.ofValue([...path, 'type']),
          rule: 'TYPE_UNKNOWN',
          message: `There is no type ${quote(field.type)}.`,
        },
      ]
    : checkBounds(base, field, path, places, 'FIELD_BOUND_REQUIRED')
}

// Which bounds each base takes; a named type (null) has brought its own.
const taken = (base: Base | null): readonly (keyof Bounds)[] => {
  switch (base) {
    case 'string':
      return ['minBytes', 'maxBytes', 'rules', 'pattern', 'distinct']
    case 'bytes':
      return ['minBytes', 'maxBytes', 'distinct']
    case 'uint32':
    case 'int32':
    case 'double':
      return ['min', 'max']
    case 'uint64':
    case 'int64':
      return ['min', 'max', 'big']
    case 'enum':
      return ['values', 'open', 'reserved']
    case 'bool':
    case null:
      return []
    default:
      return base satisfies never
  }
}

const every: readonly (keyof Bounds)[] = [
  ...(['minBytes', 'maxBytes', 'min', 'max', 'rules', 'pattern', 'values', 'open', 'reserved'] as const),
  ...(['distinct', 'big'] as const),
]

const checkBounds = (
  base: Base | null,
  bounds: Bounds,
  path: Path,
  places: Places,
  required: Rule,
): readonly Flaw[] => {
  const misplaced = every
    .filter((key) => bounds[key] !== undefined && !taken(base).includes(key))
    .map((key): Flaw => {
      const message =
        base === null ? `A field of a named type has no ${key}.` : `${key} does not bound ${base}.`
      return { place: places.ofKey([...path, key]), rule: 'BOUND_NOT_HERE', message }
    })
  switch (base) {
    case 'string':
    case 'bytes':
      if (bounds.maxBytes === undefined) {
        const message = `${quote(String(path.at(-1)))} may be of any length.`
        return [...misplaced, { place: places.ofKey(path), rule: required, message }]
      }
      return [
        ...misplaced,
        ...checkRange(bounds, ['minBytes', 'maxBytes'], 'string', path, places),
        ...(base === 'string' ? checkPattern(bounds, path, places) : []),
      ]
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return [...misplaced, ...checkRange(bounds, ['min', 'max'], base, path, places)]
    case 'bool':
    case 'enum':
    case null:
      return misplaced
    default:
      return base satisfies never
  }
}

const checkRange = (
  bounds: Bounds,
  [lower, upper]: readonly ['minBytes', 'maxBytes'] | readonly ['min', 'max'],
  base: keyof typeof ranges | 'string',
  path: Path,
  places: Places,
): readonly Flaw[] => {
  const [least, most] = base === 'string' ? ranges.uint32 : ranges[base]
  const [low, high] = [readSize(bounds[lower] ?? least), readSize(bounds[upper] ?? most)]
  const isBound = (value: number): boolean =>
    value >= least && value <= most && (base === 'double' || Number.isInteger(value))
  const outside = [
    ...(isBound(low) ? [] : [[lower, low] as const]),
    // Of no bytes at all there is nothing to say.
    ...(isBound(high) && !(base === 'string' && high < 1) ? [] : [[upper, high] as const]),
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

const checkEnum = (
  { base, values = {}, reserved = {} }: WrittenType,
  path: Path,
  places: Places,
): readonly Flaw[] => {
  if (base !== 'enum') return []
  const numbered = Object.entries(values).map(
    ([name, { number }]): Numbered => ({ name, number, path: [...path, 'values', name, 'number'] }),
  )
  if (numbered.length === 0) {
    return [
      {
        place: places.ofKey(path),
        rule: 'ENUM_EMPTY',
        message: `${quote(String(path.at(-1)))} has no values.`,
      },
    ]
  }
  const outside = numbered
    .filter(({ number }) => !isEnumNumber(number))
    .map((value): Flaw => {
      const message = `${quote(value.name)} cannot be ${value.number}.`
      return { place: places.ofValue(value.path), rule: 'ENUM_NUMBER_OUT_OF_RANGE', message }
    })
  const { numbers = [], names = [] } = reserved
  return [
    ...outside,
    ...checkReserved(numbers, isEnumNumber, [...path, 'reserved', 'numbers'], places),
    ...checkReserved(names, () => true, [...path, 'reserved', 'names'], places),
    ...repeated(numbered, 'ENUM_NUMBER_DUPLICATE', places),
    ...reservedNumbers(numbered, numbers, 'ENUM_NUMBER_RESERVED', places),
    ...reservedNames(Object.keys(values), names, [...path, 'values'], places),
  ]
}

const isEnumNumber = (number: number): boolean => number >= 1 && number <= MAX_ENUM_NUMBER
