import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { refuse } from './failure.ts'
import { scalar } from './io-scalars.ts'

/** A whole number within inclusive bounds. */
export const integer = (
  name: string,
  min: number,
  max: number,
  secret: boolean,
): t.Type<number, number, unknown> =>
  scalar(name, secret, (value) => {
    if (typeof value !== 'number') return 'WRONG_TYPE'
    return Number.isSafeInteger(value) && value >= min && value <= max ? null : 'OUT_OF_RANGE'
  })

/** A finite number within inclusive bounds. */
export const double = (
  name: string,
  min: number,
  max: number,
  secret: boolean,
): t.Type<number, number, unknown> =>
  scalar(name, secret, (value) => {
    if (typeof value !== 'number') return 'WRONG_TYPE'
    return value >= min && value <= max ? null : 'OUT_OF_RANGE'
  })

/** A whole number of 64 bits within inclusive bounds. */
export const bigInteger = (
  name: string,
  min: bigint,
  max: bigint,
  secret: boolean,
): t.Type<bigint, bigint, unknown> =>
  scalar(name, secret, (value) => {
    if (typeof value !== 'bigint') return 'WRONG_TYPE'
    return value >= min && value <= max ? null : 'OUT_OF_RANGE'
  })

/** A whole number of 64 bits, written in JSON as text of decimal digits. */
export const decimalOf = (
  type: t.Type<bigint, bigint, unknown>,
  secret: boolean,
): t.Type<bigint, string, unknown> =>
  new t.Type<bigint, string, unknown>(
    type.name,
    type.is,
    (value, context) => {
      if (typeof value !== 'string' || !/^(?:0|-?[1-9][0-9]{0,19})$/.test(value)) {
        return refuse(value, context, `${type.name}: WRONG_TYPE`, secret)
      }
      const decoded = type.decode(BigInt(value))
      return E.isRight(decoded) ? decoded : refuse(value, context, `${type.name}: OUT_OF_RANGE`, secret)
    },
    String,
  )
