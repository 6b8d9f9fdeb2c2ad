import type {
  Arm,
  BigInteger,
  Field,
  List,
  NamedType,
  RecordValue,
  Reserved,
  Scalar,
  UnionValue,
  Value,
} from './contract.ts'
import { maxArmBytes, maxFieldBytes } from './max-body-bytes.ts'
import type { WrittenArm, WrittenField, WrittenType } from './model.ts'
import { bigRanges, ranges } from './ranges.ts'
import { readSize } from './units.ts'

/** The bases that a field may name without a named type. */
export const plainBases = ['string', 'bytes', 'uint32', 'uint64', 'int32', 'int64', 'double', 'bool'] as const

/** Records and unions that may stand in one another. */
export const MAX_DEPTH = 8

/** How many records and unions stand in one another in a value. */
export const depthOf = (value: Value): number => {
  if (value.base !== 'record' && value.base !== 'union') return 0
  const parts = value.base === 'record' ? value.fields : value.arms
  return 1 + Math.max(0, ...parts.map((part) => (part.value === null ? 0 : depthOf(part.value))))
}

/** A type by its name; none where there is no such type. */
export type TypeNamed = (name: string) => NamedType | undefined

/**
 * The types of a contract with all that they are made of, beside those of the base. A type that is a part of itself,
 * which the checks refuse, is left out of itself.
 */
export const resolveTypes = (
  written: { readonly [name: string]: WrittenType },
  ofBase: readonly NamedType[],
): { readonly own: readonly NamedType[]; readonly typeNamed: TypeNamed } => {
  const resolved = new Map(ofBase.map((type) => [type.name, type]))
  const open = new Set<string>()
  const typeNamed: TypeNamed = (name) => {
    const type = Object.hasOwn(written, name) ? written[name] : undefined
    // The checks refuse deeper nesting; stopping here spares the stack.
    const isBeyond = open.has(name) || open.size > 2 * MAX_DEPTH
    if (type === undefined || resolved.has(name) || isBeyond) return resolved.get(name)
    open.add(name)
    const found = toType(name, type, typeNamed)
    open.delete(name)
    resolved.set(name, found)
    return found
  }
  const own = Object.keys(written).flatMap((name) => typeNamed(name) ?? [])
  return { own, typeNamed }
}

const toType = (name: string, type: WrittenType, typeNamed: TypeNamed): NamedType => {
  const value = toValue(type, typeNamed)
  return {
    name,
    ofBase: false,
    about: type.about,
    secret: (type.secret ?? false) || membersOf(value).some(({ secret }) => secret),
    distinct: type.distinct ?? false,
    value,
    ...(value.base === 'enum' &&
      type.reserved !== undefined && {
        reserved: { numbers: type.reserved.numbers ?? [], names: type.reserved.names ?? [] },
      }),
  }
}

/** The fields or arms of a value. */
const membersOf = (value: Value): readonly { readonly secret: boolean }[] => {
  if (value.base === 'record') return value.fields
  return value.base === 'union' ? value.arms : []
}

const toValue = (type: WrittenType, typeNamed: TypeNamed): Value => {
  switch (type.base) {
    case 'record':
      return toRecord(type, typeNamed)
    case 'union':
      return toUnion(type, typeNamed)
    default:
      return toScalar(type.base, type)
  }
}

const toRecord = (type: WrittenType, typeNamed: TypeNamed): RecordValue => {
  const fields = toFields(type.fields ?? {}, 1, typeNamed)
  const sum = fields.reduce((bytes, field) => bytes + maxFieldBytes(field), 0)
  const maxBytes = type.maxBytes === undefined ? null : readSize(type.maxBytes)
  return {
    base: 'record',
    maxBytes,
    size: Math.min(sum, maxBytes ?? sum),
    fields,
    reserved: toReserved(type.reserved),
  }
}

const toUnion = (type: WrittenType, typeNamed: TypeNamed): UnionValue => {
  const arms = Object.entries(type.of ?? {})
    .flatMap(([name, arm]) => toArm(name, arm, typeNamed))
    .sort((a, b) => a.tag - b.tag)
  return {
    base: 'union',
    open: type.open ?? false,
    size: Math.max(0, ...arms.map(maxArmBytes)),
    arms,
    reserved: toReserved(type.reserved),
  }
}

/** Tags and names of what was removed. */
export const toReserved = (
  reserved: { readonly tags?: readonly number[]; readonly names?: readonly string[] } = {},
): Reserved => ({ tags: reserved.tags ?? [], names: reserved.names ?? [] })

/** Fields with their values, in the order of their tags; those of an unknown type are left out. */
export const toFields = (
  written: { readonly [name: string]: WrittenField },
  since: number,
  typeNamed: TypeNamed,
): readonly Field[] =>
  Object.entries(written)
    .flatMap(([name, field]): readonly Field[] => {
      const found = typed(field.list ?? field.type, field, typeNamed)
      if (found === null) return []
      return [
        {
          name,
          tag: field.tag,
          about: field.about,
          deprecated: field.deprecated ?? null,
          since: field.since ?? since,
          optional: field.optional ?? false,
          ...found,
          list: field.list === undefined ? null : toList(field),
        },
      ]
    })
    .sort((a, b) => a.tag - b.tag)

const toArm = (name: string, arm: WrittenArm, typeNamed: TypeNamed): readonly Arm[] => {
  const { tag, about, since = 1 } = arm
  if (arm.type === undefined) return [{ name, tag, about, since, secret: false, type: null, value: null }]
  const found = typed(arm.type, arm, typeNamed)
  return found === null ? [] : [{ name, tag, about, since, ...found }]
}

const typed = (
  name: string | undefined,
  bounds: Bounds,
  typeNamed: TypeNamed,
): Pick<Field, 'secret' | 'type' | 'value'> | null => {
  const named = name === undefined ? undefined : typeNamed(name)
  const secret = (bounds.secret ?? false) || (named?.secret ?? false)
  if (named !== undefined) return { secret, type: named.name, value: named.value }
  const base = plainBases.find((plain) => plain === name)
  return base === undefined ? null : { secret, type: null, value: toScalar(base, bounds) }
}

const toList = ({ minItems = 0, maxItems = 0, maxBytes }: WrittenField): List => ({
  minItems,
  maxItems,
  maxBytes: maxBytes === undefined ? null : readSize(maxBytes),
})

type Bounds = Omit<Partial<WrittenType>, 'base' | 'about'>

const toNumber = (base: keyof typeof ranges, { min, max }: Bounds): Scalar => ({
  base,
  min: min ?? ranges[base][0],
  max: max ?? ranges[base][1],
})

const toBig = (base: BigInteger, { min, max }: Bounds): Scalar => ({
  base,
  min: isWhole(min) ? BigInt(min) : bigRanges[base][0],
  max: isWhole(max) ? BigInt(max) : bigRanges[base][1],
})

// A bound that is not whole is refused; there is no bigint for it.
const isWhole = (bound: number | undefined): bound is number => Number.isInteger(bound)

const toScalar = (base: Exclude<WrittenType['base'], 'record' | 'union'>, bounds: Bounds): Scalar => {
  switch (base) {
    case 'string':
      return {
        base,
        minBytes: readSize(bounds.minBytes ?? 0),
        maxBytes: readSize(bounds.maxBytes ?? 0),
        rules: [...new Set(bounds.rules ?? [])],
        pattern: bounds.pattern ?? null,
      }
    case 'bytes':
      return { base, minBytes: readSize(bounds.minBytes ?? 0), maxBytes: readSize(bounds.maxBytes ?? 0) }
    case 'uint64':
    case 'int64':
      return bounds.big === true
        ? toBig(base === 'int64' ? 'bigInt64' : 'bigUint64', bounds)
        : toNumber(base, bounds)
    case 'uint32':
    case 'int32':
    case 'double':
      return toNumber(base, bounds)
    case 'bool':
      return { base }
    case 'enum':
      return {
        base,
        open: bounds.open ?? false,
        values: Object.entries(bounds.values ?? {})
          .map(([name, { number, about }]) => ({ name, number, about }))
          .sort((a, b) => a.number - b.number),
      }
    default:
      return base satisfies never
  }
}
