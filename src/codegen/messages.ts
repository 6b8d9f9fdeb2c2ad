import type { Contract, Field, Message, NamedType } from '../contract/contract.ts'
import { isSaidBy } from '../contract/turns.ts'
import { boundsOf } from './bounds.ts'
import { baseImports, type GenerateOptions } from './options.ts'
import { ownMessages, ownTypes, usedOfBase } from './own.ts'
import { docComment, fileOf, literal, mark, typeAlias } from './source.ts'

/** The TypeScript type of a field. */
export const typeOf = (field: Field): string => {
  switch (field.value.base) {
    case 'string':
      return field.type ?? 'string'
    case 'bytes':
      return field.type ?? 'Uint8Array'
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return field.type ?? 'number'
    case 'bigUint64':
    case 'bigInt64':
      return field.type ?? 'bigint'
    case 'bool':
      return field.type ?? 'boolean'
    case 'enum':
      return field.type ?? 'never'
    default:
      return field.value satisfies never
  }
}

const typeLines = ({ name, about, secret, distinct, value }: NamedType): readonly string[] => {
  const doc = docComment([about, boundsOf(value), secret ? 'Secret.' : ''].join(' '))
  switch (value.base) {
    case 'string':
      return [...doc, `export type ${name} = ${distinct ? `Brand<string, ${literal(name)}>` : 'string'}`]
    case 'bytes':
      return [
        ...doc,
        `export type ${name} = ${distinct ? `Brand<Uint8Array, ${literal(name)}>` : 'Uint8Array'}`,
      ]
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return [...doc, `export type ${name} = number`]
    case 'bigUint64':
    case 'bigInt64':
      return [...doc, `export type ${name} = bigint`]
    case 'bool':
      return [...doc, `export type ${name} = boolean`]
    case 'enum':
      return [
        ...doc,
        ...typeAlias(name, [
          ...value.values.map((value) => literal(value.name)),
          ...(value.open ? [`\`UNKNOWN_\${number}\``] : []),
        ]),
      ]
    default:
      return value satisfies never
  }
}

const direction = { client: 'Client to server', server: 'Server to client', both: 'Both ways' } as const

/** What a message is, in one paragraph. */
export const aboutMessage = (message: Message): string => {
  const kind = message.conversation ? ', a conversation message' : ''
  return `${message.about} ${direction[message.from]}, number ${message.number}${kind}, since version ${message.since}.`
}

const fieldLines = (field: Field, message: Message): readonly string[] => [
  ...docComment(
    [
      field.about,
      boundsOf(field.value),
      field.since > message.since ? `Since version ${field.since}.` : '',
    ].join(' '),
    '  ',
  ),
  `  readonly ${field.name}${field.optional ? '?' : ''}: ${typeOf(field)}`,
]

const interfaceLines = (message: Message): readonly string[] => [
  ...docComment(aboutMessage(message)),
  `export interface ${message.name} {`,
  `  readonly type: ${literal(message.name)}`,
  ...message.fields.flatMap((field) => fieldLines(field, message)),
  '}',
]

/** A union of the contract's own messages of a kind, and of those of the base. */
const union = (
  contract: Contract,
  name: string,
  about: string,
  holds: (message: Message) => boolean,
): readonly string[] => {
  const own = ownMessages(contract).filter(holds)
  const ofBase = contract.messages.some((message) => message.ofBase && holds(message))
  return [
    '',
    ...docComment(about),
    ...typeAlias(name, [...(ofBase ? [`base.${name}`] : []), ...own.map((message) => message.name)]),
  ]
}

const unions = (contract: Contract): readonly string[] => [
  ...union(contract, 'Message', 'Every message.', () => true),
  ...union(contract, 'ClientMessage', 'What the client may say.', (m) => isSaidBy(m, 'client')),
  ...union(contract, 'ServerMessage', 'What the server may say.', (m) => isSaidBy(m, 'server')),
  ...union(
    contract,
    'ConversationMessage',
    'What is numbered, acknowledged and answered.',
    (m) => m.conversation,
  ),
  ...union(
    contract,
    'ClientConversation',
    'The conversation messages of the client.',
    (m) => m.conversation && isSaidBy(m, 'client'),
  ),
  ...union(
    contract,
    'ServerConversation',
    'The conversation messages of the server.',
    (m) => m.conversation && isSaidBy(m, 'server'),
  ),
  '',
  '/** Each message under its name. */',
  `export interface MessageByName${contract.base === null ? '' : ' extends base.MessageByName'} {`,
  ...ownMessages(contract).map(({ name }) => `  readonly ${name}: ${name}`),
  '}',
]

/** Types of the base, under their names, and all of it for the unions. */
const baseLines = (contract: Contract, options: GenerateOptions): readonly string[] => {
  if (contract.base === null) return []
  const from = literal(baseImports(options).messages)
  const used = usedOfBase(contract).map(({ name }) => name)
  return [
    ...(used.length === 0 ? [] : [`import type { ${used.join(', ')} } from ${from}`]),
    `import type * as base from ${from}`,
    ...(used.length === 0 ? [] : ['', `export type { ${used.join(', ')} } from ${from}`]),
  ]
}

/** The types of the messages: no code, and none of Node's types. */
export const generateMessages = (contract: Contract, options: GenerateOptions): string => {
  const types = ownTypes(contract)
  return fileOf([
    `// ${mark(options)}`,
    ...(types.some(({ distinct }) => distinct)
      ? [`import type { Brand } from ${literal(options.imports.types)}`]
      : []),
    ...baseLines(contract, options),
    ...types.flatMap((type) => ['', ...typeLines(type)]),
    ...ownMessages(contract).flatMap((message) => ['', ...interfaceLines(message)]),
    ...unions(contract),
  ])
}
