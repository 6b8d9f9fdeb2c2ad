import {
  type Contract,
  type EnumValue,
  MAX_ENUM_NUMBER,
  type Message,
  type NamedType,
} from '../contract/contract.ts'
import { decoderLines, readerLines } from './decoder.ts'
import { encoderLines, writerLines } from './encoder.ts'
import { baseImports, type GenerateOptions } from './options.ts'
import { ownMessages, usedTypes } from './own.ts'
import { rulesLines } from './rules.ts'
import { fileOf, literal, mark } from './source.ts'

/** The codec: straight-line code for each message, and the two switches over them. */
export const generateCodec = (contract: Contract, options: GenerateOptions): string => {
  const rules = rulesLines(contract)
  const types = usedTypes(contract).flatMap((type) => [
    ...enumLines(type),
    ...writerLines(type),
    ...readerLines(type),
  ])
  const messages = ownMessages(contract)
  const owners = [
    ...messages,
    ...usedTypes(contract).flatMap(({ value }) => (value.base === 'record' ? value : [])),
  ]
  const optional = owners.some(({ fields }) => fields.some((field) => field.optional))
  return fileOf([
    `// ${mark(options)}`,
    `import { ${runtimeNames([...rules, ...types]).join(', ')} } from ${literal(options.imports.runtime)}`,
    ...(contract.base === null ? [] : [`import * as base from ${literal(baseImports(options).codec)}`]),
    'import type {',
    ...messageImports(contract).map((name) => `  ${name},`),
    `} from './messages.ts'`,
    ...(optional ? ['', 'type Mutable<T> = { -readonly [K in keyof T]: T[K] }'] : []),
    ...rules,
    ...types,
    ...messages.flatMap((message) => [...encoderLines(message), ...decoderLines(message)]),
    ...bodyLines(messages, contract.base !== null),
  ])
}

const enumLines = ({ name, value }: NamedType): readonly string[] => {
  if (value.base !== 'enum') return []
  return value.open ? openLines(name, value.values) : closedLines(name, value.values)
}

const openLines = (name: string, values: readonly EnumValue[]): readonly string[] => [
  '',
  `const nameOf${name} = (number: number): ${name} | null => {`,
  '  switch (number) {',
  ...values.flatMap((value) => [`    case ${value.number}:`, `      return ${literal(value.name)}`]),
  '    default:',
  '      return null',
  '  }',
  '}',
  '',
  `const numberOf${name} = (name: ${name}): number => {`,
  '  switch (name) {',
  ...values.flatMap((value) => [`    case ${literal(value.name)}:`, `      return ${value.number}`]),
  '    default: {',
  '      const number = unknownNumber(name)',
  '      // A number that has a name is written by that name alone.',
  `      return nameOf${name}(number) === null ? number : 0`,
  '    }',
  '  }',
  '}',
  '',
  `const read${name} = (reader: Reader, path: string): ${name} | null => {`,
  `  const number = reader.uint(1, ${MAX_ENUM_NUMBER}, path)`,
  '  if (number === 0) return null',
  `  return nameOf${name}(number) ?? \`UNKNOWN_\${number}\``,
  '}',
]

const closedLines = (name: string, values: readonly EnumValue[]): readonly string[] => [
  '',
  `const numberOf${name} = (name: ${name}): number => {`,
  '  switch (name) {',
  ...values.flatMap((value) => [`    case ${literal(value.name)}:`, `      return ${value.number}`]),
  '    default:',
  '      return 0',
  '  }',
  '}',
  '',
  `const read${name} = (reader: Reader, path: string): ${name} | null => {`,
  '  switch (reader.varint(path)) {',
  ...values.flatMap((value) => [`    case ${value.number}:`, `      return ${literal(value.name)}`]),
  '    default:',
  `      return reader.fail('OUT_OF_RANGE', path)`,
  '  }',
  '}',
]

const bodyLines = (messages: readonly Message[], hasBase: boolean): readonly string[] => [
  '',
  'const encodeMessage = (writer: Writer, message: Message): boolean => {',
  '  switch (message.type) {',
  // Conversation messages are the many; they are found first.
  ...[...messages.filter((m) => m.conversation), ...messages.filter((m) => !m.conversation)].flatMap(
    ({ name }) => [`    case ${literal(name)}:`, `      return encode${name}(writer, message)`],
  ),
  '    default:',
  hasBase
    ? '      return base.encodeBody(writer, message)'
    : `      return writer.fail('UNKNOWN_MESSAGE', '')`,
  '  }',
  '}',
  '',
  '/** Writes the body of a message at `writer.pos`; false: nothing was written, see `writer.fault`. */',
  'export const encodeBody = (writer: Writer, message: Message): boolean => {',
  '  const { pos } = writer',
  '  writer.fault = null',
  '  if (encodeMessage(writer, message)) return true',
  '  writer.pos = pos',
  '  return false',
  '}',
  '',
  '/** Reads the body of the message with this number; null: see `reader.fault`. */',
  'export const decodeBody = (number: number, reader: Reader): Message | null => {',
  '  switch (number) {',
  ...messages.flatMap(({ name, number }) => [`    case ${number}:`, `      return decode${name}(reader)`]),
  '    default:',
  hasBase
    ? '      return base.decodeBody(number, reader)'
    : `      return reader.fail('UNKNOWN_MESSAGE', '')`,
  '  }',
  '}',
]

const runtimeNames = (lines: readonly string[]): readonly string[] => [
  ...(lines.some((line) => line.includes('_rules = ')) ? ['brokenRule'] : []),
  'type Reader',
  ...(lines.some((line) => line.includes('= unknownNumber(')) ? ['unknownNumber'] : []),
  ...(lines.some((line) => line.includes('wholly(')) ? ['wholly'] : []),
  'type Writer',
]

const messageImports = (contract: Contract): readonly string[] => {
  const messages = ownMessages(contract)
  const used = usedTypes(contract).filter(isNamed)
  return ['Message', ...used.map(({ name }) => name), ...messages.map(({ name }) => name)].sort()
}

/** Whether code names the type of a value: numbers and bools are themselves. */
const isNamed = ({ value }: NamedType): boolean => {
  const { base } = value
  return base === 'string' || base === 'bytes' || base === 'enum' || base === 'record' || base === 'union'
}
