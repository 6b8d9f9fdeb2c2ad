import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { refuse, withoutValue } from './failure.ts'
import type { JsonOf } from './json.ts'

/** A field in its JSON form. */
export interface JsonField {
  readonly type: t.Mixed
  readonly optional: boolean
}

/** Fields by their names. */
export type JsonFields = { readonly [name: string]: JsonField }

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Why the keys of a value are not those of its fields, or null. Only own keys count. */
export const brokenKeys = (
  name: string,
  fields: JsonFields,
  value: Readonly<Record<string, unknown>>,
  others: readonly string[] = [],
): string | null => {
  // The name of an unknown key comes from outside and is not repeated.
  for (const key of Object.keys(value)) {
    if (!others.includes(key) && !Object.hasOwn(fields, key)) return `${name}: UNKNOWN_FIELD`
  }
  for (const [key, field] of Object.entries(fields)) {
    if (!field.optional && !Object.hasOwn(value, key)) return `${name}.${key}: MISSING_FIELD`
  }
  return null
}

/** Whether every field that is there is what it has to be. */
export const holdFields = (fields: JsonFields, value: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(fields).every(([key, { type }]) => !Object.hasOwn(value, key) || type.is(value[key]))

/** The fields that are there, decoded. */
export const decodeFields = (
  fields: JsonFields,
  value: Readonly<Record<string, unknown>>,
  context: t.Context,
  secret: boolean,
): t.Validation<Record<string, unknown>> => {
  const decoded: Record<string, unknown> = {}
  for (const [key, { type }] of Object.entries(fields)) {
    if (!Object.hasOwn(value, key)) continue
    const field = inner(type, value[key], key, context, secret)
    if (E.isLeft(field)) return field
    decoded[key] = field.right
  }
  return t.success(decoded)
}

/** The fields that are there, encoded. */
export const encodeFields = (
  fields: JsonFields,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const json: Record<string, unknown> = {}
  for (const [key, { type }] of Object.entries(fields)) {
    if (value[key] !== undefined) json[key] = type.encode(value[key])
  }
  return json
}

const inner = (
  type: t.Mixed,
  value: unknown,
  key: string,
  context: t.Context,
  secret: boolean,
): t.Validation<unknown> => {
  const decoded = type.validate(value, t.appendContext(context, key, type, value))
  return E.isLeft(decoded) && secret ? t.failures(decoded.left.map(withoutValue)) : decoded
}

/** A record in its JSON form: strict, so that unknown keys are refused. */
export const record = <A extends object>(
  name: string,
  fields: JsonFields,
  secret: boolean,
): t.Type<A, JsonOf<A>, unknown> =>
  new t.Type<A, JsonOf<A>, unknown>(
    name,
    (value): value is A =>
      isRecord(value) && brokenKeys(name, fields, value) === null && holdFields(fields, value),
    (value, context) => {
      if (!isRecord(value)) return refuse(value, context, `${name}: WRONG_TYPE`, secret)
      const reason = brokenKeys(name, fields, value)
      if (reason !== null) return refuse(value, context, reason, secret)
      // Every field was checked: the one place where fields become a record.
      return decodeFields(fields, value, context, secret) as t.Validation<A>
    },
    (value) => encodeFields(fields, value as Readonly<Record<string, unknown>>) as JsonOf<A>,
  )

/** A list of so many items in its JSON form. */
export const list = <A, J>(
  name: string,
  item: t.Type<A, J, unknown>,
  min: number,
  max: number,
  secret: boolean,
): t.Type<readonly A[], readonly J[], unknown> => {
  const isCount = (length: number): boolean => length >= min && length <= max
  return new t.Type<readonly A[], readonly J[], unknown>(
    name,
    (value): value is readonly A[] =>
      Array.isArray(value) && isCount(value.length) && value.every((one) => item.is(one)),
    (value, context) => {
      if (!Array.isArray(value)) return refuse(value, context, `${name}: WRONG_TYPE`, secret)
      if (!isCount(value.length)) return refuse(value, context, `${name}: OUT_OF_RANGE`, secret)
      const items: A[] = []
      for (const [index, one] of value.entries()) {
        const decoded = inner(item, one, `${index}`, context, secret)
        if (E.isLeft(decoded)) return decoded
        // The item's codec has decoded it.
        items.push(decoded.right as A)
      }
      return t.success(items)
    },
    (value) => value.map((one) => item.encode(one)),
  )
}

/** A union in its JSON form: the name of its arm as `case`, and its `value` where the arm has one. */
export const union = <A extends { readonly case: string }>(
  name: string,
  arms: { readonly [arm: string]: t.Mixed | null },
  open: boolean,
  secret: boolean,
): t.Type<A, JsonOf<A>, unknown> => {
  const unknownArm = { tag: { type: armTag, optional: false } }
  /** Fields beside `case`; null where there is no such arm. */
  const fieldsOf = (value: Readonly<Record<string, unknown>>): JsonFields | null => {
    if (!Object.hasOwn(value, 'case') || typeof value.case !== 'string') return null
    if (!Object.hasOwn(arms, value.case)) return open && value.case === 'unknown' ? unknownArm : null
    const type = arms[value.case]
    return type == null ? {} : { value: { type, optional: false } }
  }
  const beside = ['case']
  return new t.Type<A, JsonOf<A>, unknown>(
    name,
    (value): value is A => {
      const fields = isRecord(value) ? fieldsOf(value) : null
      return (
        isRecord(value) &&
        fields !== null &&
        brokenKeys(name, fields, value, beside) === null &&
        holdFields(fields, value)
      )
    },
    (value, context) => {
      if (!isRecord(value)) return refuse(value, context, `${name}: WRONG_TYPE`, secret)
      const fields = fieldsOf(value)
      if (fields === null) return refuse(value, context, `${name}: OUT_OF_RANGE`, secret)
      const reason = brokenKeys(name, fields, value, beside)
      if (reason !== null) return refuse(value, context, reason, secret)
      return E.Monad.map(
        decodeFields(fields, value, context, secret),
        // The arm is one of the union's: the one place where it becomes the union.
        (decoded) => ({ case: value.case, ...decoded }) as unknown as A,
      )
    },
    (value) => {
      const given = value as Readonly<Record<string, unknown>>
      return { case: value.case, ...encodeFields(fieldsOf(given) ?? {}, given) } as JsonOf<A>
    },
  )
}

const isTag = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 0x1fffffff

const armTag = new t.Type<number, number, unknown>(
  'tag',
  isTag,
  (value, context) => (isTag(value) ? t.success(value) : refuse(value, context, 'tag: OUT_OF_RANGE', false)),
  t.identity,
)
