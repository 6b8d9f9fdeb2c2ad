import type { Scalar } from '../contract/contract.ts'
import { rangeOf } from '../contract/ranges.ts'

const count = (n: number | bigint): string => n.toLocaleString('en-US', { maximumFractionDigits: 20 })

/** The bounds of a value in words, for doc comments; empty where its base says all. */
export const boundsOf = (value: Scalar): string => {
  switch (value.base) {
    case 'string':
    case 'bytes':
      if (value.minBytes === value.maxBytes) return `${count(value.maxBytes)} bytes.`
      return value.minBytes === 0
        ? `At most ${count(value.maxBytes)} bytes.`
        : `${count(value.minBytes)} to ${count(value.maxBytes)} bytes.`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64': {
      const [least, most] = rangeOf(value.base)
      if (value.max < most)
        return value.min > least || value.min >= 0
          ? `${count(value.min)} to ${count(value.max)}.`
          : `At most ${count(value.max)}.`
      return value.min > least ? `At least ${count(value.min)}.` : ''
    }
    case 'bool':
    case 'enum':
      return ''
    default:
      return value satisfies never
  }
}

/** Whether a field of this value must be written: whether what an absent field stands for lies outside it. */
export const isRequired = (value: Scalar): boolean => {
  switch (value.base) {
    case 'string':
      return (
        value.minBytes > 0 || (value.pattern !== null && !new RegExp(`^(?:${value.pattern})$`, 'u').test(''))
      )
    case 'bytes':
      return value.minBytes > 0
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return value.min > 0 || value.max < 0
    case 'bool':
      return false
    case 'enum':
      return true
    default:
      return value satisfies never
  }
}
