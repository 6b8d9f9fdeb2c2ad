import type { Answer, Contract, Field, Message, NamedType, UnionValue, Value } from '../contract/contract.ts'
import { isSaidBy } from '../contract/turns.ts'
import { boundsOf, boundsOfField } from './bounds.ts'
import { baseImports, type GenerateOptions } from './options.ts'
import { ownMessages, ownTypes, usedOfBase } from './own.ts'
import { docComment, fileOf, literal, mark, typeAlias } from './source.ts'

/** The TypeScript type of a field. */
export const typeOf = (field: Field): string =>
  field.list === null ? typeOfItem(field) : `readonly ${typeOfItem(field)}[]`

/** The TypeScript type of a value, which is each item of a list. */
export const typeOfItem = ({ type, value }: Pick<Field, 'type' | 'value'>): string => type ?? plainType(value)

const plainType = ({ base }: Value): string => {
  switch (base) {
    case 'string':
      return 'string'
    case 'bytes':
      return 'Uint8Array'
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return 'number'
    case 'bigUint64':
    case 'bigInt64':
      return 'bigint'
    case 'bool':
      return 'boolean'
    // These have a name.
    case 'enum':
    case 'record':
    case 'union':
      return 'never'
    default:
      return base satisfies never
  }
}

const typeLines = ({ name, about, secret, distinct, value }: NamedType): readonly string[] => {
  const doc = docComment([about, boundsOf(value), secret ? 'Secret.' : ''].join(' '))
  switch (value.base) {
    case 'enum':
      return [
        ...doc,
        ...typeAlias(name, [
          ...value.values.map((one) => literal(one.name)),
          ...(value.open ? [`\`UNKNOWN_\${number}\``] : []),
        ]),
      ]
    case 'record':
      return [
        ...doc,
        `export interface ${name} {`,
        ...value.fields.flatMap((field) => fieldLines(field, 1)),
        '}',
      ]
    case 'union':
      return [...doc, `export type ${name} =`, ...armLines(value)]
    default:
      return [
        ...doc,
        `export type ${name} = ${distinct ? `Brand<${plainType(value)}, ${literal(name)}>` : plainType(value)}`,
      ]
  }
}

const armLines = ({ open, arms }: UnionValue): readonly string[] => [
  ...arms.flatMap((arm) => {
    const { name, about, value } = arm
    const holds = value === null ? '' : `; readonly value: ${typeOfItem({ type: arm.type, value })}`
    const bounds = value === null ? '' : boundsOf(value)
    return [...docComment(`${about} ${bounds}`, '  '), `  | { readonly case: ${literal(name)}${holds} }`]
  }),
  ...(open
    ? [
        ...docComment('An arm of a later version. It is heard, and cannot be said.', '  '),
        "  | { readonly case: 'unknown'; readonly tag: number }",
      ]
    : []),
]

const direction = { client: 'Client to server', server: 'Server to client', both: 'Both ways' } as const

/** A message in one paragraph. */
export const aboutMessage = (message: Message): string => {
  const kind = message.conversation ? ', a conversation message' : ''
  const facts = `${direction[message.from]}, number ${message.number}${kind}, since version ${message.since}.`
  return [message.about, facts, ...answered(message.answer)].join(' ')
}

const answered = (answer: Answer | null): readonly string[] => {
  if (answer === null) return []
  const { each, end } = answer
  const last = end.join(' or ')
  return [
    each.length === 0
      ? `Answered by ${last}.`
      : `Answered by any number of ${each.join(' or ')}, then ${last}.`,
  ]
}

const deprecation = ({ deprecated }: { readonly deprecated: string | null }): readonly string[] =>
  deprecated === null ? [] : [`@deprecated ${deprecated}`]

const exampleOf = ({ name, example }: Message): readonly string[] =>
  example === null ? [] : [`@example ${JSON.stringify({ type: name, ...example })}`]

const fieldLines = (field: Field, since: number): readonly string[] => [
  ...docComment(
    [field.about, boundsOfField(field), field.since > since ? `Since version ${field.since}.` : ''].join(' '),
    '  ',
    deprecation(field),
  ),
  `  readonly ${field.name}${field.optional ? '?' : ''}: ${typeOf(field)}`,
]

const interfaceLines = (message: Message): readonly string[] => [
  ...docComment(aboutMessage(message), '', [...deprecation(message), ...exampleOf(message)]),
  `export interface ${message.name} {`,
  `  readonly type: ${literal(message.name)}`,
  ...message.fields.flatMap((field) => fieldLines(field, message.since)),
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

const namesOfBase = (contract: Contract): string =>
  usedOfBase(contract)
    .map(({ name }) => name)
    .join(', ')

/** Types of the base under their names, and all of it for the unions. */
export const baseTypeImports = (contract: Contract, from: string): readonly string[] => {
  const names = namesOfBase(contract)
  return [
    ...(names === '' ? [] : [`import type { ${names} } from ${literal(from)}`]),
    `import type * as base from ${literal(from)}`,
  ]
}

/** Types of the base, handed on. */
export const baseTypeExports = (contract: Contract, from: string): readonly string[] => {
  const names = namesOfBase(contract)
  return names === '' ? [] : ['', `export type { ${names} } from ${literal(from)}`]
}

/** The types of the messages: no code, and none of Node's types. */
export const generateMessages = (contract: Contract, options: GenerateOptions): string => {
  const from = contract.base === null ? null : baseImports(options).messages
  return fileOf([
    `// ${mark(options)}`,
    ...(hasBrands(contract) ? [`import type { Brand } from ${literal(options.imports.types)}`] : []),
    ...(from === null ? [] : baseTypeImports(contract, from)),
    ...(from === null ? [] : baseTypeExports(contract, from)),
    ...messageLines(contract),
  ])
}

/** The types of the messages, without what they import. */
export const messageLines = (contract: Contract): readonly string[] => [
  ...ownTypes(contract).flatMap((type) => ['', ...typeLines(type)]),
  ...ownMessages(contract).flatMap((message) => ['', ...interfaceLines(message)]),
  ...unions(contract),
]

/** Whether a type of the contract's own is a brand. */
export const hasBrands = (contract: Contract): boolean => ownTypes(contract).some(({ distinct }) => distinct)
