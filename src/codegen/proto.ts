import type { Contract, Field, Message, NamedType } from '../contract/contract.ts'
import { boundsOf } from './bounds.ts'
import { aboutMessage, sortedTypes } from './messages.ts'
import type { GenerateOptions } from './options.ts'
import { fileOf, mark, prose } from './source.ts'

/** `DenialReason` as `DENIAL_REASON`: values of a proto3 enum share the scope of their enum. */
const prefixOf = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()

const comment = (text: string, indent = ''): string => `${indent}// ${prose(text)}`

const enumLines = ({ name, about, scalar }: NamedType): readonly string[] => {
  if (scalar.base !== 'enum') return []
  const prefix = prefixOf(name)
  return [
    '',
    comment(about),
    `enum ${name} {`,
    '  // Never sent.',
    `  ${prefix}_UNSPECIFIED = 0;`,
    ...[...scalar.values]
      .sort((a, b) => a.number - b.number)
      .flatMap((value) => [comment(value.about, '  '), `  ${prefix}_${value.name} = ${value.number};`]),
    '}',
  ]
}

const typeOf = ({ scalar, type }: Field): string =>
  scalar.base === 'enum' && type !== null ? type : scalar.base

const fieldLines = (field: Field): readonly string[] => [
  comment(`${field.about} ${boundsOf(field.scalar)}`, '  '),
  `  ${field.optional ? 'optional ' : ''}${typeOf(field)} ${field.name} = ${field.tag};`,
]

const messageLines = (message: Message): readonly string[] => [
  '',
  comment(aboutMessage(message)),
  ...(message.fields.length === 0
    ? [`message ${message.name} {}`]
    : [`message ${message.name} {`, ...message.fields.flatMap(fieldLines), '}']),
]

const assertDistinctValues = (contract: Contract): void => {
  const seen = new Set<string>()
  for (const { name, scalar } of contract.types) {
    if (scalar.base !== 'enum') continue
    for (const value of ['UNSPECIFIED', ...scalar.values.map((v) => v.name)]) {
      const full = `${prefixOf(name)}_${value}`
      if (seen.has(full))
        throw new Error(`The contract cannot be generated from: two enums have the value ${full}.`)
      seen.add(full)
    }
  }
}

/** The messages as proto3, for other languages. Field names are the contract's; bounds stand in comments. */
export const generateProto = (contract: Contract, options: GenerateOptions): string => {
  assertDistinctValues(contract)
  return fileOf([
    `// ${mark(options)}`,
    '//',
    comment(contract.about),
    '// Bodies only: each follows a header that carries its length and its number. Receivers are stricter than proto3.',
    'syntax = "proto3";',
    '',
    `package ${contract.protocol.replaceAll('-', '_')};`,
    ...sortedTypes(contract).flatMap(enumLines),
    ...contract.messages.flatMap(messageLines),
  ])
}
