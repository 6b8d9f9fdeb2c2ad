import { Buffer } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { refuse } from './failure.ts'
import { formatFault } from './fault.ts'
import {
  brokenKeys,
  decodeFields,
  encodeFields,
  holdFields,
  isRecord,
  type JsonFields,
} from './io-composites.ts'
import type { JsonOf } from './json.ts'
import { Reader } from './reader.ts'
import { Writer } from './writer.ts'

/** Why a value is not of the keys of a message, or null. */
const brokenMessage = (
  name: string,
  fields: JsonFields,
  value: Readonly<Record<string, unknown>>,
): string | null =>
  !Object.hasOwn(value, 'type') || value.type !== name
    ? `${name}: UNKNOWN_MESSAGE`
    : brokenKeys(name, fields, value, ['type'])

/** The structural codec of a message's JSON form: strict, so that unknown keys are refused. */
export const messageJson = <M extends { readonly type: string }>(
  name: M['type'],
  fields: JsonFields,
  secret: boolean,
): t.Type<M, JsonOf<M>, unknown> =>
  new t.Type<M, JsonOf<M>, unknown>(
    name,
    (value): value is M =>
      isRecord(value) && brokenMessage(name, fields, value) === null && holdFields(fields, value),
    (value, context) => {
      if (!isRecord(value)) return refuse(value, context, `${name}: WRONG_TYPE`, secret)
      const reason = brokenMessage(name, fields, value)
      if (reason !== null) return refuse(value, context, reason, secret)
      return E.Monad.map(
        decodeFields(fields, value, context, secret),
        // Every field was checked: the one place where fields become a message.
        (decoded) => ({ type: name, ...decoded }) as unknown as M,
      )
    },
    (message) => {
      const given = message as Readonly<Record<string, unknown>>
      return { type: name, ...encodeFields(fields, given) } as unknown as JsonOf<M>
    },
  )

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
