import type { BigInteger, Field, Integer, Message, Scalar } from '../contract/contract.ts'
import { literal } from './source.ts'

const wireTypeOf = ({ base }: Scalar): number => {
  if (base === 'double') return 1
  return base === 'string' || base === 'bytes' ? 2 : 0
}

/** The tag of a field as it stands on the wire: its number and its wire type. */
export const tagOf = ({ tag, value }: Field): number => tag * 8 + wireTypeOf(value)

/** The path of a field in faults, as a literal. */
export const pathOf = (message: Message, field: Field): string => literal(`${message.name}.${field.name}`)

type Numeric = Extract<Scalar, { readonly base: Integer | BigInteger | 'double' }>

/** What reads and writes numbers of a base. */
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

/** The bounds of a number as literals: `0, 4294967295`, `0n, 7n`. */
export const rangeLiteral = ({ min, max }: Numeric): string => `${boundLiteral(min)}, ${boundLiteral(max)}`

/** A number as a literal. */
export const boundLiteral = (bound: number | bigint): string =>
  typeof bound === 'bigint' ? `${bound}n` : `${bound}`

/** What checks and makes numbers of a base. */
export const kindOf = ({ base }: Numeric): 'integer' | 'double' | 'bigInteger' => {
  if (base === 'double') return base
  return base === 'bigInt64' || base === 'bigUint64' ? 'bigInteger' : 'integer'
}
