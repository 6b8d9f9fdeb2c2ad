import type {
  Anytime,
  BigInteger,
  Field,
  Message,
  NamedType,
  Scalar,
  State,
  UncheckedContract,
} from './contract.ts'
import type { WrittenContract, WrittenField, WrittenMessage, WrittenState, WrittenType } from './model.ts'
import { bigRanges, ranges } from './ranges.ts'
import { readDuration, readSize } from './units.ts'

/** The bases that a field may name without a named type. */
export const plainBases = ['string', 'bytes', 'uint32', 'uint64', 'int32', 'int64', 'double', 'bool'] as const

/**
 * The contract with every name looked up, those of types in the base, too, and every bound written out. What the
 * checks refuse is left out where it cannot be resolved (a field of an unknown type) and taken as it stands elsewhere.
 */
export const resolve = (
  written: WrittenContract,
  baseTypes: readonly NamedType[] = [],
): UncheckedContract => {
  const own = Object.entries(written.types ?? {}).map(([name, type]) => toType(name, type))
  const types = new Map([...baseTypes, ...own].map((type) => [type.name, type]))
  return {
    protocol: written.protocol,
    version: written.version,
    speaks: written.speaks ?? written.version,
    base: null,
    about: written.about,
    types: own,
    messages: Object.entries(written.messages)
      .map(([name, message]) => toMessage(name, message, types))
      .sort((a, b) => a.number - b.number),
    states: Object.entries(written.states ?? {}).map(([name, state]) => toState(name, state)),
    anytime: Object.entries(written.anytime ?? {}).map(
      ([message, next]): Anytime => ({
        message,
        next:
          typeof next === 'string'
            ? { client: next, server: next }
            : { client: next.client, server: next.server },
      }),
    ),
    ...(written.reserved !== undefined && {
      reserved: { numbers: written.reserved.numbers ?? [], names: written.reserved.names ?? [] },
    }),
  }
}

const toType = (name: string, type: WrittenType): NamedType => ({
  name,
  ofBase: false,
  about: type.about,
  secret: type.secret ?? false,
  distinct: type.distinct ?? false,
  value: toScalar(type.base, type),
  ...(type.reserved !== undefined && {
    reserved: { numbers: type.reserved.numbers ?? [], names: type.reserved.names ?? [] },
  }),
})

/** Numbers up to 63 are those of control messages. */
export const isConversation = ({ number }: Pick<WrittenMessage, 'number'>): boolean => number >= 64

const toMessage = (
  name: string,
  message: WrittenMessage,
  types: ReadonlyMap<string, NamedType>,
): Message => ({
  name,
  ofBase: false,
  number: message.number,
  from: message.from,
  conversation: isConversation(message),
  about: message.about,
  since: message.since ?? 1,
  fields: Object.entries(message.fields ?? {})
    .flatMap(([fieldName, field]) => toField(fieldName, field, message, types))
    .sort((a, b) => a.tag - b.tag),
  ...(message.reserved !== undefined && {
    reserved: { tags: message.reserved.tags ?? [], names: message.reserved.names ?? [] },
  }),
})

const toField = (
  name: string,
  field: WrittenField,
  message: WrittenMessage,
  types: ReadonlyMap<string, NamedType>,
): readonly Field[] => {
  const named = types.get(field.type)
  const base = plainBases.find((plain) => plain === field.type)
  if (named === undefined && base === undefined) return []
  const value = named?.value ?? toScalar(base ?? 'bool', field)
  return [
    {
      name,
      tag: field.tag,
      about: field.about,
      since: field.since ?? message.since ?? 1,
      optional: field.optional ?? false,
      secret: (field.secret ?? false) || (named?.secret ?? false),
      type: named === undefined ? null : field.type,
      value,
    },
  ]
}

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

const toScalar = (base: WrittenType['base'], bounds: Bounds): Scalar => {
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

const toState = (name: string, state: WrittenState): State => ({
  name,
  turn: state.turn ?? 'nobody',
  about: state.about,
  within: state.within === undefined ? null : readDuration(state.within),
  maxBody: state.maxBody === undefined ? 0 : readSize(state.maxBody),
  inFlight: state.inFlight ?? false,
  says: new Map(Object.entries(state.says ?? {})),
})
