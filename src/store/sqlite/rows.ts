import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { bounds } from '../../../protocol/generated/contract.ts'

/** Checks rows as they come from the file; throws `DamagedRow`, without the value, when one is not what it should be. */
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

const text = (name: string, holds: (value: string) => boolean): t.Type<string> => {
  const is = (value: unknown): value is string => typeof value === 'string' && holds(value)
  return new t.Type(
    name,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  )
}

const id = text('id', (value) => /^[\w-]{1,64}$/.test(value))
const personName = text(
  'name',
  (value) => value !== '' && Buffer.byteLength(value) <= bounds.PersonName.maxBytes,
)
const tokenHash = text('token hash', (value) => /^[0-9a-f]{64}$/.test(value))
const phcString = text('password hash', (value) => value.startsWith('$'))

/** Rows as the queries select them. */
export const AcquaintanceRow = t.type({ name: personName, last_seen_ms: t.Int })

export const AccountRow = t.type({ id, name: personName, password_hash: phcString, created_at_ms: t.Int })

export const SessionRow = t.type({
  id,
  account_id: id,
  created_at_ms: t.Int,
  used_at_ms: t.Int,
  expires_at_ms: t.Int,
})

export const NamedSessionRow = t.intersection([SessionRow, t.type({ name: personName })])

export const TokenRow = t.union([
  t.type({
    hash: tokenHash,
    standing: t.union([t.literal('current'), t.literal('next')]),
    died_at_ms: t.null,
  }),
  t.type({ hash: tokenHash, standing: t.literal('dead'), died_at_ms: t.Int }),
])

export const RevocationRow = t.type({ number: t.Int, session_id: id })

export const IdRow = t.type({ id })
