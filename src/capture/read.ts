import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { aText } from '../arguments.ts'
import {
  type Capture,
  type CapturedMessage,
  type CapturedValue,
  type CaptureEntry,
  captureBounds,
  FORMAT,
} from './capture.ts'

/** Why a text is no capture. `line` counts from 1. No part of the text is repeated. */
export interface CaptureFailure {
  readonly code: 'TOO_LARGE' | 'NOT_JSON' | 'NO_CAPTURE' | 'NEWER' | 'NO_INCIDENT'
  readonly line: number
  readonly remedy: string
}

/** Reads a capture. */
export const readCapture = (text: string): E.Either<CaptureFailure, Capture> => {
  aText('text', text)
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

const parsed = (line: string): E.Either<unknown, unknown> => E.tryCatch(() => JSON.parse(line), E.toError)

const remedies: Readonly<Record<CaptureFailure['code'], string>> = {
  TOO_LARGE: `A capture has at most ${captureBounds.lines} lines of at most ${captureBounds.line} characters; record a shorter conversation.`,
  NOT_JSON: 'Each line of a capture is one JSON object; record it again, or mend the line.',
  NO_CAPTURE:
    'The first line names the format, the protocol, its version and the contract hash; record it again.',
  NEWER: 'It was recorded by a newer version of this program; use that version.',
  NO_INCIDENT:
    'Each line after the first says what one side said, heard or met, and when, or how much was left out; record it again.',
}

const failure = (code: CaptureFailure['code'], line: number): E.Either<CaptureFailure, never> =>
  E.left({ code, line, remedy: remedies[code] })

const text = (name: string, pattern: RegExp): t.Type<string> =>
  t.refinement(t.string, (value) => pattern.test(value), name)

const whole = (name: string, max: number): t.Type<number> =>
  t.refinement(t.number, (value) => Number.isSafeInteger(value) && value >= 0 && value <= max, name)

/** An object of these keys, perhaps of those, and of no others: what io-ts would drop in silence is refused. */
const only = <P extends t.Props, O extends t.Props>(
  props: P,
  optional: O,
): t.Type<t.TypeOfProps<P> & t.TypeOfPartialProps<O>, unknown> =>
  // The refinement checks what may be there: an intersection, which the types could follow, takes ten times as long.
  t.refinement(t.type(props), (value) =>
    Object.entries(value).every(
      ([key, given]) =>
        Object.hasOwn(props, key) || (Object.hasOwn(optional, key) && optional[key]?.is(given) === true),
    ),
  ) as t.Mixed as t.Type<t.TypeOfProps<P> & t.TypeOfPartialProps<O>, unknown>

const identifier = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/
const Uint32 = whole('uint32', 4_294_967_295)
const Safe = whole('whole number', Number.MAX_SAFE_INTEGER)
const Who = t.keyof({ client: null, server: null })
const Format = t.type({ capture: whole('format', 65_535) })

const Header = only(
  {
    capture: t.literal(FORMAT),
    protocol: text('protocol', identifier),
    version: Uint32,
    contract: text('contract hash', /^[0-9a-f]{16}$/),
  },
  {},
)

const MAX_FIELDS = 64

/** Records and unions stand in one another at most 8 deep; each is at most three levels of JSON: list, `value`, fields. */
const MAX_DEPTH = 32

const isCapturedValue = (value: unknown, depth: number): value is CapturedValue => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      // A number that is too large for one is read as infinite.
      return Number.isFinite(value)
    case 'object':
      if (value === null || depth === 0) return false
      return Array.isArray(value)
        ? value.every((item) => isCapturedValue(item, depth - 1))
        : areCapturedFields(value, depth)
    default:
      return false
  }
}

const areCapturedFields = (value: object, depth: number): boolean => {
  const fields = Object.entries(value)
  return (
    fields.length <= MAX_FIELDS &&
    fields.every(([key, each]) => identifier.test(key) && isCapturedValue(each, depth - 1))
  )
}

const MessageForm = new t.Type<CapturedMessage, CapturedMessage, unknown>(
  'message',
  (value): value is CapturedMessage => isCapturedMessage(value),
  (value, context) => (isCapturedMessage(value) ? t.success(value) : t.failure(value, context)),
  t.identity,
)

const isCapturedMessage = (value: unknown): value is CapturedMessage =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  areCapturedFields(value, MAX_DEPTH) &&
  'type' in value &&
  typeof value.type === 'string' &&
  identifier.test(value.type)

const IncidentLine: t.Type<CaptureEntry, unknown> = t.union([
  only(
    {
      at: Safe,
      side: Who,
      does: t.keyof({ says: null, hears: null }),
      message: MessageForm,
      id: Uint32,
      re: Uint32,
    },
    { omitted: Safe },
  ),
  only(
    {
      at: Safe,
      side: Who,
      does: t.literal('meets'),
      event: t.keyof({ lost: null, deadline: null, cut: null }),
    },
    {},
  ),
  only({ at: Safe, side: Who, does: t.literal('omits'), entries: Safe }, {}),
])
