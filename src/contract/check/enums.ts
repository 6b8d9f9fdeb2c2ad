import { MAX_ENUM_NUMBER } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import type { WrittenType } from '../model.ts'
import type { Path, Places } from '../places.ts'
import { type Numbered, repeated } from './numbered.ts'
import { checkReserved, reservedNames, reservedNumbers } from './reserved.ts'

/** That an enum has values, each with a number of its own that can be sent. */
export const checkEnum = (
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
