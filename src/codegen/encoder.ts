import {
  type Field,
  MAX_ENUM_NUMBER,
  type Message,
  type NamedType,
  type Value,
} from '../contract/contract.ts'
import { isPacked, maxPackedBytes } from '../contract/max-body-bytes.ts'
import { isRequired } from '../contract/required.ts'
import { type Member, methodOf, type Owner, packedTagOf, pathOf, rangeLiteral, tagOf } from './fields.ts'
import { rulesOf } from './rules.ts'
import { indent, literal, typed } from './source.ts'

/** When a field is written: a present optional one always, another one unless it holds the default. */
const condition = ({ optional, value }: Field, given: string): string | null => {
  if (optional) return `${given} !== undefined`
  if (isRequired(value)) return null
  switch (value.base) {
    case 'string':
      return `${given} !== ''`
    case 'bytes':
      return `!(${given} instanceof Uint8Array && ${given}.length === 0)`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
      return `${given} !== 0`
    case 'double':
      // -0 is another value than the 0 that is left out.
      return `!Object.is(${given}, 0)`
    case 'bigUint64':
    case 'bigInt64':
      return `${given} !== 0n`
    case 'bool':
      return `${given} !== false`
    case 'enum':
    case 'record':
    case 'union':
      return null
    default:
      return value satisfies never
  }
}

/** Writes one value under a tag; 0 where items of a list stand in one field. */
const writing = (
  owner: Owner,
  member: Member,
  value: Value,
  tag: number,
  given: string,
): readonly string[] => {
  const path = pathOf(owner, member)
  const rules = rulesOf(owner, member)
  switch (value.base) {
    case 'string':
    case 'bytes': {
      const bounds = `${value.minBytes}, ${value.maxBytes}`
      const write = `writer.${value.base}(${tag}, ${given}, ${bounds}, ${path})`
      if (rules === null) return [write]
      return [write, `if (writer.fault === null) writer.refuse(brokenRule(${given}, ${rules}), ${path})`]
    }
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return [`writer.${methodOf(value)}(${tag}, ${given}, ${rangeLiteral(value)}, ${path})`]
    case 'bool':
      return [`writer.bool(${tag}, ${given}, ${path})`]
    case 'enum':
      return [`writer.uint(${tag}, numberOf${member.type}(${given}), 1, ${MAX_ENUM_NUMBER}, ${path})`]
    case 'record':
    case 'union':
      return [`write${member.type}(writer, ${tag}, ${given}, ${path})`]
    default:
      return value satisfies never
  }
}

/** Writes a list: numbers, bools and enums in one field, others in a field each. */
const listing = (owner: Owner, field: Field, given: string): readonly string[] => {
  const { value, list } = field
  if (list === null) return []
  const path = pathOf(owner, field)
  const holds = `writer.items(${given}, ${list.minItems}, ${list.maxItems}, ${path})`
  const each = (tag: number): readonly string[] => {
    const lines = writing(owner, field, value, tag, 'item')
    const loop = `for (const item of ${given})`
    return lines.length === 1 ? [`${loop} ${lines[0]}`] : [`${loop} {`, ...indent(lines), '}']
  }
  if (isPacked(value)) {
    const maxBytes = maxPackedBytes(field)
    return [
      `if (${holds} && ${given}.length > 0) {`,
      ...indent([
        `const start = writer.begin(${packedTagOf(field)}, ${maxBytes})`,
        ...each(0),
        `writer.end(start, ${maxBytes}, ${path})`,
      ]),
      '}',
    ]
  }
  if (list.maxBytes === null) return [`if (${holds}) {`, ...indent(each(tagOf(field))), '}']
  return [
    `if (${holds}) {`,
    ...indent([
      'const start = writer.pos',
      ...each(tagOf(field)),
      `writer.limit(start, ${list.maxBytes}, ${path})`,
    ]),
    '}',
  ]
}

const fieldLines = (owner: Owner, field: Field, variable: string): readonly string[] => {
  const given = `${variable}.${field.name}`
  if (field.list !== null) return listing(owner, field, given)
  const when = condition(field, given)
  const lines = writing(owner, field, field.value, tagOf(field), given)
  if (when === null) return lines
  if (lines.length === 1) return [`if (${when}) ${lines[0]}`]
  return [`if (${when}) {`, ...indent(lines), '}']
}

/** The encoder of a message: in the order of the tags, defaults left out. */
export const encoderLines = (message: Message): readonly string[] => [
  '',
  `/** Writes the body of ${message.name}; false: see \`writer.fault\`, which sticks until it is reset. */`,
  `export const encode${message.name} = (writer${typed(': Writer')}, ${message.fields.length === 0 ? '_' : ''}message${typed(`: ${message.name}`)})${typed(': boolean')} => {`,
  ...indent(message.fields.flatMap((field) => fieldLines(message, field, 'message'))),
  '  return writer.fault === null',
  '}',
]

/** Functions that write values of a record or union under a tag. */
export const writerLines = ({ name, value }: NamedType): readonly string[] => {
  if (value.base !== 'record' && value.base !== 'union') return []
  return [
    '',
    `const write${name} = (writer${typed(': Writer')}, tag${typed(': number')}, ${value.base}${typed(`: ${name}`)}, path${typed(': string')})${typed(': void')} => {`,
    `  if (!writer.isObject(${value.base}, path)) return`,
    `  const start = writer.begin(tag, ${value.size})`,
    ...indent(
      value.base === 'record'
        ? value.fields.flatMap((field) => fieldLines({ name }, field, 'record'))
        : [
            'switch (union.case) {',
            ...value.arms.flatMap((arm) => [
              `  case ${literal(arm.name)}:`,
              ...indent(indent(armLines({ name }, arm))),
              '    break',
            ]),
            '  default:',
            `    writer.fail('OUT_OF_RANGE', path)`,
            '}',
          ],
    ),
    `  writer.end(start, ${value.size}, path)`,
    '}',
  ]
}

const armLines = (owner: Owner, arm: Member): readonly string[] =>
  arm.value === null
    ? [`writer.empty(${tagOf(arm)})`]
    : writing(owner, arm, arm.value, tagOf(arm), 'union.value')
