import type { Value } from './contract.ts'

/** Whether a field of this value must be written: whether what an absent field stands for lies outside it. */
export const isRequired = (value: Value): boolean => {
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
    case 'record':
    case 'union':
      return true
    default:
      return value satisfies never
  }
}
