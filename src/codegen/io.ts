import type { Contract, Field, Message, NamedType, Scalar } from '../contract/contract.ts'
import { kindOf, rangeLiteral } from './fields.ts'
import { baseImports, type GenerateOptions } from './options.ts'
import { ownMessages, ownTypes, qualified } from './own.ts'
import { rulesLiteral } from './rules.ts'
import { docComment, fileOf, literal, mark, numbersLiteral } from './source.ts'

/** An expression of the codec of a value; bytes are bytes. */
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

const typeLines = ({ name, about, secret, value }: NamedType): readonly string[] => [
  '',
  ...docComment(about),
  `export type ${name} = messages.${name}`,
  `export const ${name}: t.Type<messages.${name}, messages.${name}, unknown> = ${codecOf(name, value, secret, name)}`,
]

/** The codec of a value in JSON, from that of its values: bytes and big integers are text there. */
const jsonOf = (codec: string, value: Scalar, secret: boolean): string => {
  if (value.base === 'bytes') return `io.hexOf(${codec}, ${value.maxBytes}, ${secret})`
  const isBig = value.base === 'bigUint64' || value.base === 'bigInt64'
  return isBig ? `io.decimalOf(${codec}, ${secret})` : codec
}

const fieldLine = (contract: Contract, message: Message, field: Field): string => {
  const { value, secret } = field
  const codec = qualified(contract, field) ?? codecOf(`${message.name}.${field.name}`, value, secret, null)
  const type = jsonOf(codec, value, secret)
  return `    ${field.name}: { type: ${type}, optional: ${field.optional} },`
}

const hasSecret = ({ fields }: Message): boolean => fields.some((field) => field.secret)

const messageLines = (contract: Contract, message: Message): readonly string[] => {
  const { name, fields } = message
  const secret = hasSecret(message)
  const record =
    fields.length === 0
      ? ['  {},']
      : ['  {', ...fields.map((field) => fieldLine(contract, message, field)), '  },']
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
    ...ownTypes(contract).flatMap(typeLines),
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
