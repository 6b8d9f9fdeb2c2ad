import type { Contract } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import type { WrittenContract } from '../model.ts'
import type { Path, Places } from '../places.ts'
import { PROTOCOL_NAME } from '../protocol-name.ts'
import { takenEnding, takenFieldNames, takenStateParts, takenTypeNames, takenValue } from './words.ts'

/** A kind of name: its pattern, and whether it means something else already. */
interface Kind {
  readonly word: string
  readonly shape: RegExp
  readonly isTaken: (name: string) => boolean
}

interface Named {
  readonly kind: Kind
  readonly name: string
  readonly path: Path
  /** The name as it becomes where names must differ. */
  readonly becomes: string
}

/**
 * That names are safe identifiers in everything that is generated, and stay apart there. Protobuf's keywords may be
 * used: a .proto tells a name from a keyword by its position.
 */
export const checkNames = (
  written: WrittenContract,
  base: Contract | null,
  places: Places,
): readonly Flaw[] => [
  ...(kinds.protocol.shape.test(written.protocol)
    ? []
    : [
        {
          place: places.ofValue(['protocol']),
          rule: 'NAME_SHAPE' as const,
          message: shapeMessage(kinds.protocol, written.protocol),
        },
      ]),
  ...namespaces(written, base).flatMap((namespace) => checkNamespace(namespace, places)),
  ...reserved(written).flatMap(([kind, names, path]) => checkReserved(kind, names, path, places)),
]

type Reserved = readonly [Kind, readonly string[] | undefined, Path]

const reserved = (written: WrittenContract): readonly Reserved[] => [
  [kinds.message, written.reserved?.names, ['reserved', 'names']],
  ...Object.entries(written.types ?? {}).map(
    ([name, type]): Reserved => [
      type.base === 'enum' ? kinds.value : kinds.member,
      type.reserved?.names,
      ['types', name, 'reserved', 'names'],
    ],
  ),
  ...Object.entries(written.messages).map(
    ([name, message]): Reserved => [
      kinds.field,
      message.reserved?.names,
      ['messages', name, 'reserved', 'names'],
    ],
  ),
]

const checkReserved = (
  kind: Kind,
  names: readonly string[] = [],
  path: Path,
  places: Places,
): readonly Flaw[] =>
  names.flatMap((name, index): readonly Flaw[] =>
    hasShape(kind, name)
      ? []
      : [{ place: places.ofValue([...path, index]), rule: 'NAME_SHAPE', message: shapeMessage(kind, name) }],
  )

/** Names that must differ from each other, and from what stands there already: what it becomes, and its name. */
interface Namespace {
  readonly names: readonly Named[]
  readonly taken: readonly (readonly [string, string])[]
}

const namespaces = (
  { types = {}, messages, states = {} }: WrittenContract,
  base: Contract | null,
): readonly Namespace[] => [
  {
    names: [...listed(kinds.type, types, ['types']), ...listed(kinds.message, messages, ['messages'])],
    taken: [...(base?.types ?? []), ...(base?.messages ?? [])].map(({ name }) => [
      plain(name),
      `${name} of the base`,
    ]),
  },
  ...Object.entries(messages).map(([name, { fields = {} }]) =>
    alone(listed(kinds.field, fields, ['messages', name, 'fields'])),
  ),
  ...Object.entries(types).flatMap(([name, { fields = {}, of = {} }]) => [
    alone(listed(kinds.member, fields, ['types', name, 'fields'])),
    alone(listed(kinds.arm, of, ['types', name, 'of'])),
  ]),
  // A .proto has the values of all enums in one scope, each with the name of its enum before it.
  {
    names: Object.entries(types).flatMap(([name, { values = {} }]) =>
      listed(kinds.value, values, ['types', name, 'values'], name),
    ),
    taken: Object.entries(types)
      .filter(([, { base }]) => base === 'enum')
      .map(([name]) => [plain(`${name}UNSPECIFIED`), `the UNSPECIFIED of ${name}`]),
  },
  alone(listed(kinds.state, states, ['states'])),
]

const alone = (names: readonly Named[]): Namespace => ({ names, taken: [] })

const listed = (kind: Kind, named: object, path: Path, before = ''): readonly Named[] =>
  Object.keys(named).map((name) => ({
    kind,
    name,
    path: [...path, name],
    becomes: plain(`${before}${name}`),
  }))

const plain = (name: string): string => name.toLowerCase().replace(/[_.]/g, '')

const checkNamespace = ({ names, taken }: Namespace, places: Places): readonly Flaw[] => {
  const seen = new Map(taken)
  return names.flatMap(({ kind, name, path, becomes }): readonly Flaw[] => {
    const place = places.ofKey(path)
    if (!hasShape(kind, name)) {
      return [{ place, rule: 'NAME_SHAPE', message: shapeMessage(kind, name) }]
    }
    if (kind.isTaken(name)) {
      return [{ place, rule: 'NAME_UNSAFE', message: `${quote(name)} is not free for a ${kind.word}.` }]
    }
    const other = seen.get(becomes)
    if (other !== undefined) {
      return [{ place, rule: 'NAME_COLLISION', message: `${quote(name)} meets ${quote(other)}.` }]
    }
    seen.set(becomes, name)
    return []
  })
}

const hasShape = (kind: Kind, name: string): boolean => name.length <= MAX_LENGTH && kind.shape.test(name)

const shapeMessage = (kind: Kind, name: string): string => `${quote(name)} is no name for a ${kind.word}.`

const MAX_LENGTH = 64
const camel = /^[a-z][A-Za-z0-9]*$/
const pascal = /^[A-Z][A-Za-z0-9]*$/
const isTakenType = (name: string): boolean => takenTypeNames.has(name) || takenEnding.test(name)

const kinds = {
  protocol: {
    word: 'protocol',
    shape: PROTOCOL_NAME,
    isTaken: () => false,
  },
  type: { word: 'type', shape: pascal, isTaken: isTakenType },
  message: { word: 'message', shape: pascal, isTaken: isTakenType },
  field: {
    word: 'field of a message',
    shape: camel,
    isTaken: (name) => name === 'type' || takenFieldNames.has(name),
  },
  member: { word: 'field', shape: camel, isTaken: (name) => takenFieldNames.has(name) },
  arm: { word: 'arm', shape: camel, isTaken: (name) => name === 'unknown' || takenFieldNames.has(name) },
  value: {
    word: 'value',
    shape: /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/,
    isTaken: (name) => takenValue.test(name),
  },
  state: {
    word: 'state',
    shape: /^[a-z][a-z0-9]*(?:\.[a-z][a-z0-9]*){0,7}$/,
    isTaken: (name) => name.split('.').some((part) => takenStateParts.has(part)),
  },
} as const satisfies { readonly [kind: string]: Kind }
