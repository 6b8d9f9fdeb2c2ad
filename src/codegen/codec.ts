import type { Contract, Field, Message, Scalar } from '../contract/contract.ts'
import { isRequired } from './bounds.ts'
import { sortedTypes, typeOf } from './messages.ts'
import type { GenerateOptions } from './options.ts'
import { rulesLines, rulesOf } from './rules.ts'
import { fileOf, literal, mark } from './source.ts'

const wireTypeOf = ({ base }: Scalar): number => (base === 'string' || base === 'bytes' ? 2 : 0)

const tagOf = ({ tag, scalar }: Field): number => tag * 8 + wireTypeOf(scalar)

/** A local variable: no name of a contract ends in an underscore, and no word of the language does. */
const local = (field: Field): string => `${field.name}_`

const pathOf = (message: Message, field: Field): string => literal(`${message.name}.${field.name}`)

/** Which fields were seen, in words of 31 bits. */
const seenWord = (index: number): string => `seen${index < 31 ? '' : Math.floor(index / 31)}`
const seenBit = (index: number): string => `0x${(1 << (index % 31)).toString(16)}`
const isSeen = (index: number): string => `(${seenWord(index)} & ${seenBit(index)}) !== 0`

const cast = (field: Field): string => (field.type === null ? '' : ` as ${field.type}`)

const declaration = (field: Field): string => {
  switch (field.scalar.base) {
    case 'string':
      return `let ${local(field)} = ''${cast(field)}`
    case 'uint32':
    case 'uint64':
      return `let ${local(field)} = 0`
    case 'bool':
      return `let ${local(field)} = false`
    case 'bytes':
    case 'enum':
      return `let ${local(field)}: ${typeOf(field)} | null = null`
    default:
      return field.scalar satisfies never
  }
}

const reading = (message: Message, field: Field): readonly string[] => {
  const { scalar } = field
  const path = pathOf(message, field)
  const rules = rulesOf(message, field)
  switch (scalar.base) {
    case 'string':
    case 'bytes': {
      const read = `${local(field)} = reader.${scalar.base}(${scalar.minBytes}, ${scalar.maxBytes}, ${path})${cast(field)}`
      return rules === null ? [read] : [read, `reader.refuse(brokenRule(${local(field)}, ${rules}), ${path})`]
    }
    case 'uint32':
    case 'uint64':
      return [`${local(field)} = reader.uint(${scalar.min}, ${scalar.max}, ${path})`]
    case 'bool':
      return [`${local(field)} = reader.bool(${path})`]
    case 'enum':
      return [`${local(field)} = read${field.type}(reader, ${path})`]
    default:
      return scalar satisfies never
  }
}

const mayBeNull = ({ scalar }: Field): boolean => scalar.base === 'bytes' || scalar.base === 'enum'

const missing = (message: Message, field: Field, index: number): readonly string[] => {
  if (field.optional || !isRequired(field.scalar)) return []
  const absent = mayBeNull(field)
    ? `${local(field)} === null`
    : `(${seenWord(index)} & ${seenBit(index)}) === 0`
  return [`  if (${absent}) return reader.fail('MISSING_FIELD', ${pathOf(message, field)})`]
}

const property = (field: Field): string => {
  const value =
    field.scalar.base === 'bytes' && !isRequired(field.scalar) ? ` ?? new Uint8Array(0)${cast(field)}` : ''
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

const decoderLines = (message: Message): readonly string[] => {
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

/** When a field is written: a present optional one always, another one unless it holds the default. */
const condition = ({ name, optional, scalar }: Field): string | null => {
  if (optional) return `message.${name} !== undefined`
  if (isRequired(scalar)) return null
  switch (scalar.base) {
    case 'string':
      return `message.${name} !== ''`
    case 'bytes':
      return `!(message.${name} instanceof Uint8Array && message.${name}.length === 0)`
    case 'uint32':
    case 'uint64':
      return `message.${name} !== 0`
    case 'bool':
      return `message.${name} !== false`
    case 'enum':
      return null
    default:
      return scalar satisfies never
  }
}

const writing = (message: Message, field: Field): readonly string[] => {
  const { name, scalar } = field
  const value = `message.${name}`
  const path = pathOf(message, field)
  const rules = rulesOf(message, field)
  switch (scalar.base) {
    case 'string':
    case 'bytes': {
      const bounds = `${scalar.minBytes}, ${scalar.maxBytes}`
      const write = `writer.${scalar.base}(${tagOf(field)}, ${value}, ${bounds}, ${path})`
      if (rules === null) return [write]
      return [write, `if (writer.fault === null) writer.refuse(brokenRule(${value}, ${rules}), ${path})`]
    }
    case 'uint32':
    case 'uint64':
      return [`writer.uint(${tagOf(field)}, ${value}, ${scalar.min}, ${scalar.max}, ${path})`]
    case 'bool':
      return [`writer.bool(${tagOf(field)}, ${value}, ${path})`]
    case 'enum':
      return [`writer.uint(${tagOf(field)}, numberOf${field.type}(${value}), 1, ${0x7fffffff}, ${path})`]
    default:
      return scalar satisfies never
  }
}

const encoderLines = (message: Message): readonly string[] => [
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

const enumLines = (contract: Contract): readonly string[] =>
  sortedTypes(contract).flatMap(({ name, scalar }) => {
    if (scalar.base !== 'enum') return []
    return [
      '',
      `const numberOf${name} = (name: ${name}): number => {`,
      '  switch (name) {',
      ...scalar.values.flatMap((value) => [
        `    case ${literal(value.name)}:`,
        `      return ${value.number}`,
      ]),
      '    default:',
      '      return 0',
      '  }',
      '}',
      '',
      `const read${name} = (reader: Reader, path: string): ${name} | null => {`,
      '  switch (reader.varint(path)) {',
      ...scalar.values.flatMap((value) => [
        `    case ${value.number}:`,
        `      return ${literal(value.name)}`,
      ]),
      '    default:',
      `      return reader.fail('OUT_OF_RANGE', path)`,
      '  }',
      '}',
    ]
  })

const bodyLines = ({ messages }: Contract): readonly string[] => [
  '',
  'const encodeMessage = (writer: Writer, message: Message): boolean => {',
  '  switch (message.type) {',
  // Conversation messages are the many; they are found first.
  ...[...messages.filter((m) => m.conversation), ...messages.filter((m) => !m.conversation)].flatMap(
    ({ name }) => [`    case ${literal(name)}:`, `      return encode${name}(writer, message)`],
  ),
  '    default:',
  `      return writer.fail('UNKNOWN_MESSAGE', '')`,
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
  `      return reader.fail('UNKNOWN_MESSAGE', '')`,
  '  }',
  '}',
]

const runtimeNames = (rules: readonly string[]): readonly string[] => [
  ...(rules.length > 0 ? ['brokenRule'] : []),
  'type Reader',
  ...(rules.some((line) => line.includes('wholly(')) ? ['wholly'] : []),
  'type Writer',
]

const messageImports = (contract: Contract): readonly string[] => {
  const used = new Set(
    contract.messages.flatMap(({ fields }) => fields.map((f) => needsType(f)).filter((t) => t !== null)),
  )
  for (const { name, scalar } of contract.types) if (scalar.base === 'enum') used.add(name)
  return ['Message', ...used, ...contract.messages.map((m) => m.name)].sort()
}

/** The type that a field's decoder names. */
const needsType = ({ type, scalar }: Field): string | null =>
  scalar.base === 'string' || scalar.base === 'bytes' || scalar.base === 'enum' ? type : null

/** The codec: straight-line code for each message, and the two switches over them. */
export const generateCodec = (contract: Contract, options: GenerateOptions): string => {
  const rules = rulesLines(contract)
  const optional = contract.messages.some(({ fields }) => fields.some((field) => field.optional))
  return fileOf([
    `// ${mark(options)}`,
    `import { ${runtimeNames(rules).join(', ')} } from ${literal(options.imports.runtime)}`,
    'import type {',
    ...messageImports(contract).map((name) => `  ${name},`),
    `} from './messages.ts'`,
    ...(optional ? ['', 'type Mutable<T> = { -readonly [K in keyof T]: T[K] }'] : []),
    ...rules,
    ...enumLines(contract),
    ...contract.messages.flatMap((message) => [...encoderLines(message), ...decoderLines(message)]),
    ...bodyLines(contract),
  ])
}
