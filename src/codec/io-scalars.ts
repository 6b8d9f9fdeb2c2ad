import { Buffer } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { refuse } from './failure.ts'
import type { Reason } from './fault.ts'
import { brokenRule, type TextRules } from './refinements.ts'
import { byteLengthOf } from './text.ts'
import { unknownNumber } from './unknown-value.ts'

/** A scalar whose values are the same in TypeScript and in JSON. */
export const scalar = <A>(
  name: string,
  secret: boolean,
  broken: (value: unknown) => Reason | null,
): t.Type<A, A, unknown> =>
  new t.Type<A, A, unknown>(
    name,
    (value): value is A => broken(value) === null,
    (value, context) => {
      const reason = broken(value)
      // The cast that gives a checked value its brand.
      return reason === null ? t.success(value as A) : refuse(value, context, `${name}: ${reason}`, secret)
    },
    t.identity,
  )

/** Text of so many bytes of UTF-8 that keeps some rules. */
export const text = <A extends string>(
  name: string,
  min: number,
  max: number,
  rules: TextRules | null,
  secret: boolean,
): t.Type<A, A, unknown> =>
  scalar(name, secret, (value) => {
    if (typeof value !== 'string') return 'WRONG_TYPE'
    // A character takes a byte at least: this bounds what is looked at below.
    if (value.length > max) return 'OUT_OF_RANGE'
    const bytes = byteLengthOf(value)
    if (bytes < 0) return 'INVALID_UTF8'
    if (bytes < min || bytes > max) return 'OUT_OF_RANGE'
    return rules === null ? null : brokenRule(value, rules)
  })

/** Bytes, and how many of them. */
export const bytes = <A extends Uint8Array>(
  name: string,
  min: number,
  max: number,
  secret: boolean,
): t.Type<A, A, unknown> =>
  scalar(name, secret, (value) => {
    if (!(value instanceof Uint8Array)) return 'WRONG_TYPE'
    return value.length < min || value.length > max ? 'OUT_OF_RANGE' : null
  })

/** Bytes, written in JSON as lower-case hexadecimal digits. */
export const hexOf = <A extends Uint8Array>(
  type: t.Type<A, A, unknown>,
  max: number,
  secret: boolean,
): t.Type<A, string, unknown> =>
  new t.Type<A, string, unknown>(
    type.name,
    type.is,
    (value, context) => {
      if (typeof value !== 'string' || value.length > 2 * max || !/^(?:[0-9a-f]{2})*$/.test(value)) {
        return refuse(value, context, `${type.name}: WRONG_TYPE`, secret)
      }
      const decoded = type.decode(new Uint8Array(Buffer.from(value, 'hex')))
      return E.isRight(decoded) ? decoded : refuse(value, context, `${type.name}: OUT_OF_RANGE`, secret)
    },
    (value) => Buffer.from(value).toString('hex'),
  )

/** A bool. */
export const bool = (name: string, secret: boolean): t.Type<boolean, boolean, unknown> =>
  scalar(name, secret, (value) => (typeof value === 'boolean' ? null : 'WRONG_TYPE'))

/** One of some names. */
export const oneOf = <A extends string>(
  name: string,
  values: readonly A[],
  secret: boolean,
): t.Type<A, A, unknown> => {
  const known: ReadonlySet<unknown> = new Set(values)
  return scalar(name, secret, (value) => (known.has(value) ? null : 'OUT_OF_RANGE'))
}

/** A value of an enum by its name; `UNKNOWN_` and the number where the number has no name. */
export const openEnum = <A extends string>(
  name: string,
  numbers: Readonly<Record<string, number>>,
  secret: boolean,
): t.Type<A, A, unknown> => {
  const names: ReadonlySet<unknown> = new Set(Object.keys(numbers))
  const named: ReadonlySet<number> = new Set(Object.values(numbers))
  return scalar(name, secret, (value) => {
    if (names.has(value)) return null
    const number = unknownNumber(value)
    return number === 0 || named.has(number) ? 'OUT_OF_RANGE' : null
  })
}
