import type { Contract } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import { isPacked } from '../max-body-bytes.ts'
import type { WrittenArm, WrittenContract, WrittenField, WrittenType } from '../model.ts'
import { didYouMean } from '../near.ts'
import type { Path, Places } from '../places.ts'
import { plainBases } from '../resolve-types.ts'
import type { Rule } from '../rules.ts'
import { checkBounds, checkListBounds, checkNamed } from './bounds.ts'
import { checkEnum } from './enums.ts'
import { checkMembers } from './members.ts'
import { checkNesting } from './nesting.ts'

/** Whether items of a type stand in one field of a list, by the names of types. */
type Packed = ReadonlyMap<string, boolean>

/** That types exist, and that their bounds and those of fields are there, on the right base, and can be kept. */
export const checkTypes = (
  written: WrittenContract,
  base: Contract | null,
  places: Places,
): readonly Flaw[] => {
  const packed: Packed = new Map([
    ...(base?.types ?? []).map(({ name, value }) => [name, isPacked(value)] as const),
    ...Object.entries(written.types ?? {}).map(([name, type]) => [name, isPacked(type)] as const),
  ])
  return [
    ...Object.entries(written.types ?? {}).flatMap(([name, type]) =>
      checkType(type, ['types', name], written, packed, places),
    ),
    ...checkNesting(written, base, places),
    ...Object.entries(written.messages).flatMap(([name, { fields = {} }]) =>
      checkFields(fields, ['messages', name], packed, places),
    ),
  ]
}

const checkType = (
  type: WrittenType,
  path: Path,
  { version }: WrittenContract,
  packed: Packed,
  places: Places,
): readonly Flaw[] => {
  const bounds = checkBounds(type.base, type, path, places, 'TYPE_BOUND_REQUIRED')
  const versions = { from: 1, to: version }
  const { fields = {}, of = {}, reserved = {} } = type
  switch (type.base) {
    case 'enum':
      return [...bounds, ...foreign(reserved, 'tags', path, places), ...checkEnum(type, path, places)]
    case 'record':
      return [
        ...bounds,
        ...foreign(reserved, 'numbers', path, places),
        ...nonEmpty(fields, 'RECORD_EMPTY', path, places),
        ...checkMembers(fields, 'fields', reserved, versions, path, places),
        ...checkFields(fields, path, packed, places),
      ]
    case 'union':
      return [
        ...bounds,
        ...foreign(reserved, 'numbers', path, places),
        ...nonEmpty(of, 'UNION_EMPTY', path, places),
        ...checkMembers(of, 'of', reserved, versions, path, places),
        ...Object.entries(of).flatMap(([name, arm]) => checkArm(arm, [...path, 'of', name], packed, places)),
      ]
    default:
      return bounds
  }
}

/** That an enum reserves no tags, and what has tags no numbers. */
const foreign = (
  reserved: NonNullable<WrittenType['reserved']>,
  key: 'tags' | 'numbers',
  path: Path,
  places: Places,
): readonly Flaw[] =>
  reserved[key] === undefined
    ? []
    : [
        {
          place: places.ofKey([...path, 'reserved', key]),
          rule: 'BOUND_NOT_HERE',
          message: `There are no ${key} here.`,
        },
      ]

const nonEmpty = (members: object, rule: Rule, path: Path, places: Places): readonly Flaw[] =>
  Object.keys(members).length > 0
    ? []
    : [{ place: places.ofKey(path), rule, message: `${quote(String(path.at(-1)))} has none.` }]

const checkFields = (
  fields: { readonly [name: string]: WrittenField },
  path: Path,
  packed: Packed,
  places: Places,
): readonly Flaw[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    checkField(field, [...path, 'fields', name], packed, places),
  )

const checkField = (field: WrittenField, path: Path, packed: Packed, places: Places): readonly Flaw[] => {
  const { type, list } = field
  if ((type === undefined) === (list === undefined)) {
    const message = `${quote(String(path.at(-1)))} has ${type === undefined ? 'no type' : 'type and list'}.`
    return [{ place: places.ofKey(path), rule: 'FIELD_TYPE_REQUIRED', message }]
  }
  if (list !== undefined) return checkList(field, list, path, packed, places)
  const items = (['minItems', 'maxItems'] as const).filter((key) => field[key] !== undefined)
  return [
    ...items.map((key): Flaw => {
      const message = `${key} bounds lists only.`
      return { place: places.ofKey([...path, key]), rule: 'BOUND_NOT_HERE', message }
    }),
    ...checkTyped(type ?? '', field, [...path, 'type'], packed, places),
  ]
}

const checkArm = (arm: WrittenArm, path: Path, packed: Packed, places: Places): readonly Flaw[] =>
  arm.type === undefined
    ? checkNamed(arm, [], path, places)
    : checkTyped(arm.type, arm, [...path, 'type'], packed, places)

const checkTyped = (
  name: string,
  bounds: WrittenField | WrittenArm,
  at: Path,
  packed: Packed,
  places: Places,
): readonly Flaw[] => {
  const path = at.slice(0, -1)
  if (packed.has(name)) return checkNamed(bounds, [], path, places)
  const base = plainBases.find((plain) => plain === name)
  return base === undefined
    ? [typeUnknown(name, at, packed, places)]
    : checkBounds(base, bounds, path, places, 'FIELD_BOUND_REQUIRED')
}

const checkList = (
  field: WrittenField,
  name: string,
  path: Path,
  packed: Packed,
  places: Places,
): readonly Flaw[] => {
  const bounds = [
    ...(field.optional
      ? [
          {
            place: places.ofKey([...path, 'optional']),
            rule: 'LIST_OPTIONAL' as const,
            message: `${quote(String(path.at(-1)))} is a list.`,
          },
        ]
      : []),
    ...checkListBounds(field, path, places),
  ]
  const isPackedName = packed.get(name)
  if (isPackedName !== undefined) {
    return [...bounds, ...checkNamed(field, isPackedName ? [] : ['maxBytes'], path, places)]
  }
  const base = plainBases.find((plain) => plain === name)
  if (base === undefined) return [...bounds, typeUnknown(name, [...path, 'list'], packed, places)]
  if (base === 'string' || base === 'bytes') {
    const message = `Items of ${base} have no bounds.`
    return [...bounds, { place: places.ofValue([...path, 'list']), rule: 'LIST_TYPE_REQUIRED', message }]
  }
  return [...bounds, ...checkBounds(base, field, path, places, 'FIELD_BOUND_REQUIRED')]
}

const typeUnknown = (name: string, path: Path, packed: Packed, places: Places): Flaw => ({
  place: places.ofValue(path),
  rule: 'TYPE_UNKNOWN',
  message: `There is no type ${quote(name)}.${didYouMean(name, [...packed.keys(), ...plainBases])}`,
})
