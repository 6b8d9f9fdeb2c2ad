import { type Field, MAX_ENUM_NUMBER, type Message, type Scalar } from './contract.ts'

/** The bytes of the largest body that a message can have in its canonical form. */
export const maxBodyBytes = (message: Message): number =>
  message.fields.reduce((sum, field) => sum + maxFieldBytes(field), 0)

/** The bytes that a field can have with its tag. A zero is left out, except of an optional field. */
export const maxFieldBytes = (field: Field): number => {
  const value = maxValueBytes(field.value)
  return value === 0 && !field.optional ? 0 : varintBytes(field.tag * 8) + Math.max(1, value)
}

const maxValueBytes = (value: Scalar): number => {
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
