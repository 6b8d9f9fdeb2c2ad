import type { BigInteger, Integer, Scalar, Value } from '../contract/contract.ts'
import { literal } from './source.ts'

/** A message or a record: each has fields. */
export interface Owner {
  readonly name: string
}

/** A field, or an arm of a union: what stands on the wire under a tag. */
export interface Member {
  readonly name: string
  readonly tag: number
  readonly type: string | null
  readonly value: Value | null
}

const wireTypeOf = (value: Value | null): number => {
  switch (value?.base) {
    case undefined:
    case 'string':
    case 'bytes':
    case 'record':
    case 'union':
      return 2
    case 'double':
      return 1
    default:
      return 0
  }
}

/** The tag of a member as it stands on the wire: its number and its wire type. */
export const tagOf = ({ tag, value }: Member): number => tag * 8 + wireTypeOf(value)

/** The same of a list whose items stand in one field. */
export const packedTagOf = ({ tag }: Member): number => tag * 8 + 2

/** The path of a member in faults, as a literal. */
export const pathOf = (owner: Owner, { name }: Pick<Member, 'name'>): string =>
  literal(`${owner.name}.${name}`)

type Numeric = Extract<Scalar, { readonly base: Integer | BigInteger | 'double' }>

/** The method of Reader and Writer for numbers of a base. */
export const methodOf = ({ base }: Numeric): 'uint' | 'int' | 'double' | 'bigUint' | 'bigInt' => {
  switch (base) {
    case 'uint32':
    case 'uint64':
      return 'uint'
    case 'int32':
    case 'int64':
      return 'int'
    case 'double':
      return 'double'
    case 'bigUint64':
      return 'bigUint'
    case 'bigInt64':
      return 'bigInt'
    default:
      return base satisfies never
  }
}

/** The io-ts codec and the arbitrary for numbers of a base. */
export const kindOf = ({ base }: Numeric): 'integer' | 'double' | 'bigInteger' => {
  if (base === 'double') return base
  return base === 'bigInt64' || base === 'bigUint64' ? 'bigInteger' : 'integer'
}

/** The bounds of a number as literals: `0, 4294967295`, `0n, 7n`. */
export const rangeLiteral = ({ min, max }: Numeric): string => `${boundLiteral(min)}, ${boundLiteral(max)}`

/** A number as a literal. */
export const boundLiteral = (bound: number | bigint): string =>
  typeof bound === 'bigint' ? `${bound}n` : `${bound}`
