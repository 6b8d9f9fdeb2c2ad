import type { Contract, Field, Message, NamedType } from '../contract/contract.ts'
import { isSaidBy } from '../contract/turns.ts'
import { boundsOf } from './bounds.ts'
import type { GenerateOptions } from './options.ts'
import { docComment, fileOf, literal, mark, typeAlias } from './source.ts'

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1

/** The contract's types in the order that generated files list them in. */
export const sortedTypes = (contract: Contract): readonly NamedType[] => [...contract.types].sort(byName)

/** The types that fields have, in the same order. */
export const usedTypes = (contract: Contract): readonly NamedType[] => {
  const used = new Set(contract.messages.flatMap(({ fields }) => fields.map(({ type }) => type)))
  return sortedTypes(contract).filter(({ name }) => used.has(name))
}

/** The TypeScript type of a field. */
export const typeOf = (field: Field): string => {
  switch (field.scalar.base) {
    case 'string':
      return field.type ?? 'string'
    case 'bytes':
      return field.type ?? 'Uint8Array'
    case 'uint32':
    case 'uint64':
      return field.type ?? 'number'
    case 'bool':
      return field.type ?? 'boolean'
    case 'enum':
      return field.type ?? 'never'
    default:
      return field.scalar satisfies never
  }
}

const typeLines = ({ name, about, secret, distinct, scalar }: NamedType): readonly string[] => {
  const doc = docComment([about, boundsOf(scalar), secret ? 'Secret.' : ''].join(' '))
  switch (scalar.base) {
    case 'string':
      return [...doc, `export type ${name} = ${distinct ? `Brand<string, ${literal(name)}>` : 'string'}`]
    case 'bytes':
      return [
        ...doc,
        `export type ${name} = ${distinct ? `Brand<Uint8Array, ${literal(name)}>` : 'Uint8Array'}`,
      ]
    case 'uint32':
    case 'uint64':
      return [...doc, `export type ${name} = number`]
    case 'bool':
      return [...doc, `export type ${name} = boolean`]
    case 'enum':
      return [
        ...doc,
        ...typeAlias(name, [
          ...scalar.values.map((value) => literal(value.name)),
          ...(scalar.open ? [`\`UNKNOWN_\${number}\``] : []),
        ]),
      ]
    default:
      return scalar satisfies never
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
      boundsOf(field.scalar),
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

const unions = ({ messages }: Contract): readonly string[] => {
  const union = (name: string, about: string, holds: (message: Message) => boolean): readonly string[] => [
    '',
    ...docComment(about),
    ...typeAlias(
      name,
      messages.filter(holds).map((message) => message.name),
    ),
  ]
  return [
    ...union('Message', 'Every message.', () => true),
    ...union('ClientMessage', 'What the client may say.', (m) => isSaidBy(m, 'client')),
    ...union('ServerMessage', 'What the server may say.', (m) => isSaidBy(m, 'server')),
    ...union('ConversationMessage', 'What is numbered, acknowledged and answered.', (m) => m.conversation),
    ...union(
      'ClientConversation',
      'The conversation messages of the client.',
      (m) => m.conversation && isSaidBy(m, 'client'),
    ),
    ...union(
      'ServerConversation',
      'The conversation messages of the server.',
      (m) => m.conversation && isSaidBy(m, 'server'),
    ),
    '',
    '/** Each message under its name. */',
    'export interface MessageByName {',
    ...messages.map(({ name }) => `  readonly ${name}: ${name}`),
    '}',
  ]
}

/** The types of the messages: no code, and none of Node's types. */
export const generateMessages = (contract: Contract, options: GenerateOptions): string => {
  const types = sortedTypes(contract)
  const branded = types.some(({ distinct }) => distinct)
  return fileOf([
    `// ${mark(options)}`,
    ...(branded ? [`import type { Brand } from ${literal(options.imports.types)}`] : []),
    ...types.flatMap((type) => ['', ...typeLines(type)]),
    ...contract.messages.flatMap((message) => ['', ...interfaceLines(message)]),
    ...unions(contract),
  ])
}
