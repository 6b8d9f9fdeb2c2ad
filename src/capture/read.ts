import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Contract, Side } from '../contract/index.ts'

/** A message in its JSON form. Fields that the contract marks as secret are `***`. */
export type CapturedMessage = { readonly type: string } & {
  readonly [field: string]: string | number | boolean
}

/** Events of an end beside messages. */
export type ConnectionEvent =
  /** The stream ended or broke without a Bye. */
  | 'lost'
  /** The deadline of its state passed. */
  | 'deadline'
  /** From now on nothing arrives, and nobody is told. */
  | 'cut'

/** One thing that happened at one end, in the order in which that end lived through it. */
export type CaptureEntry = {
  /** Milliseconds since some moment. */ readonly at: number
  readonly side: Side
} & (
  | {
      readonly does: 'says' | 'hears'
      readonly message: CapturedMessage
      /** As in the header of the frame; both 0 for control messages. */
      readonly id: number
      readonly re: number
    }
  | { readonly does: 'meets'; readonly event: ConnectionEvent }
)

/** One connection, as one end or both lived through it. */
export interface Capture {
  readonly protocol: string
  readonly version: number
  /** The contract hash, as 16 hexadecimal digits. */
  readonly contract: string
  readonly incidents: readonly CaptureEntry[]
}

/** Why a text is no capture. `line` counts from 1. No part of the text is repeated. */
export interface CaptureFailure {
  readonly code: 'TOO_LARGE' | 'NOT_JSON' | 'NO_CAPTURE' | 'NEWER' | 'NO_INCIDENT'
  readonly line: number
  readonly remedy: string
}

/** Characters of a capture, its lines, and the characters of one. */
export const captureBounds = { characters: 64 * 1024 * 1024, lines: 250_000, line: 16 * 1024 * 1024 } as const

const FORMAT = 1
const MASK = '***'

/** Writes a capture as JSON Lines. Of a message that the contract does not know, only the type is written. */
export const captureText = (
  contract: Pick<Contract, 'protocol' | 'version' | 'messages'>,
  hash: string,
  incidents: readonly CaptureEntry[],
): string => {
  const { protocol, version } = contract
  const masked = withoutSecrets(contract)
  const lines = [
    { capture: FORMAT, protocol, version, contract: hash },
    ...incidents.map((one) => (one.does === 'meets' ? one : { ...one, message: masked(one.message) })),
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Reads a capture. */
export const readCapture = (text: string): E.Either<CaptureFailure, Capture> => {
  if (text.length > captureBounds.characters) return failure('TOO_LARGE', 1)
  const lines = text.split('\n', captureBounds.lines + 2)
  if (lines.at(-1) === '') lines.pop()
  if (lines.length > captureBounds.lines) return failure('TOO_LARGE', lines.length)
  const long = lines.findIndex(({ length }) => length > captureBounds.line)
  if (long >= 0) return failure('TOO_LARGE', long + 1)
  const [first = '', ...others] = lines
  const opening = parsed(first)
  if (E.isLeft(opening)) return failure('NOT_JSON', 1)
  const format = Format.decode(opening.right)
  if (E.isRight(format) && format.right.capture > FORMAT) return failure('NEWER', 1)
  const header = Header.decode(opening.right)
  if (E.isLeft(header)) return failure('NO_CAPTURE', 1)
  const incidents: CaptureEntry[] = []
  for (const [index, line] of others.entries()) {
    const json = parsed(line)
    if (E.isLeft(json)) return failure('NOT_JSON', index + 2)
    const incident = IncidentLine.decode(json.right)
    if (E.isLeft(incident)) return failure('NO_INCIDENT', index + 2)
    incidents.push(incident.right)
  }
  const { protocol, version, contract } = header.right
  return E.right({ protocol, version, contract, incidents })
}

const withoutSecrets = ({ messages }: Pick<Contract, 'messages'>) => {
  const fields = new Map(messages.map(({ name, fields }) => [name, fields]))
  return (message: CapturedMessage): CapturedMessage => {
    const shown: Record<string, string | number | boolean> = {}
    for (const { name, secret } of fields.get(message.type) ?? []) {
      const value = message[name]
      if (value !== undefined) shown[name] = secret ? MASK : value
    }
    return { type: message.type, ...shown }
  }
}

const parsed = (line: string): E.Either<unknown, unknown> => E.tryCatch(() => JSON.parse(line), E.toError)

const remedies: Readonly<Record<CaptureFailure['code'], string>> = {
  TOO_LARGE: `A capture has at most ${captureBounds.lines} lines of at most ${captureBounds.line} characters; record a shorter conversation.`,
  NOT_JSON: 'Each line of a capture is one JSON object; record it again, or mend the line.',
  NO_CAPTURE:
    'The first line names the format, the protocol, its version and the contract hash; record it again.',
  NEWER: 'It was recorded by a newer version of this program; use that version.',
  NO_INCIDENT: 'Each line after the first says what one side said, heard or met, and when; record it again.',
}

const failure = (code: CaptureFailure['code'], line: number): E.Either<CaptureFailure, never> =>
  E.left({ code, line, remedy: remedies[code] })

const text = (name: string, pattern: RegExp): t.Type<string> =>
  t.refinement(t.string, (value) => pattern.test(value), name)

const whole = (name: string, max: number): t.Type<number> =>
  t.refinement(t.number, (value) => Number.isSafeInteger(value) && value >= 0 && value <= max, name)

/** An object of these keys and no others: what io-ts would drop in silence is refused. */
const only = <P extends t.Props>(props: P): t.Type<t.TypeOfProps<P>, unknown> =>
  t.refinement(t.type(props), (value) => Object.keys(value).every((key) => Object.hasOwn(props, key)))

const identifier = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/
const Uint32 = whole('uint32', 4_294_967_295)
const At = whole('milliseconds', Number.MAX_SAFE_INTEGER)
const Who = t.keyof({ client: null, server: null })
const Format = t.type({ capture: whole('format', 65_535) })

const Header = only({
  capture: t.literal(FORMAT),
  protocol: text('protocol', identifier),
  version: Uint32,
  contract: text('contract hash', /^[0-9a-f]{16}$/),
})

const MAX_FIELDS = 64

const CapturedMessage: t.Type<CapturedMessage, unknown> = t.refinement(
  t.intersection([t.type({ type: t.string }), t.record(t.string, t.union([t.string, t.number, t.boolean]))]),
  (message) =>
    identifier.test(message.type) &&
    Object.keys(message).length <= MAX_FIELDS &&
    Object.keys(message).every((key) => identifier.test(key)),
  'message',
)

const IncidentLine: t.Type<CaptureEntry, unknown> = t.union([
  only({
    at: At,
    side: Who,
    does: t.keyof({ says: null, hears: null }),
    message: CapturedMessage,
    id: Uint32,
    re: Uint32,
  }),
  only({
    at: At,
    side: Who,
    does: t.literal('meets'),
    event: t.keyof({ lost: null, deadline: null, cut: null }),
  }),
])
