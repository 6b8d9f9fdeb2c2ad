import type { Scalar } from '../contract/contract.ts'
import { rangeOf } from '../contract/ranges.ts'

const count = (n: number | bigint): string => n.toLocaleString('en-US', { maximumFractionDigits: 20 })

/** The bounds of a scalar in words, for doc comments; empty where its base says all. */
export const boundsOf = (scalar: Scalar): string => {
  switch (scalar.base) {
    case 'string':
    case 'bytes':
      if (scalar.minBytes === scalar.maxBytes) return `${count(scalar.maxBytes)} bytes.`
      return scalar.minBytes === 0
        ? `At most ${count(scalar.maxBytes)} bytes.`
        : `${count(scalar.minBytes)} to ${count(scalar.maxBytes)} bytes.`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64': {
      const [least, most] = rangeOf(scalar.base)
      if (scalar.max < most)
        return scalar.min > least || scalar.min >= 0
          ? `${count(scalar.min)} to ${count(scalar.max)}.`
          : `At most ${count(scalar.max)}.`
      return scalar.min > least ? `At least ${count(scalar.min)}.` : ''
    }
    case 'bool':
    case 'enum':
      return ''
    default:
      return scalar satisfies never
  }
}

/** Whether a field of this scalar must be written: whether what an absent field stands for lies outside it. */
export const isRequired = (scalar: Scalar): boolean => {
  switch (scalar.base) {
    case 'string':
      return (
        scalar.minBytes > 0 ||
        (scalar.pattern !== null && !new RegExp(`^(?:${scalar.pattern})$`, 'u').test(''))
      )
    case 'bytes':
      return scalar.minBytes > 0
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return scalar.min > 0 || scalar.max < 0
    case 'bool':
      return false
    case 'enum':
      return true
    default:
      return scalar satisfies never
  }
}
