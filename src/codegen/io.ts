import type {
  Contract,
  Field,
  Message,
  NamedType,
  RecordValue,
  Scalar,
  UnionValue,
  Value,
} from '../contract/contract.ts'
import { kindOf, type Owner, rangeLiteral } from './fields.ts'
import { baseImports, type GenerateOptions } from './options.ts'
import { ownMessages, ownTypes, qualified } from './own.ts'
import { rulesLiteral } from './rules.ts'
import { docComment, fileOf, literal, mark, numbersLiteral } from './source.ts'

/** An expression of the codec of a scalar; bytes are bytes. */
const codecOf = (name: string, value: Scalar, secret: boolean, type: string | null): string => {
  const generic = type === null ? '' : `<messages.${type}>`
  switch (value.base) {
    case 'string': {
      const rules =
        value.rules.length > 0 || value.pattern !== null ? rulesLiteral(value, 'io.wholly') : 'null'
      return `io.text${generic}(${literal(name)}, ${value.minBytes}, ${value.maxBytes}, ${rules}, ${secret})`
    }
    case 'bytes':
      return `io.bytes${generic}(${literal(name)}, ${value.minBytes}, ${value.maxBytes}, ${secret})`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return `io.${kindOf(value)}(${literal(name)}, ${rangeLiteral(value)}, ${secret})`
    case 'bool':
      return `io.bool(${literal(name)}, ${secret})`
    case 'enum': {
      if (value.open) return `io.openEnum${generic}(${literal(name)}, ${numbersLiteral(value)}, ${secret})`
      const names = value.values.map((value) => literal(value.name)).join(', ')
      return `io.oneOf${generic}(${literal(name)}, [${names}], ${secret})`
    }
    default:
      return value satisfies never
  }
}

const isScalar = (value: Value): value is Scalar => value.base !== 'record' && value.base !== 'union'

const typeLines = (contract: Contract, { name, about, secret, value }: NamedType): readonly string[] => {
  const json = isScalar(value) ? `messages.${name}` : `JsonOf<messages.${name}>`
  return [
    '',
    ...docComment(isScalar(value) ? about : `${about} In its JSON form.`),
    `export type ${name} = messages.${name}`,
    `export const ${name}: t.Type<messages.${name}, ${json}, unknown> = ${
      isScalar(value) ? codecOf(name, value, secret, name) : compositeOf(contract, name, value, secret)
    }`,
  ]
}

const compositeOf = (
  contract: Contract,
  name: string,
  value: RecordValue | UnionValue,
  secret: boolean,
): string => {
  const generic = `<messages.${name}>`
  if (value.base === 'record') {
    const fields = value.fields.map((field) => fieldLine(contract, { name }, field, '  '))
    return [`io.record${generic}(${literal(name)}, {`, ...fields, `}, ${secret})`].join('\n')
  }
  const arms = value.arms.map((arm) => {
    const codec = arm.value === null ? 'null' : jsonOf(contract, { name }, { ...arm, value: arm.value })
    return `  ${arm.name}: ${codec},`
  })
  return [`io.union${generic}(${literal(name)}, {`, ...arms, `}, ${value.open}, ${secret})`].join('\n')
}

type Typed = Pick<Field, 'name' | 'type' | 'value' | 'secret'>

/** The codec of a value in JSON: bytes and big integers are text there. */
const jsonOf = (contract: Contract, owner: Owner, { name, type, value, secret }: Typed): string => {
  const named = qualified(contract, { type })
  if (!isScalar(value)) return named ?? ''
  const codec = named ?? codecOf(`${owner.name}.${name}`, value, secret, null)
  if (value.base === 'bytes') return `io.hexOf(${codec}, ${value.maxBytes}, ${secret})`
  const isBig = value.base === 'bigUint64' || value.base === 'bigInt64'
  return isBig ? `io.decimalOf(${codec}, ${secret})` : codec
}

const fieldLine = (contract: Contract, owner: Owner, field: Field, indent: string): string => {
  const item = jsonOf(contract, owner, field)
  const { name, list, optional, secret } = field
  const path = literal(`${owner.name}.${name}`)
  const type =
    list === null ? item : `io.list(${path}, ${item}, ${list.minItems}, ${list.maxItems}, ${secret})`
  return `${indent}${name}: { type: ${type}, optional: ${optional} },`
}

const hasSecret = ({ fields }: Message): boolean => fields.some((field) => field.secret)

const messageLines = (contract: Contract, message: Message): readonly string[] => {
  const { name, fields } = message
  const secret = hasSecret(message)
  const record =
    fields.length === 0
      ? ['  {},']
      : ['  {', ...fields.map((field) => fieldLine(contract, message, field, '    ')), '  },']
  return [
    '',
    `/** The JSON form of ${name}. */`,
    `export const ${name}Json: t.Type<messages.${name}, JsonOf<messages.${name}>, unknown> = io.messageJson<messages.${name}>(`,
    `  ${literal(name)},`,
    ...record,
    `  ${secret},`,
    ')',
    '',
    `/** ${name} as the bytes of its body. */`,
    `export const ${name}Wire: t.Type<messages.${name}, Uint8Array, unknown> = io.wire(${name}Json, codec.encode${name}, codec.decode${name}, ${secret})`,
  ]
}

/** The io-ts codecs: of the named types, and of each message in its JSON form and as a body. */
export const generateIo = (contract: Contract, options: GenerateOptions): string =>
  fileOf([
    `// ${mark(options)}`,
    `import type * as t from 'io-ts'`,
    `import * as io from ${literal(options.imports.io)}`,
    `import type { JsonOf } from ${literal(options.imports.io)}`,
    ...(contract.base === null ? [] : [`import * as base from ${literal(baseImports(options).io)}`]),
    `import * as codec from './codec.ts'`,
    `import type * as messages from './messages.ts'`,
    ...ownTypes(contract).flatMap((type) => typeLines(contract, type)),
    ...ownMessages(contract).flatMap((message) => messageLines(contract, message)),
    '',
    '/** The JSON form of every message, told apart by `type`. */',
    'export const MessageJson: t.Type<messages.Message, JsonOf<messages.Message>, unknown> = io.unionJson<messages.Message>(',
    `  'Message',`,
    '  new Map<string, t.Mixed>([',
    ...contract.messages.map(
      ({ name, ofBase }) => `    [${literal(name)}, ${ofBase ? 'base.' : ''}${name}Json],`,
    ),
    '  ]),',
    `  ${contract.messages.some(hasSecret)},`,
    ')',
  ])
