import { aMessage } from './arguments.ts'
import { type Arm, type Field, type List, MAX_ENUM_NUMBER, type Message, type Value } from './contract.ts'

/** The bytes of the largest body that a message can have in its canonical form. */
export const maxBodyBytes = (message: Message): number => {
  aMessage('message', message)
  return message.fields.reduce((sum, field) => sum + maxFieldBytes(field), 0)
}

/** The bytes that a field can have with its tag. A zero is left out, except of an optional field. */
export const maxFieldBytes = (field: Field): number => {
  if (field.list !== null) return maxListBytes(field, field.list)
  const value = maxValueBytes(field.value)
  return value === 0 && !field.optional ? 0 : tagBytes(field) + Math.max(1, value)
}

// A zero in a list, or of an arm, is written.
const maxListBytes = (field: Field, { maxItems, maxBytes }: List): number => {
  const item = Math.max(1, maxValueBytes(field.value))
  if (isPacked(field.value)) return tagBytes(field) + varintBytes(maxItems * item) + maxItems * item
  return Math.min(maxBytes ?? Number.POSITIVE_INFINITY, maxItems * (tagBytes(field) + item))
}

/** The bytes that the items of a list can have that stand in one field, without the length before them. */
export const maxPackedBytes = ({ value, list }: Field): number =>
  (list?.maxItems ?? 0) * Math.max(1, maxValueBytes(value))

/** Whether items of this kind stand in one field of a list. */
export const isPacked = ({ base }: { readonly base: string }): boolean =>
  base !== 'string' && base !== 'bytes' && base !== 'record' && base !== 'union'

/** The bytes that an arm of a union can have with its tag. */
export const maxArmBytes = (arm: Arm): number =>
  tagBytes(arm) + (arm.value === null ? 1 : Math.max(1, maxValueBytes(arm.value)))

const tagBytes = ({ tag }: Pick<Field, 'tag'>): number => varintBytes(tag * 8)

const maxValueBytes = (value: Value): number => {
  switch (value.base) {
    case 'string':
    case 'bytes':
      return value.maxBytes === 0 ? 0 : varintBytes(value.maxBytes) + value.maxBytes
    case 'uint32':
    case 'uint64':
    case 'bigUint64':
      return numberBytes(BigInt(value.max))
    case 'int32':
    case 'int64':
    case 'bigInt64':
      return Math.max(numberBytes(zigzag(BigInt(value.min))), numberBytes(zigzag(BigInt(value.max))))
    case 'double':
      return value.min === 0 && value.max === 0 ? 0 : 8
    case 'record':
    case 'union':
      return varintBytes(value.size) + value.size
    case 'bool':
      return 1
    case 'enum':
      return value.open
        ? varintBytes(MAX_ENUM_NUMBER)
        : Math.max(1, ...value.values.map(({ number }) => varintBytes(number)))
    default:
      return value satisfies never
  }
}

const numberBytes = (value: bigint): number => (value === 0n ? 0 : bigVarintBytes(value))

const bigVarintBytes = (value: bigint): number => (value < 128n ? 1 : 1 + bigVarintBytes(value >> 7n))

/** Small numbers of either sign as small numbers: 0, -1, 1, -2 are 0, 1, 2, 3. */
const zigzag = (value: bigint): bigint => (value < 0n ? -2n * value - 1n : 2n * value)

const varintBytes = (value: number): number => (value < 128 ? 1 : 1 + varintBytes(Math.floor(value / 128)))
