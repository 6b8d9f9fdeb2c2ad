import * as E from 'fp-ts/lib/Either.js'
import type { Field, Value } from '../../contract/index.ts'
import type { Phrase, WantedKind } from '../i18n/errors.ts'

type Read<A> = E.Either<Phrase, A>

/**
 * Fields from their JSON form: bytes in hexadecimal digits, big integers in decimal ones. What may be left out is what it
 * is where it is left out on the wire. The bounds are the codec's to keep. `path` names what the fields are of.
 */
export const fieldsFromJson = (
  given: unknown,
  fields: readonly Field[],
  path: string,
): Read<Readonly<Record<string, unknown>>> => {
  if (!isRecord(given)) return wrong(path, 'fields')
  const odd = Object.keys(given).find((key) => !fields.some(({ name }) => name === key))
  if (odd !== undefined)
    return E.left((say) =>
      say.noField(
        path,
        odd,
        fields.map(({ name }) => name),
      ),
    )
  const read: Record<string, unknown> = {}
  for (const field of fields) {
    const { name } = field
    const value = Object.hasOwn(given, name)
      ? fieldFromJson(given[name], field, `${path}.${name}`)
      : absent(field, `${path}.${name}`)
    if (E.isLeft(value)) return value
    if (value.right !== undefined) read[name] = value.right
  }
  return E.right(read)
}

const fieldFromJson = (given: unknown, { list, value }: Field, path: string): Read<unknown> => {
  if (list === null) return valueFromJson(given, value, path)
  if (!Array.isArray(given)) return wrong(path, 'list')
  const items: unknown[] = []
  for (const [index, one] of given.entries()) {
    const item = valueFromJson(one, value, `${path}.${index}`)
    if (E.isLeft(item)) return item
    items.push(item.right)
  }
  return E.right(items)
}

/** A field that is left out; undefined where it is optional. */
const absent = ({ optional, list, value }: Field, path: string): Read<unknown> => {
  if (optional) return E.right(undefined)
  if (list !== null) return E.right([])
  switch (value.base) {
    case 'string':
      return E.right('')
    case 'bytes':
      return E.right(new Uint8Array(0))
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return E.right(0)
    case 'bigUint64':
    case 'bigInt64':
      return E.right(0n)
    case 'bool':
      return E.right(false)
    case 'enum':
    case 'record':
    case 'union':
      return E.left((say) => say.fieldLacking(path))
    default:
      return value satisfies never
  }
}

const valueFromJson = (given: unknown, value: Value, path: string): Read<unknown> => {
  switch (value.base) {
    case 'string':
      return typeof given === 'string' ? E.right(given) : wrong(path, 'text')
    case 'bytes':
      return typeof given === 'string' && /^(?:[0-9a-f]{2})*$/i.test(given)
        ? E.right(new Uint8Array(Buffer.from(given, 'hex')))
        : wrong(path, 'bytes')
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
      return Number.isInteger(given) ? E.right(given) : wrong(path, 'integer')
    case 'bigUint64':
    case 'bigInt64':
      return /^-?\d{1,20}$/.test(String(given)) ? E.right(BigInt(String(given))) : wrong(path, 'integer')
    case 'double':
      return typeof given === 'number' ? E.right(given) : wrong(path, 'number')
    case 'bool':
      return typeof given === 'boolean' ? E.right(given) : wrong(path, 'bool')
    case 'enum': {
      const names = value.values.map(({ name }) => name)
      const isLater = value.open && typeof given === 'string' && /^UNKNOWN_\d+$/.test(given)
      return isLater || names.some((name) => name === given)
        ? E.right(given)
        : E.left((say) => say.notOneOf(path, names))
    }
    case 'record':
      return fieldsFromJson(given, value.fields, path)
    case 'union': {
      const names = value.arms.map(({ name }) => name)
      const arm = isRecord(given) ? value.arms.find(({ name }) => name === given.case) : undefined
      if (!isRecord(given) || arm === undefined) return E.left((say) => say.notOneOf(path, names))
      const held = valueOfArm(given, arm.value, `${path}.${arm.name}`)
      return E.Monad.map(held, (value) =>
        value === undefined ? { case: arm.name } : { case: arm.name, value },
      )
    }
    default:
      return value satisfies never
  }
}

const valueOfArm = (
  given: Readonly<Record<string, unknown>>,
  value: Value | null,
  path: string,
): Read<unknown> => {
  if (value === null) return E.right(undefined)
  return Object.hasOwn(given, 'value')
    ? valueFromJson(given.value, value, path)
    : E.left((say) => say.fieldLacking(path))
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wrong = (path: string, kind: WantedKind): E.Either<Phrase, never> =>
  E.left((say) => say.fieldWrong(path, kind))
