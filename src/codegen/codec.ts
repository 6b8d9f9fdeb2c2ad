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
import { fileOf, literal, mark, typed } from './source.ts'

/** The codec as a module: straight-line code for each message, and the two switches over them. */
export const generateCodec = (contract: Contract, options: GenerateOptions): string => {
  const lines = codecLines(contract)
  const names = ['type Reader', 'type Writer', ...usedFunctions(lines)].sort(byName)
  return fileOf([
    `// ${mark(options)}`,
    `import { ${names.join(', ')} } from ${literal(options.imports.runtime)}`,
    ...(contract.base === null ? [] : [`import * as baseCodec from ${literal(baseImports(options).codec)}`]),
    'import type {',
    ...messageImports(contract).map((name) => `  ${name},`),
    `} from './messages.ts'`,
    ...lines,
  ])
}

/** The codec, without what it imports. */
export const codecLines = (contract: Contract): readonly string[] => {
  const messages = ownMessages(contract)
  const types = usedTypes(contract)
  const owners = [...messages, ...types.flatMap(({ value }) => (value.base === 'record' ? value : []))]
  const optional = owners.some(({ fields }) => fields.some((field) => field.optional))
  return [
    ...(optional ? [typed(''), typed('type Mutable<T> = { -readonly [K in keyof T]: T[K] }')] : []),
    ...rulesLines(contract),
    ...types.flatMap((type) => [...enumLines(type), ...writerLines(type), ...readerLines(type)]),
    ...messages.flatMap((message) => [...encoderLines(message), ...decoderLines(message)]),
    ...bodyLines(messages, contract.base !== null),
  ]
}

/** The functions of the run-time that a codec calls by their names. */
export const usedFunctions = (lines: readonly string[]): readonly string[] =>
  (['brokenRule', 'unknownNumber', 'wholly'] as const).filter((name) =>
    lines.some((line) => line.includes(`${name}(`)),
  )

const byName = (a: string, b: string): number => (bareName(a) < bareName(b) ? -1 : 1)

const bareName = (name: string): string => name.replace('type ', '').toLowerCase()

const enumLines = ({ name, value }: NamedType): readonly string[] => {
  if (value.base !== 'enum') return []
  return value.open ? openLines(name, value.values) : closedLines(name, value.values)
}

const openLines = (name: string, values: readonly EnumValue[]): readonly string[] => [
  '',
  `const nameOf${name} = (number${typed(': number')})${typed(`: ${name} | null`)} => {`,
  '  switch (number) {',
  ...values.flatMap((value) => [`    case ${value.number}:`, `      return ${literal(value.name)}`]),
  '    default:',
  '      return null',
  '  }',
  '}',
  '',
  `const numberOf${name} = (name${typed(`: ${name}`)})${typed(': number')} => {`,
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
  `const read${name} = (reader${typed(': Reader')}, path${typed(': string')})${typed(`: ${name} | null`)} => {`,
  `  const number = reader.uint(1, ${MAX_ENUM_NUMBER}, path)`,
  '  if (number === 0) return null',
  `  return nameOf${name}(number) ?? \`UNKNOWN_\${number}\``,
  '}',
]

const closedLines = (name: string, values: readonly EnumValue[]): readonly string[] => [
  '',
  `const numberOf${name} = (name${typed(`: ${name}`)})${typed(': number')} => {`,
  '  switch (name) {',
  ...values.flatMap((value) => [`    case ${literal(value.name)}:`, `      return ${value.number}`]),
  '    default:',
  '      return 0',
  '  }',
  '}',
  '',
  `const read${name} = (reader${typed(': Reader')}, path${typed(': string')})${typed(`: ${name} | null`)} => {`,
  '  switch (reader.varint(path)) {',
  ...values.flatMap((value) => [`    case ${value.number}:`, `      return ${literal(value.name)}`]),
  '    default:',
  `      return reader.fail('OUT_OF_RANGE', path)`,
  '  }',
  '}',
]

const bodyLines = (messages: readonly Message[], hasBase: boolean): readonly string[] => [
  '',
  `const encodeMessage = (writer${typed(': Writer')}, message${typed(': Message')})${typed(': boolean')} => {`,
  '  switch (message.type) {',
  // Conversation messages are the many; they are found first.
  ...[...messages.filter((m) => m.conversation), ...messages.filter((m) => !m.conversation)].flatMap(
    ({ name }) => [`    case ${literal(name)}:`, `      return encode${name}(writer, message)`],
  ),
  '    default:',
  hasBase
    ? '      return baseCodec.encodeBody(writer, message)'
    : `      return writer.fail('UNKNOWN_MESSAGE', '')`,
  '  }',
  '}',
  '',
  '/** Writes the body of a message at `writer.pos`; false: nothing was written, see `writer.fault`. */',
  `export const encodeBody = (writer${typed(': Writer')}, message${typed(': Message')})${typed(': boolean')} => {`,
  '  const { pos } = writer',
  '  writer.fault = null',
  '  if (encodeMessage(writer, message)) return true',
  '  writer.pos = pos',
  '  return false',
  '}',
  '',
  '/** Reads the body of the message with this number; null: see `reader.fault`. */',
  `export const decodeBody = (number${typed(': number')}, reader${typed(': Reader')})${typed(': Message | null')} => {`,
  '  switch (number) {',
  ...messages.flatMap(({ name, number }) => [`    case ${number}:`, `      return decode${name}(reader)`]),
  '    default:',
  hasBase
    ? '      return baseCodec.decodeBody(number, reader)'
    : `      return reader.fail('UNKNOWN_MESSAGE', '')`,
  '  }',
  '}',
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
