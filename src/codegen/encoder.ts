import type { Field, Message } from '../contract/contract.ts'
import { isRequired } from './bounds.ts'
import { methodOf, pathOf, rangeLiteral, tagOf } from './fields.ts'
import { rulesOf } from './rules.ts'

/** When a field is written: a present optional one always, another one unless it holds the default. */
const condition = ({ name, optional, value }: Field): string | null => {
  if (optional) return `message.${name} !== undefined`
  if (isRequired(value)) return null
  switch (value.base) {
    case 'string':
      return `message.${name} !== ''`
    case 'bytes':
      return `!(message.${name} instanceof Uint8Array && message.${name}.length === 0)`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
      return `message.${name} !== 0`
    case 'double':
      // -0 is another value than the 0 that is left out.
      return `!Object.is(message.${name}, 0)`
    case 'bigUint64':
    case 'bigInt64':
      return `message.${name} !== 0n`
    case 'bool':
      return `message.${name} !== false`
    case 'enum':
      return null
    default:
      return value satisfies never
  }
}

const writing = (message: Message, field: Field): readonly string[] => {
  const { name, value } = field
  const said = `message.${name}`
  const path = pathOf(message, field)
  const rules = rulesOf(message, field)
  switch (value.base) {
    case 'string':
    case 'bytes': {
      const bounds = `${value.minBytes}, ${value.maxBytes}`
      const write = `writer.${value.base}(${tagOf(field)}, ${said}, ${bounds}, ${path})`
      if (rules === null) return [write]
      return [write, `if (writer.fault === null) writer.refuse(brokenRule(${said}, ${rules}), ${path})`]
    }
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return [`writer.${methodOf(value)}(${tagOf(field)}, ${said}, ${rangeLiteral(value)}, ${path})`]
    case 'bool':
      return [`writer.bool(${tagOf(field)}, ${said}, ${path})`]
    case 'enum':
      return [`writer.uint(${tagOf(field)}, numberOf${field.type}(${said}), 1, ${0x7fffffff}, ${path})`]
    default:
      return value satisfies never
  }
}

/** The encoder of a message: in the order of the tags, defaults left out. */
export const encoderLines = (message: Message): readonly string[] => [
  '',
  `/** Writes the body of ${message.name}; false: see \`writer.fault\`, which sticks until it is reset. */`,
  `export const encode${message.name} = (writer: Writer, ${message.fields.length === 0 ? '_' : ''}message: ${message.name}): boolean => {`,
  ...message.fields.flatMap((field) => {
    const when = condition(field)
    const lines = writing(message, field)
    if (when === null) return lines.map((line) => `  ${line}`)
    if (lines.length === 1) return [`  if (${when}) ${lines[0]}`]
    return [`  if (${when}) {`, ...lines.map((line) => `    ${line}`), '  }']
  }),
  '  return writer.fault === null',
  '}',
]
