import type { Field, Value } from '../contract/contract.ts'
import { isPacked, maxPackedBytes } from '../contract/max-body-bytes.ts'
import { isRequired } from '../contract/required.ts'
import { type Member, methodOf, type Owner, packedTagOf, pathOf, rangeLiteral, tagOf } from './fields.ts'
import { typeOf, typeOfItem } from './messages.ts'
import { rulesOf } from './rules.ts'
import { indent, typed } from './source.ts'

/** A local variable: no name of a contract ends in an underscore, and no word of the language does. */
const local = (field: Field): string => `${field.name}_`

/** The variable that counts the bytes of a list's items. */
const sizeOf = (field: Field): string => `${field.name}_size`

/** The variable that holds which fields were seen: 31 of them each. */
export const seenWord = (index: number): string => `seen${index < 31 ? '' : Math.floor(index / 31)}`
const seenBit = (index: number): string => `0x${(1 << (index % 31)).toString(16)}`
const isSeen = (index: number): string => `(${seenWord(index)} & ${seenBit(index)}) !== 0`

const cast = ({ type }: Member): string => (type === null ? '' : typed(` as ${type}`))

/** The type of an item as code names it: numbers and bools are themselves, whatever they are called. */
const itemType = ({ type, value }: Field): string =>
  typeOfItem({ type: isPacked(value) && value.base !== 'enum' ? null : type, value })

/** The variables that the value of a field is gathered in. */
export const declaration = (field: Field): readonly string[] => {
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
export const reading = (owner: Owner, member: Member, value: Value): string => {
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
export const mayFail = ({ base }: Value): boolean => base === 'enum' || base === 'record' || base === 'union'

/** The statement that refuses a value that breaks the rules of its type. */
export const refusing = (owner: Owner, member: Member, read: string): readonly string[] => {
  const rules = rulesOf(owner, member)
  return rules === null ? [] : [`reader.refuse(brokenRule(${read}, ${rules}), ${pathOf(owner, member)})`]
}

/** The cases of a field in the switch over tags. */
export const cases = (owner: Owner, field: Field, index: number): readonly string[] => {
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

/** The statement that refuses a message without a field that must be there, or with too few items. */
export const missing = (owner: Owner, field: Field, index: number): readonly string[] => {
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

/** The statements that return the fields as an object, of which the optional ones may be absent. */
export const result = (
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
