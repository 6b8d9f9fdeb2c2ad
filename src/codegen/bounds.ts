import type { Field, Value } from '../contract/contract.ts'
import { rangeOf } from '../contract/ranges.ts'

// Made once: that takes longer than to write a number.
const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 })
const count = (n: number | bigint): string => numbers.format(n)

/** The bounds of a value in words, for doc comments; empty where its base says all. */
export const boundsOf = (value: Value): string => {
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
      const [min, max] = rangeOf(value.base)
      if (value.max < max)
        return value.min > min || value.min >= 0
          ? `${count(value.min)} to ${count(value.max)}.`
          : `At most ${count(value.max)}.`
      return value.min > min ? `At least ${count(value.min)}.` : ''
    }
    case 'record':
      return value.maxBytes === null ? '' : `At most ${count(value.maxBytes)} bytes.`
    case 'bool':
    case 'enum':
    case 'union':
      return ''
    default:
      return value satisfies never
  }
}

/** The bounds of a field in words: those of a list, and of each of its items. */
export const boundsOfField = ({ value, list }: Field): string => {
  const bounds = boundsOf(value)
  if (list === null) return bounds
  const { minItems, maxItems, maxBytes } = list
  const items =
    minItems === 0 ? `At most ${count(maxItems)} items` : `${count(minItems)} to ${count(maxItems)} items`
  const max = maxBytes === null ? '' : ` of ${count(maxBytes)} bytes together`
  const each = bounds === '' ? '' : ` Each: ${bounds.slice(0, 1).toLowerCase()}${bounds.slice(1)}`
  return `${items}${max}.${each}`
}
