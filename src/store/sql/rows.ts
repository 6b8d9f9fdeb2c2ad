import { isAnyArrayBuffer, isUint8Array } from 'node:util/types'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { bounds } from '../../../protocol/base/contract.ts'
import { textOf } from './text.ts'

/** Checks rows as they come from the database; throws `DamagedRow`, without the value, when one is not what it should be. */
export const checked = <A>(codec: t.Decoder<unknown, A>, rows: readonly unknown[]): readonly A[] =>
  rows.map((row) => {
    const decoded = codec.decode(row)
    if (E.isLeft(decoded)) throw new DamagedRow()
    return decoded.right
  })

/** A row that nobody but a damaged disk or a stray hand can have written. */
class DamagedRow extends Error {
  readonly code = 'DAMAGED_ROW'
}

/** A column of text, which may have been read as its bytes. */
const text = <A extends string>(name: string, holds: (value: string) => value is A): t.Type<A, A> =>
  new t.Type(
    name,
    (value): value is A => typeof value === 'string' && holds(value),
    (value, context) => {
      const read = typeof value === 'string' ? value : textOf(value)
      return read !== undefined && holds(read) ? t.success(read) : t.failure(value, context)
    },
    t.identity,
  )

const textThat = (name: string, holds: (value: string) => boolean): t.Type<string, string> =>
  text(name, (value): value is string => holds(value))

const one = <A extends string>(word: A): t.Type<A, A> => text(word, (value): value is A => value === word)

/** A column of bytes, which is no text. */
const bytes = new t.Type<Uint8Array, Uint8Array>(
  'bytes',
  isUint8Array,
  (value, context) => {
    if (isUint8Array(value)) return t.success(value)
    return isAnyArrayBuffer(value) ? t.success(new Uint8Array(value)) : t.failure(value, context)
  },
  t.identity,
)

export const id = textThat('id', (value) => /^[\w-]{1,64}$/.test(value))
export const personName = textThat(
  'name',
  (value) => value !== '' && Buffer.byteLength(value) <= bounds.PersonName.maxBytes,
)
export const address = textThat('address', () => true)
export const tokenHash = textThat('token hash', (value) => /^[0-9a-f]{64}$/.test(value))
export const phcString = textThat('password hash', (value) => value.startsWith('$'))

/** Milliseconds since 1970, as they can be told on the wire. */
export const millis = t.refinement(
  t.number,
  (value) => Number.isSafeInteger(value) && value >= 0,
  'milliseconds',
)

/** Rows as the queries select them. */
export const AcquaintanceRow = t.type({ name: personName, last_seen_ms: millis })

export const AddressRow = t.type({ address, name: personName, last_seen_ms: millis })

export const NameRow = t.type({ name: personName })

export const AccountRow = t.type({ id, name: personName, password_hash: phcString, created_at_ms: millis })

export const SessionRow = t.type({
  id,
  account_id: id,
  created_at_ms: millis,
  used_at_ms: millis,
  expires_at_ms: millis,
  address,
})

export const NamedSessionRow = t.intersection([SessionRow, t.type({ name: personName })])

export const TokenRow = t.union([
  t.type({
    hash: tokenHash,
    standing: t.union([one('current'), one('next')]),
    died_at_ms: t.null,
  }),
  t.type({ hash: tokenHash, standing: one('dead'), died_at_ms: millis }),
])

export const RevocationRow = t.type({ number: t.Int, session_id: id })

export const IdRow = t.type({ id })

const shortText = textThat('short text', (value) => Buffer.byteLength(value) <= 64)

export const HeldRow = t.type({
  session: shortText,
  owner: shortText,
  epoch: t.Int,
  account: t.union([t.null, shortText]),
  login: t.union([t.null, id]),
  expires_at_ms: millis,
})

export const StateRow = t.intersection([HeldRow, t.type({ state: bytes })])
