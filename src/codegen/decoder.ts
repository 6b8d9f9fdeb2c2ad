import type { Field, Message } from '../contract/contract.ts'
import { isRequired } from './bounds.ts'
import { methodOf, pathOf, rangeLiteral, tagOf } from './fields.ts'
import { typeOf } from './messages.ts'
import { rulesOf } from './rules.ts'
import { literal } from './source.ts'

/** A local variable: no name of a contract ends in an underscore, and no word of the language does. */
const local = (field: Field): string => `${field.name}_`

/** Which fields were seen, in words of 31 bits. */
const seenWord = (index: number): string => `seen${index < 31 ? '' : Math.floor(index / 31)}`
const seenBit = (index: number): string => `0x${(1 << (index % 31)).toString(16)}`
const isSeen = (index: number): string => `(${seenWord(index)} & ${seenBit(index)}) !== 0`

const cast = (field: Field): string => (field.type === null ? '' : ` as ${field.type}`)

const declaration = (field: Field): string => {
  switch (field.value.base) {
    case 'string':
      return `let ${local(field)} = ''${cast(field)}`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return `let ${local(field)} = 0`
    case 'bigUint64':
    case 'bigInt64':
      return `let ${local(field)} = 0n`
    case 'bool':
      return `let ${local(field)} = false`
    case 'bytes':
    case 'enum':
      return `let ${local(field)}: ${typeOf(field)} | null = null`
    default:
      return field.value satisfies never
  }
}

const reading = (message: Message, field: Field): readonly string[] => {
  const { value } = field
  const path = pathOf(message, field)
  const rules = rulesOf(message, field)
  switch (value.base) {
    case 'string':
    case 'bytes': {
      const read = `${local(field)} = reader.${value.base}(${value.minBytes}, ${value.maxBytes}, ${path})${cast(field)}`
      return rules === null ? [read] : [read, `reader.refuse(brokenRule(${local(field)}, ${rules}), ${path})`]
    }
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return [`${local(field)} = reader.${methodOf(value)}(${rangeLiteral(value)}, ${path})`]
    case 'bool':
      return [`${local(field)} = reader.bool(${path})`]
    case 'enum':
      return [`${local(field)} = read${field.type}(reader, ${path})`]
    default:
      return value satisfies never
  }
}

const mayBeNull = ({ value }: Field): boolean => value.base === 'bytes' || value.base === 'enum'

const missing = (message: Message, field: Field, index: number): readonly string[] => {
  if (field.optional || !isRequired(field.value)) return []
  const absent = mayBeNull(field)
    ? `${local(field)} === null`
    : `(${seenWord(index)} & ${seenBit(index)}) === 0`
  return [`  if (${absent}) return reader.fail('MISSING_FIELD', ${pathOf(message, field)})`]
}

const property = (field: Field): string => {
  const value =
    field.value.base === 'bytes' && !isRequired(field.value) ? ` ?? new Uint8Array(0)${cast(field)}` : ''
  return `    ${field.name}: ${local(field)}${value},`
}

const result = (message: Message): readonly string[] => {
  const always = message.fields.filter((field) => !field.optional)
  const object = [`    type: ${literal(message.name)},`, ...always.map(property), '  }']
  if (always.length === message.fields.length) return ['  return {', ...object]
  return [
    `  const message: Mutable<${message.name}> = {`,
    ...object,
    ...message.fields.flatMap((field, index) => {
      if (!field.optional) return []
      const present = mayBeNull(field) ? `${local(field)} !== null` : isSeen(index)
      return [`  if (${present}) message.${field.name} = ${local(field)}`]
    }),
    '  return message',
  ]
}

/** The decoder of a message: fields in any order, each once; unknown ones are passed over. */
export const decoderLines = (message: Message): readonly string[] => {
  const { name, fields } = message
  const words = [...new Set(fields.map((_, index) => seenWord(index)))]
  return [
    '',
    `/** Reads the body of ${name}; null: see \`reader.fault\`. */`,
    `export const decode${name} = (reader: Reader): ${name} | null => {`,
    ...fields.map((field) => `  ${declaration(field)}`),
    ...words.map((word) => `  let ${word} = 0`),
    '  while (reader.pos < reader.end) {',
    `    const tag = reader.tag(${literal(name)})`,
    '    switch (tag) {',
    ...fields.flatMap((field, index) => [
      `      case ${tagOf(field)}:`,
      `        if (${isSeen(index)}) return reader.fail('REPEATED_FIELD', ${pathOf(message, field)})`,
      `        ${seenWord(index)} |= ${seenBit(index)}`,
      ...reading(message, field).map((line) => `        ${line}`),
      '        break',
    ]),
    '      default:',
    '        switch (tag >>> 3) {',
    ...fields.flatMap((field) => [
      `          case ${field.tag}:`,
      `            return reader.wrongWireType(tag, ${pathOf(message, field)})`,
    ]),
    '          default:',
    `            reader.skip(tag, ${literal(name)})`,
    '        }',
    '    }',
    '  }',
    '  if (reader.fault !== null) return null',
    ...fields.flatMap((field, index) => missing(message, field, index)),
    ...result(message),
    '}',
  ]
}
