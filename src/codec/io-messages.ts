import { Buffer } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { refuse, withoutValue } from './failure.ts'
import { formatFault } from './fault.ts'
import { Reader } from './reader.ts'
import { Writer } from './writer.ts'

/**
 * The JSON form of a message: bytes are lower-case hexadecimal digits, big integers decimal ones, enums are names, the
 * rest is as it is.
 */
export type JsonOf<M> = {
  readonly [K in keyof M]: M[K] extends Uint8Array | bigint | undefined ? string : M[K]
}

/** What a field of a message is in its JSON form. */
export interface JsonField {
  readonly type: t.Mixed
  readonly optional: boolean
}

type Fields = { readonly [name: string]: JsonField }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Why the keys of a value are not those of the message, or null. Only own keys count. */
const brokenKeys = (
  name: string,
  fields: Fields,
  value: Readonly<Record<string, unknown>>,
): string | null => {
  if (!Object.hasOwn(value, 'type') || value.type !== name) return `${name}: UNKNOWN_MESSAGE`
  // The name of an unknown key comes from outside and is not repeated.
  for (const key of Object.keys(value)) {
    if (key !== 'type' && !Object.hasOwn(fields, key)) return `${name}: UNKNOWN_FIELD`
  }
  for (const [key, field] of Object.entries(fields)) {
    if (!field.optional && !Object.hasOwn(value, key)) return `${name}.${key}: MISSING_FIELD`
  }
  return null
}

/** The structural codec of a message's JSON form: strict, so that unknown keys are refused. */
export const messageJson = <M extends { readonly type: string }>(
  name: M['type'],
  fields: Fields,
  secret: boolean,
): t.Type<M, JsonOf<M>, unknown> => {
  const entries = Object.entries(fields)
  return new t.Type<M, JsonOf<M>, unknown>(
    name,
    (value): value is M =>
      isRecord(value) &&
      brokenKeys(name, fields, value) === null &&
      entries.every(([key, field]) => !Object.hasOwn(value, key) || field.type.is(value[key])),
    (value, context) => {
      if (!isRecord(value)) return refuse(value, context, `${name}: WRONG_TYPE`, secret)
      const reason = brokenKeys(name, fields, value)
      if (reason !== null) return refuse(value, context, reason, secret)
      const message: Record<string, unknown> = { type: name }
      for (const [key, field] of entries) {
        if (!Object.hasOwn(value, key)) continue
        const decoded = field.type.validate(value[key], t.appendContext(context, key, field.type, value[key]))
        if (E.isLeft(decoded)) return secret ? t.failures(decoded.left.map(withoutValue)) : decoded
        message[key] = decoded.right
      }
      // Every field was checked above: the one place where fields become a message.
      return t.success(message as unknown as M)
    },
    (message) => {
      const given = message as Readonly<Record<string, unknown>>
      const json: Record<string, unknown> = { type: name }
      for (const [key, field] of entries) {
        if (given[key] !== undefined) json[key] = field.type.encode(given[key])
      }
      return json as unknown as JsonOf<M>
    },
  )
}

/** The union of JSON forms, told apart by `type`. */
export const unionJson = <M extends { readonly type: string }>(
  name: string,
  members: ReadonlyMap<string, t.Mixed>,
  secret: boolean,
): t.Type<M, JsonOf<M>, unknown> => {
  const memberOf = (value: unknown): t.Mixed | undefined =>
    isRecord(value) && typeof value.type === 'string' ? members.get(value.type) : undefined
  return new t.Type<M, JsonOf<M>, unknown>(
    name,
    (value): value is M => memberOf(value)?.is(value) ?? false,
    (value, context) =>
      memberOf(value)?.validate(value, context) ?? refuse(value, context, `${name}: UNKNOWN_MESSAGE`, secret),
    (message) => members.get(message.type)?.encode(message),
  )
}

/**
 * A message as the bytes of its body. Decoding runs the generated decoder once. Encoding a value that is no such
 * message is the caller's mistake and throws, without the value.
 */
export const wire = <M>(
  json: t.Type<M, JsonOf<M>, unknown>,
  encode: (writer: Writer, message: M) => boolean,
  decode: (reader: Reader) => M | null,
  secret: boolean,
): t.Type<M, Uint8Array, unknown> =>
  new t.Type<M, Uint8Array, unknown>(
    json.name,
    json.is,
    (value, context) => {
      if (!(value instanceof Uint8Array)) return refuse(value, context, `${json.name}: WRONG_TYPE`, secret)
      const reader = new Reader().reset(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
      const message = decode(reader)
      if (message !== null) return t.success(message)
      const reason = reader.fault === null ? json.name : formatFault(reader.fault)
      return refuse(value, context, reason, secret)
    },
    (message) => {
      const writer = new Writer(256)
      if (!encode(writer, message))
        throw new TypeError(writer.fault === null ? json.name : formatFault(writer.fault))
      return new Uint8Array(writer.buffer.subarray(0, writer.pos))
    },
  )
