import type { Json } from './contract.ts'
import { closed, described, dictionary, leaf, leafOr, list, type Of, oneOf } from './shape.ts'
import { DURATION_PATTERN, SIZE_PATTERN } from './units.ts'

const isText = (value: unknown): value is string => typeof value === 'string'
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
const isTextLike = (pattern: string) => {
  const expression = new RegExp(pattern, 'u')
  return (value: unknown): value is string => isText(value) && expression.test(value)
}

const maxSafe = Number.MAX_SAFE_INTEGER
const integerSchema = { type: 'integer', minimum: -maxSafe, maximum: maxSafe }

const text = leaf('text', { type: 'string' }, isText)
const integer = leaf('a whole number', integerSchema, isInteger)
const number = leaf('a number', { type: 'number' }, (value): value is number => Number.isFinite(value))
const flag = leaf('true or false', { type: 'boolean' }, (value) => typeof value === 'boolean')
const about = described(
  leaf('a sentence', { type: 'string', pattern: '\\S' }, isTextLike('\\S'), 'ABOUT_REQUIRED'),
  'What it is for, in a sentence. Required everywhere.',
)
const version = leaf(
  'a version from 1 to 4294967295',
  { type: 'integer', minimum: 1, maximum: 4294967295 },
  (value): value is number => isInteger(value) && value >= 1 && value <= 4294967295,
)
const duration = leaf(
  'a duration',
  { type: 'string', pattern: DURATION_PATTERN },
  isTextLike(DURATION_PATTERN),
  'DURATION_SYNTAX',
)
const size = leaf(
  'a size',
  { anyOf: [integerSchema, { type: 'string', pattern: SIZE_PATTERN }] },
  (value): value is number | string => isInteger(value) || isTextLike(SIZE_PATTERN)(value),
  'SIZE_SYNTAX',
)

const since = described(
  integer,
  'The version of the contract that brought it. 1 unless given; of a field, that of its message.',
)
const secret = described(flag, 'What no log, capture, picture or error may show.')
const bounds = {
  minBytes: described(size, 'The fewest bytes; UTF-8 where it is a string. 0 unless given.'),
  maxBytes: described(
    size,
    'The most bytes: 64, 1 KiB, 1 MiB; UTF-8 where it is a string, encoded where it is a record or list. Required of strings and bytes.',
  ),
  min: described(number, 'The smallest number. What the base holds unless given.'),
  max: described(number, 'The largest number. What the base holds unless given.'),
  big: described(
    flag,
    'Whether int64 or uint64 has all 64 bits, as a bigint; otherwise a number within ±(2^53 - 1).',
  ),
  rules: described(
    list('a list of rules', oneOf('nfc', 'printable', 'trimmed')),
    'What else the text must keep.',
  ),
  pattern: described(
    text,
    'What the whole text must match: characters and classes, each with a quantifier or none.',
  ),
}

const enumValue = closed('an enum value', { number: integer, about }, {})

const reserved = closed('what is reserved', {}, { tags: list('tags', integer), names: list('names', text) })

const tag = described(integer, 'Its number on the wire. Never used again once released.')
const typeName = described(
  text,
  'A type under types, or string, bytes, uint32, uint64, int32, int64, double or bool.',
)

const deprecated = described(
  leaf('a sentence', { type: 'string', pattern: '\\S' }, isTextLike('\\S')),
  'What to use instead, where it is no longer to be used.',
)

const names = list('a list of messages', text)
const answer = described(
  leafOr(
    names,
    closed(
      'a stream of answers',
      { each: described(names, 'Any number of these.'), end: described(names, 'Then one of these.') },
      {
        window: described(
          integer,
          'The most answers on their way before more are asked for. 64 unless given.',
        ),
      },
    ),
  ),
  'What answers it: one of these messages, or a stream of them.',
)

const example = described(
  leaf(
    'the fields of the message',
    { type: 'object' },
    (value): value is { readonly [field: string]: Json } =>
      typeof value === 'object' && value !== null && !Array.isArray(value),
  ),
  'Its fields as in JSON: bytes in hexadecimal digits, big integers in decimal ones, both quoted.',
)

const field = closed(
  'a field',
  { tag, about },
  {
    type: typeName,
    list: described(text, 'The type of each item of a list, instead of type.'),
    minItems: described(integer, 'The fewest items of a list. 0 unless given.'),
    maxItems: described(integer, 'The most items of a list. Required of lists.'),
    optional: described(flag, 'Whether it may be absent, which is then told from empty.'),
    secret,
    since,
    deprecated,
    ...bounds,
  },
)

const arm = closed('an arm', { tag, about }, { type: typeName, secret, since, ...bounds })

const namedType = closed(
  'a type',
  {
    base: oneOf(
      ...(['string', 'bytes', 'uint32', 'uint64', 'int32', 'int64', 'double', 'bool', 'enum'] as const),
      ...(['record', 'union'] as const),
    ),
    about,
  },
  {
    secret,
    ...bounds,
    values: described(dictionary('enum values', enumValue), 'The values of an enum, by name.'),
    fields: described(dictionary('fields', field), 'The fields of a record, by name.'),
    of: described(dictionary('arms', arm), 'The arms of a union, by name: it is exactly one of them.'),
    distinct: described(flag, 'Whether TypeScript tells its values from other text or bytes, by a brand.'),
    open: described(
      flag,
      'Whether an enum takes values of later versions, as UNKNOWN_7, or a union arms of these, as unknown.',
    ),
    reserved: described(
      closed(
        'what is reserved',
        {},
        { numbers: list('numbers', integer), tags: list('tags', integer), names: list('names', text) },
      ),
      'What was removed: numbers and names of enum values, tags and names of fields and arms.',
    ),
  },
)

const message = closed(
  'a message',
  {
    number: described(integer, '1 to 63 for control messages, 64 to 65535 for conversation messages.'),
    from: described(oneOf('client', 'server', 'both'), 'Who says it.'),
    about,
  },
  {
    since,
    conversation: described(flag, 'Whether it carries an id and is acknowledged. Its number says so, too.'),
    answer,
    deprecated,
    example,
    fields: dictionary('fields', field),
    reserved: described(
      reserved,
      'Tags and names of fields that were removed. They stand in the .proto, too.',
    ),
  },
)

const state = closed(
  'a state',
  { about },
  {
    turn: described(oneOf('client', 'server', 'both', 'nobody'), 'Who may speak. Required without a base.'),
    within: described(duration, 'The deadline: 500 ms, 10 s, 2 min, 1 h, 3 heartbeats.'),
    maxBody: described(
      size,
      'The largest body: a number of bytes, 1 KiB, 1 MiB. Computed for converse, and with inFlight, unless given.',
    ),
    inFlight: described(flag, 'Whether what was said before the last word was heard still arrives.'),
    says: described(
      dictionary('messages and the states that follow', text),
      'Message to the state that follows.',
    ),
  },
)

const anytime = leafOr(text, closed('a state for each side', { client: text, server: text }, {}))

/** A contract as it is written. */
export const writtenContract = closed(
  'a contract',
  {
    protocol: described(text, 'The name of the protocol, lower-case-with-dashes.'),
    version: described(version, 'The version of the protocol.'),
    about,
    messages: described(dictionary('at least one message', message, 1), 'The messages, by name.'),
  },
  {
    base: described(text, 'The contract that this one stands on, with its version: colloquy@1.'),
    speaks: described(version, 'The oldest version that is still spoken. The version unless given.'),
    states: described(
      dictionary('at least one state', state, 1),
      'The states; a conversation begins in the first. On a base, those in the place of converse.',
    ),
    types: described(dictionary('types', namedType), 'Types with a name and bounds.'),
    anytime: described(dictionary('messages', anytime), 'Messages legal in every open state.'),
    reserved: described(
      closed('what is reserved', {}, { numbers: list('numbers', integer), names: list('names', text) }),
      'Numbers of messages that were removed, and names of messages and types.',
    ),
  },
)

export type WrittenContract = Of<typeof writtenContract>
export type WrittenType = Of<typeof namedType>
export type WrittenMessage = Of<typeof message>
export type WrittenField = Of<typeof field>
export type WrittenArm = Of<typeof arm>
export type WrittenState = Of<typeof state>
