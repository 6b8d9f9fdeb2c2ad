import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { address, id, millis, personName, phcString, tokenHash } from './rows.ts'

/** The version of the form of an export. */
export const EXPORT_VERSION = 1

/** The first line. */
export const Header = t.type({ type: t.literal('colloquy store'), version: t.number })

const AccountRecord = t.type({
  type: t.literal('account'),
  id,
  name: personName,
  passwordHash: phcString,
  createdAtMs: millis,
})

const SessionRecord = t.type({
  type: t.literal('session'),
  id,
  accountId: id,
  createdAtMs: millis,
  usedAtMs: millis,
  expiresAtMs: millis,
  address,
  current: tokenHash,
  next: t.union([t.null, tokenHash]),
  dead: t.readonlyArray(t.type({ hash: tokenHash, diedAtMs: millis })),
})

const AddressRecord = t.type({ type: t.literal('address'), address, name: personName, lastSeenMs: millis })

/** The last line, which says how many records there are before it. */
const EndRecord = t.type({ type: t.literal('end'), records: t.number })

const StoreRecord = t.union([AccountRecord, SessionRecord, AddressRecord, EndRecord])

export type StoreRecord = t.TypeOf<typeof StoreRecord>

/** Reads one line; undefined where it is none, or not what it should be. */
export const parseLine = <A>(line: string, codec: t.Decoder<unknown, A>): A | undefined => {
  try {
    const decoded = codec.decode(JSON.parse(line))
    return E.isRight(decoded) ? decoded.right : undefined
  } catch {
    return undefined
  }
}

/** Reads a line that is not the first. */
export const parseRecord = (line: string): StoreRecord | undefined => parseLine(line, StoreRecord)
