import { brokenRule, wholly } from '../../codec/refinements.ts'
import type { Field, Scalar, UncheckedContract, Value } from '../contract.ts'
import { MAX_ENUM_NUMBER } from '../contract.ts'
import type { Flaw } from '../failure.ts'
import type { WrittenContract } from '../model.ts'
import type { Path, Places } from '../places.ts'

/** Why a value is none of its type, and where in it. */
interface Wrong {
  readonly path: Path
  readonly message: string
}

type Found = readonly Wrong[]

/** That every example is its message in JSON: bytes in hexadecimal digits, big integers in decimal ones. */
export const checkExamples = (
  written: WrittenContract,
  { messages }: UncheckedContract,
  places: Places,
): readonly Flaw[] =>
  messages.flatMap(({ name, fields }) => {
    const example = Object.hasOwn(written.messages, name) ? written.messages[name]?.example : undefined
    if (example === undefined) return []
    return fieldsWrong(example, fields, ['messages', name, 'example'])
      .slice(0, 1)
      .map(({ path, message }) => ({ place: places.ofValue(path), rule: 'EXAMPLE_WRONG', message }))
  })

type Data = { readonly [key: string]: unknown }

const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fieldsWrong = (data: Data, fields: readonly Field[], path: Path): Found => [
  ...Object.keys(data)
    .filter((key) => !fields.some(({ name }) => name === key))
    .map((key) => ({ path: [...path, key], message: 'There is no such field.' })),
  ...fields.flatMap(({ name, value, list, optional }): Found => {
    const here = [...path, name]
    if (!Object.hasOwn(data, name)) {
      return optional ? [] : [{ path, message: `The example has no ${name}.` }]
    }
    const given = data[name]
    if (list === null) return valueWrong(given, value, here)
    if (!Array.isArray(given) || given.length < list.minItems || given.length > list.maxItems) {
      return [{ path: here, message: `A list of ${list.minItems} to ${list.maxItems} items is wanted.` }]
    }
    return given.flatMap((item, index) => valueWrong(item, value, [...here, index]))
  }),
]

const valueWrong = (given: unknown, value: Value, path: Path): Found => {
  switch (value.base) {
    case 'record':
      return isData(given)
        ? fieldsWrong(given, value.fields, path)
        : [{ path, message: 'The fields of a record are wanted.' }]
    case 'union': {
      const arm = isData(given) ? value.arms.find(({ name }) => name === given.case) : undefined
      if (!isData(given) || arm === undefined) return [{ path, message: 'The case of a union is wanted.' }]
      const keys = Object.keys(given).filter(
        (key) => key !== 'case' && (key !== 'value' || arm.value === null),
      )
      if (keys.length > 0) return [{ path: [...path, ...keys.slice(0, 1)], message: 'There is no such key.' }]
      return arm.value === null ? [] : valueWrong(given.value, arm.value, [...path, 'value'])
    }
    default: {
      const wanted = scalarWrong(given, value)
      return wanted === null ? [] : [{ path, message: `${wanted} is wanted.` }]
    }
  }
}

/** The phrase for what is wanted instead of a value; null where it is right. */
const scalarWrong = (given: unknown, scalar: Scalar): string | null => {
  switch (scalar.base) {
    case 'string': {
      const bytes = typeof given === 'string' && !/\p{Cs}/u.test(given) ? utf8Length(given) : -1
      if (bytes < scalar.minBytes || bytes > scalar.maxBytes) {
        return `Text of ${scalar.minBytes} to ${scalar.maxBytes} bytes`
      }
      const broken = brokenRule(given, {
        nfc: scalar.rules.includes('nfc'),
        printable: scalar.rules.includes('printable'),
        trimmed: scalar.rules.includes('trimmed'),
        pattern: scalar.pattern === null ? null : wholly(scalar.pattern),
      })
      return broken === null ? null : 'Text that keeps the rules of its type'
    }
    case 'bytes': {
      const isHex = typeof given === 'string' && /^(?:[0-9a-f]{2})*$/.test(given)
      const bytes = isHex ? given.length / 2 : -1
      return bytes >= scalar.minBytes && bytes <= scalar.maxBytes
        ? null
        : `Text of ${scalar.minBytes} to ${scalar.maxBytes} bytes in lower-case hexadecimal digits`
    }
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
      return Number.isSafeInteger(given) && isBetween(given as number, scalar)
        ? null
        : `A whole number from ${scalar.min} to ${scalar.max}`
    case 'double':
      return typeof given === 'number' && isBetween(given, scalar)
        ? null
        : `A number from ${scalar.min} to ${scalar.max}`
    case 'bigUint64':
    case 'bigInt64': {
      const isDecimal = typeof given === 'string' && /^(?:0|-?[1-9][0-9]{0,19})$/.test(given)
      return isDecimal && isBetween(BigInt(given), scalar)
        ? null
        : `Text of a whole number from ${scalar.min} to ${scalar.max}`
    }
    case 'bool':
      return typeof given === 'boolean' ? null : 'true or false'
    case 'enum':
      return scalar.values.some(({ name }) => name === given) || isLater(given, scalar)
        ? null
        : 'The name of a value'
    default:
      return scalar satisfies never
  }
}

const isBetween = <N extends number | bigint>(
  value: N,
  { min, max }: { readonly min: N; readonly max: N },
): boolean => value >= min && value <= max

const isLater = (given: unknown, { open, values }: Extract<Scalar, { readonly base: 'enum' }>): boolean => {
  const number = typeof given === 'string' ? Number(/^UNKNOWN_([1-9][0-9]{0,9})$/.exec(given)?.[1] ?? 0) : 0
  return open && number >= 1 && number <= MAX_ENUM_NUMBER && !values.some((value) => value.number === number)
}

// Each character by its code point: one to four bytes.
const utf8Length = (text: string): number => {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}
