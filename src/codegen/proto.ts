import type { Contract, Field, Message, NamedType, Reserved, Value } from '../contract/contract.ts'
import { boundsOf, boundsOfField } from './bounds.ts'
import type { Member } from './fields.ts'
import { aboutMessage } from './messages.ts'
import type { Origin } from './options.ts'
import { ownMessages, ownTypes, usedOfBase } from './own.ts'
import { fileOf, mark, prose } from './source.ts'

/** `DenialReason` as `DENIAL_REASON`: values of a proto3 enum share the scope of their enum. */
const prefixOf = (name: string): string =>
  name.replace(/(?<=[a-z])(?=[A-Z])|(?<!^)(?=[A-Z][a-z])/g, '_').toUpperCase()

/** `retryAfterMs` as `retry_after_ms`, whose name in JSON is `retryAfterMs` again, whatever the name. */
const snakeOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const comment = (text: string, indent = ''): string => `${indent}// ${prose(text)}`

/** Numbers as Protobuf lists them, what follows each other as one range: `3, 5 to 7`. */
const ranges = (numbers: readonly number[]): string => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const firsts = sorted.filter((number, index) => sorted[index - 1] !== number - 1)
  const lasts = sorted.filter((number, index) => sorted[index + 1] !== number + 1)
  return firsts
    .map((first, index) => (first === lasts[index] ? first : `${first} to ${lasts[index]}`))
    .join(', ')
}

const enumLines = ({ name, about, value, reserved }: NamedType): readonly string[] => {
  if (value.base !== 'enum') return []
  const prefix = prefixOf(name)
  return [
    '',
    comment(value.open ? `${about} Values of later versions are taken, too.` : about),
    `enum ${name} {`,
    ...reservedNumbers(reserved?.numbers ?? []),
    ...reservedNames((reserved?.names ?? []).map((value) => `${prefix}_${value}`)),
    '  // Never sent.',
    `  ${prefix}_UNSPECIFIED = 0;`,
    ...[...value.values]
      .sort((a, b) => a.number - b.number)
      .flatMap((value) => [comment(value.about, '  '), `  ${prefix}_${value.name} = ${value.number};`]),
    '}',
  ]
}

/** The package of a contract: a name that says the version, too. */
const packageOf = (contract: Contract): string => `${stemOf(contract)}.v${contract.version}`

/** The scalars that Protobuf has under other names; numbers with a sign are always zigzag. */
const scalarTypes: { readonly [base in Value['base']]?: string } = {
  int32: 'sint32',
  int64: 'sint64',
  bigInt64: 'sint64',
  bigUint64: 'uint64',
}

/** The types that a .proto has a definition of; the others are scalars. */
const isDefined = ({ value: { base } }: NamedType): boolean =>
  base === 'enum' || base === 'record' || base === 'union'

const typeOf = (contract: Contract, { value, type }: Member): string => {
  if (value === null) return 'NoValue'
  const named = contract.types.find(({ name }) => name === type)
  if (named === undefined || !isDefined(named)) return scalarTypes[value.base] ?? value.base
  return named.ofBase && contract.base !== null ? `${packageOf(contract.base)}.${named.name}` : named.name
}

const labelOf = ({ list, optional }: Field): string => {
  if (list !== null) return 'repeated '
  return optional ? 'optional ' : ''
}

const fieldLines = (contract: Contract, field: Field): readonly string[] => [
  comment(`${field.about} ${boundsOfField(field)}`, '  '),
  `  ${labelOf(field)}${typeOf(contract, field)} ${snakeOf(field.name)} = ${field.tag}${field.deprecated === null ? '' : ' [deprecated = true]'};`,
]

const reservedNumbers = (numbers: readonly number[]): readonly string[] =>
  numbers.length === 0 ? [] : [`  reserved ${ranges(numbers)};`]

const reservedNames = (names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`  reserved ${names.map((name) => `"${name}"`).join(', ')};`]

/** A message of some name with some lines in it. */
const block = (about: string, name: string, lines: readonly string[]): readonly string[] => [
  '',
  comment(about),
  ...(lines.length === 0 ? [`message ${name} {}`] : [`message ${name} {`, ...lines, '}']),
]

const reservedLines = ({ tags, names }: Reserved): readonly string[] => [
  ...reservedNumbers(tags),
  ...reservedNames(names.map(snakeOf)),
]

const messageLines = (contract: Contract, message: Message): readonly string[] =>
  block(aboutMessage(message), message.name, [
    ...(message.deprecated === null ? [] : ['  option deprecated = true;']),
    ...(message.reserved === undefined ? [] : reservedLines(message.reserved)),
    ...message.fields.flatMap((field) => fieldLines(contract, field)),
  ])

/** Records and unions are messages of their own; a union has one oneof. */
const typeLines = (contract: Contract, { name, about, value }: NamedType): readonly string[] => {
  if (value.base === 'record') {
    const fields = value.fields.flatMap((field) => fieldLines(contract, field))
    return block(about, name, [...reservedLines(value.reserved), ...fields])
  }
  if (value.base !== 'union') return []
  const isTaken = value.arms.some((arm) => arm.name === 'arm')
  return block(value.open ? `${about} Arms of later versions are taken, too.` : about, name, [
    ...reservedLines(value.reserved),
    ...(value.arms.some((arm) => arm.value === null)
      ? [comment('Of an arm that says all.', '  '), '  message NoValue {}']
      : []),
    `  oneof ${isTaken ? 'arm_1' : 'arm'} {`,
    ...value.arms.flatMap((arm) => [
      comment(`${arm.about} ${arm.value === null ? '' : boundsOf(arm.value)}`, '    '),
      `    ${typeOf(contract, arm)} ${snakeOf(arm.name)} = ${arm.tag};`,
    ]),
    '  }',
  ])
}

/** Protobuf reserves nothing outside a message. */
const goneLines = ({ reserved }: Contract): readonly string[] => {
  const { numbers = [], names = [] } = reserved ?? {}
  const told = [
    ...(numbers.length === 0 ? [] : [`numbers of messages ${ranges(numbers)}`]),
    ...(names.length === 0 ? [] : [`names ${names.join(', ')}`]),
  ]
  return told.length === 0 ? [] : [comment(`Removed, and not to be used again: ${told.join('; ')}.`)]
}

const stemOf = ({ protocol }: Contract): string => protocol.replaceAll('-', '_')

/** Where the .proto stands: in the folder that its package names, as Protobuf's tools look for it. */
export const protoFileOf = (contract: Contract): string =>
  `${stemOf(contract)}/v${contract.version}/${stemOf(contract)}.proto`

/** The base, where its .proto is imported: where a type of it is used. */
const importedBase = (contract: Contract): Contract | null =>
  usedOfBase(contract).some(isDefined) ? contract.base : null

const importLines = (contract: Contract): readonly string[] => {
  const base = importedBase(contract)
  return base === null ? [] : [`import "${protoFileOf(base)}";`, '']
}

/** The .proto of a contract, and that of its base where it is imported, by their places below one folder. */
export const generateProtoFiles = (contract: Contract, origin: Origin): ReadonlyMap<string, string> =>
  new Map(
    [contract, importedBase(contract)].flatMap((one) =>
      one === null ? [] : [[protoFileOf(one), generateProto(one, origin)] as const],
    ),
  )

/**
 * The messages as proto3, for other languages, in the style that `buf lint` asks for: fields in snake case, which are
 * the contract's names in JSON; a package with the version. Bounds stand in comments.
 */
export const generateProto = (contract: Contract, options: Origin): string => {
  const stem = stemOf(contract)
  return fileOf([
    `// ${mark(options)}`,
    '//',
    comment(contract.about),
    '// Bodies only: each follows a header that carries its length and its number. Receivers are stricter than proto3.',
    ...goneLines(contract),
    'syntax = "proto3";',
    '',
    `package ${packageOf(contract)};`,
    '',
    ...importLines(contract),
    `option go_package = "${stem}/v${contract.version};${stem.replaceAll('_', '')}v${contract.version}";`,
    ...ownTypes(contract).flatMap(enumLines),
    ...ownTypes(contract).flatMap((type) => typeLines(contract, type)),
    ...ownMessages(contract).flatMap((message) => messageLines(contract, message)),
  ])
}
