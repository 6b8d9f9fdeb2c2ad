import type { Field, Message, NamedType, RecordValue, UnionValue, Value } from '../contract/contract.ts'
import { isPacked, maxPackedBytes } from '../contract/max-body-bytes.ts'
import { isRequired } from '../contract/required.ts'
import { type Member, methodOf, type Owner, packedTagOf, pathOf, rangeLiteral, tagOf } from './fields.ts'
import { typeOf, typeOfItem } from './messages.ts'
import { rulesOf } from './rules.ts'
import { literal, typed } from './source.ts'

const indent = (lines: readonly string[], by = 1): readonly string[] =>
  lines.map((line) => `${'  '.repeat(by)}${line}`)

/** A local variable: no name of a contract ends in an underscore, and no word of the language does. */
const local = (field: Field): string => `${field.name}_`

/** How many bytes the items of a list have taken. */
const sizeOf = (field: Field): string => `${field.name}_size`

/** Which fields were seen, in words of 31 bits. */
const seenWord = (index: number): string => `seen${index < 31 ? '' : Math.floor(index / 31)}`
const seenBit = (index: number): string => `0x${(1 << (index % 31)).toString(16)}`
const isSeen = (index: number): string => `(${seenWord(index)} & ${seenBit(index)}) !== 0`

const cast = ({ type }: Member): string => (type === null ? '' : typed(` as ${type}`))

/** The type of an item as code names it: numbers and bools are themselves, whatever they are called. */
const itemType = ({ type, value }: Field): string =>
  typeOfItem({ type: isPacked(value) && value.base !== 'enum' ? null : type, value })

const declaration = (field: Field): readonly string[] => {
  if (field.list !== null) {
    const size = field.list.maxBytes === null ? [] : [`let ${sizeOf(field)} = 0`]
    return [`const ${local(field)}${typed(`: ${itemType(field)}[]`)} = []`, ...size]
  }
  switch (field.value.base) {
    case 'string':
      return [`let ${local(field)} = ''${cast(field)}`]
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return [`let ${local(field)} = 0`]
    case 'bigUint64':
    case 'bigInt64':
      return [`let ${local(field)} = 0n`]
    case 'bool':
      return [`let ${local(field)} = false`]
    case 'bytes':
    case 'enum':
    case 'record':
    case 'union':
      return [`let ${local(field)}${typed(`: ${typeOf(field)} | null`)} = null`]
    default:
      return field.value satisfies never
  }
}

/** An expression that reads one value, and null where that can be its fault. */
const reading = (owner: Owner, member: Member, value: Value): string => {
  const path = pathOf(owner, member)
  switch (value.base) {
    case 'string':
    case 'bytes':
      return `reader.${value.base}(${value.minBytes}, ${value.maxBytes}, ${path})${cast(member)}`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return `reader.${methodOf(value)}(${rangeLiteral(value)}, ${path})`
    case 'bool':
      return `reader.bool(${path})`
    case 'enum':
    case 'record':
    case 'union':
      return `read${member.type}(reader, ${path})`
    default:
      return value satisfies never
  }
}

/** Whether reading gives null where there is a fault. */
const mayFail = ({ base }: Value): boolean => base === 'enum' || base === 'record' || base === 'union'

const refusing = (owner: Owner, member: Member, read: string): readonly string[] => {
  const rules = rulesOf(owner, member)
  return rules === null ? [] : [`reader.refuse(brokenRule(${read}, ${rules}), ${pathOf(owner, member)})`]
}

/** The cases of a field in the switch over tags. */
const cases = (owner: Owner, field: Field, index: number): readonly string[] => {
  if (field.list !== null) return listCases(owner, field)
  return [
    `case ${tagOf(field)}:`,
    ...indent([
      `if (${isSeen(index)}) return reader.fail('REPEATED_FIELD', ${pathOf(owner, field)})`,
      `${seenWord(index)} |= ${seenBit(index)}`,
      `${local(field)} = ${reading(owner, field, field.value)}`,
      ...refusing(owner, field, local(field)),
      'break',
    ]),
  ]
}

/** A list is read item by item; where items may stand in one field, they are read both ways. */
const listCases = (owner: Owner, field: Field): readonly string[] => {
  const path = pathOf(owner, field)
  const { maxItems, maxBytes } = field.list ?? { maxItems: 0, maxBytes: null }
  const full = `if (${local(field)}.length === ${maxItems}) return reader.fail('OUT_OF_RANGE', ${path})`
  const read = reading(owner, field, field.value)
  const item = mayFail(field.value)
    ? [`const item = ${read}`, 'if (item === null) return null', `${local(field)}.push(item)`]
    : rulesOf(owner, field) === null
      ? [`${local(field)}.push(${read})`]
      : [`const item = ${read}`, ...refusing(owner, field, 'item'), `${local(field)}.push(item)`]
  const one = [
    `case ${tagOf(field)}: {`,
    ...indent([
      full,
      ...(maxBytes === null ? [] : ['const start = reader.pos']),
      ...item,
      ...(maxBytes === null
        ? []
        : [
            `${sizeOf(field)} += ${bytesOf(tagOf(field))} + reader.pos - start`,
            `if (${sizeOf(field)} > ${maxBytes}) return reader.fail('OUT_OF_RANGE', ${path})`,
          ]),
      'break',
    ]),
    '}',
  ]
  if (!isPacked(field.value)) return one
  return [
    ...one,
    `case ${packedTagOf(field)}: {`,
    ...indent([
      `const outer = reader.enter(${maxPackedBytes(field)}, ${path})`,
      'while (reader.pos < reader.end) {',
      ...indent([full, ...item]),
      '}',
      'reader.leave(outer)',
      'break',
    ]),
    '}',
  ]
}

/** The bytes that a tag takes on the wire. */
const bytesOf = (tag: number): number => (tag < 128 ? 1 : 1 + bytesOf(Math.floor(tag / 128)))

const mayBeNull = ({ value }: Field): boolean => value.base === 'bytes' || mayFail(value)

const missing = (owner: Owner, field: Field, index: number): readonly string[] => {
  const path = pathOf(owner, field)
  if (field.list !== null) {
    const length = `${local(field)}.length`
    if (field.list.minItems === 0) return []
    const reason = `${length} === 0 ? 'MISSING_FIELD' : 'OUT_OF_RANGE'`
    return [`if (${length} < ${field.list.minItems}) return reader.fail(${reason}, ${path})`]
  }
  if (field.optional || !isRequired(field.value)) return []
  const absent = mayBeNull(field)
    ? `${local(field)} === null`
    : `(${seenWord(index)} & ${seenBit(index)}) === 0`
  return [`if (${absent}) return reader.fail('MISSING_FIELD', ${path})`]
}

const property = (field: Field): string => {
  const isDefaulted = field.list === null && field.value.base === 'bytes' && !isRequired(field.value)
  return `${field.name}: ${local(field)}${isDefaulted ? ` ?? new Uint8Array(0)${cast(field)}` : ''},`
}

const result = (
  name: string,
  fields: readonly Field[],
  variable: string,
  first: readonly string[],
): readonly string[] => {
  const always = fields.filter((field) => !field.optional)
  const object = [...indent([...first, ...always.map(property)]), '}']
  if (always.length === fields.length) return ['return {', ...object]
  return [
    `const ${variable}${typed(`: Mutable<${name}>`)} = {`,
    ...object,
    ...fields.flatMap((field, index) => {
      if (!field.optional) return []
      const present = mayBeNull(field) ? `${local(field)} !== null` : isSeen(index)
      return [`if (${present}) ${variable}.${field.name} = ${local(field)}`]
    }),
    `return ${variable}`,
  ]
}

/** Reads fields in any order, each once; unknown ones are passed over. */
const loop = (
  name: string,
  members: readonly Member[],
  known: readonly string[],
  unknown: readonly string[] = [],
) => [
  'while (reader.pos < reader.end) {',
  ...indent([
    `const tag = reader.tag(${literal(name)})`,
    'switch (tag) {',
    ...indent([
      ...known,
      'default:',
      ...indent([
        'switch (tag >>> 3) {',
        ...indent([
          ...members.flatMap((member) => [
            `case ${member.tag}:`,
            `  return reader.wrongWireType(tag, ${pathOf({ name }, member)})`,
          ]),
          'default:',
          ...indent([...unknown, `reader.skip(tag, ${literal(name)})`]),
        ]),
        '}',
      ]),
    ]),
    '}',
  ]),
  '}',
  'if (reader.fault !== null) return null',
]

const fieldsLines = (name: string, fields: readonly Field[]): readonly string[] => {
  const single = fields.flatMap((field, index) => (field.list === null ? [seenWord(index)] : []))
  return [
    ...fields.flatMap(declaration),
    ...[...new Set(single)].map((word) => `let ${word} = 0`),
    ...loop(
      name,
      fields,
      fields.flatMap((field, index) => cases({ name }, field, index)),
    ),
    ...fields.flatMap((field, index) => missing({ name }, field, index)),
  ]
}

/** The decoder of a message. */
export const decoderLines = ({ name, fields }: Message): readonly string[] => [
  '',
  `/** Reads the body of ${name}; null: see \`reader.fault\`. */`,
  `export const decode${name} = (reader${typed(': Reader')})${typed(`: ${name} | null`)} => {`,
  ...indent([...fieldsLines(name, fields), ...result(name, fields, 'message', [`type: ${literal(name)},`])]),
  '}',
]

/** Functions that read values of a record or union, with the length before them. */
export const readerLines = ({ name, value }: NamedType): readonly string[] => {
  if (value.base !== 'record' && value.base !== 'union') return []
  return [
    '',
    `const read${name} = (reader${typed(': Reader')}, path${typed(': string')})${typed(`: ${name} | null`)} => {`,
    ...indent([
      // Fields of later versions make it longer, unless it is bounded.
      `const outer = reader.enter(${(value.base === 'record' && value.maxBytes) || 0xffffffff}, path)`,
      ...(value.base === 'record' ? recordLines(name, value) : unionLines(name, value)),
    ]),
    '}',
  ]
}

const recordLines = (name: string, { fields }: RecordValue): readonly string[] => [
  ...fieldsLines(name, fields),
  'reader.leave(outer)',
  ...result(name, fields, 'record', []),
]

// The first arm counts; a second one is refused. An arm of a later version counts where there is no other.
const unionLines = (name: string, { open, arms }: UnionValue): readonly string[] => [
  `let union${typed(`: ${name} | null`)} = null`,
  ...(open ? ['let unknown = 0'] : []),
  ...loop(
    name,
    arms,
    arms.flatMap((arm) => {
      const path = pathOf({ name }, arm)
      return [
        `case ${tagOf(arm)}: {`,
        ...indent([
          `if (union !== null) return reader.fail('REPEATED_FIELD', ${path})`,
          ...(arm.value === null
            ? [`reader.empty(${path})`, `union = { case: ${literal(arm.name)} }`]
            : [
                `const value = ${reading({ name }, arm, arm.value)}`,
                ...(mayFail(arm.value) ? ['if (value === null) return null'] : []),
                ...refusing({ name }, arm, 'value'),
                `union = { case: ${literal(arm.name)}, value }`,
              ]),
          'break',
        ]),
        '}',
      ]
    }),
    open ? ['if (unknown === 0) unknown = tag >>> 3'] : [],
  ),
  'reader.leave(outer)',
  'if (union !== null) return union',
  ...(open ? [`if (unknown !== 0) return { case: 'unknown', tag: unknown }`] : []),
  `return reader.fail('MISSING_FIELD', path)`,
]
