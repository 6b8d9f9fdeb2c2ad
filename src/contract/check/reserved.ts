import { type Flaw, quote } from '../failure.ts'
import type { Path, Places } from '../places.ts'
import type { Rule } from '../rules.ts'
import type { Numbered } from './numbered.ts'

/** That what is reserved could be used, and stands there once. The shape of names is looked at with that of all others. */
export const checkReserved = <A extends number | string>(
  reserved: readonly A[],
  isUsable: (one: A) => boolean,
  path: Path,
  places: Places,
): readonly Flaw[] =>
  reserved.flatMap((one, index): readonly Flaw[] => {
    const place = places.ofValue([...path, index])
    const told = typeof one === 'string' ? quote(one) : String(one)
    if (!isUsable(one))
      return [{ place, rule: 'RESERVED_OUT_OF_RANGE', message: `${told} could not be used.` }]
    if (reserved.indexOf(one) === index) return []
    return [{ place, rule: 'RESERVED_DUPLICATE', message: `${told} is reserved already.` }]
  })

/** That no number in use is reserved. */
export const reservedNumbers = (
  numbered: readonly Numbered[],
  reserved: readonly number[],
  rule: Rule,
  places: Places,
): readonly Flaw[] => {
  const gone = new Set(reserved)
  return numbered
    .filter(({ number }) => gone.has(number))
    .map(({ name, number, path }) => ({
      place: places.ofValue(path),
      rule,
      message: `${quote(name)} has ${number}, which is reserved.`,
    }))
}

/** That no name in use is reserved. */
export const reservedNames = (
  names: readonly string[],
  reserved: readonly string[],
  path: Path,
  places: Places,
): readonly Flaw[] => {
  const gone = new Set(reserved)
  return names
    .filter((name) => gone.has(name))
    .map((name) => ({
      place: places.ofKey([...path, name]),
      rule: 'NAME_RESERVED',
      message: `${quote(name)} is reserved.`,
    }))
}
