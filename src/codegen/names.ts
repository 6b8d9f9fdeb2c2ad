import type { Contract, EnumValue } from '../contract/contract.ts'

const capital = /^[A-Z][A-Za-z0-9]{0,63}$/
const small = /^[a-z][A-Za-z0-9]{0,63}$/
const shout = /^[A-Z][A-Z0-9_]{0,63}$/
const dotted = /^[a-z][A-Za-z0-9]{0,63}(?:\.[a-z][A-Za-z0-9]{0,63}){0,7}$/
const kebab = /^[a-z][a-z0-9]*(?:-[a-z0-9]+){0,7}$/

/** Names that generated files import or export for themselves, and globals that they or their readers rely on. */
const taken: ReadonlySet<string> = new Set([
  ...['Message', 'ClientMessage', 'ServerMessage', 'ConversationMessage', 'ClientConversation'],
  ...['ServerConversation', 'MessageByName', 'Brand', 'ContractTables'],
  ...['Reader', 'Writer', 'CodecFault', 'JsonOf', 'Mutable'],
  ...[
    'Object',
    'Array',
    'String',
    'Number',
    'Boolean',
    'Symbol',
    'Function',
    'Error',
    'Map',
    'Set',
    'Promise',
  ],
  ...[
    'Uint8Array',
    'Buffer',
    'Record',
    'Readonly',
    'Partial',
    'Infinity',
    'NaN',
    'Math',
    'JSON',
    'Date',
    'RegExp',
  ],
])

/** Endings of what is generated beside a type or message; a name that ends so could meet one. */
const ending = /(?:Json|Wire|Number|Arbitrary)$/

const refuse = (kind: string, name: string): never => {
  throw new Error(`The contract cannot be generated from: ${JSON.stringify(name)} is no name for a ${kind}.`)
}

const demand = (kind: string, name: string, holds: boolean): void => {
  if (!holds) refuse(kind, name)
}

const demandDistinct = (kind: string, names: readonly (string | number)[]): void => {
  const seen = new Set<string | number>()
  for (const name of names) {
    if (seen.has(name)) refuse(`second ${kind}`, String(name))
    seen.add(name)
  }
}

const isTag = (tag: number): boolean =>
  Number.isInteger(tag) && tag >= 1 && tag <= 0x1fffffff && !(tag >= 19000 && tag <= 19999)

const assertValues = (type: string, values: readonly EnumValue[]): void => {
  demand('enum without values', type, values.length > 0)
  for (const value of values) {
    demand('value of an enum', value.name, shout.test(value.name))
    demand(
      'number of an enum',
      `${value.number}`,
      Number.isInteger(value.number) && value.number >= 1 && value.number <= 0x7fffffff,
    )
  }
  demandDistinct(
    'value',
    values.map((value) => value.name),
  )
  demandDistinct(
    'number',
    values.map((value) => value.number),
  )
}

/**
 * Throws when a name in the contract could become anything but a name in what is generated. The loader has refused
 * such contracts already; this holds for contracts that came another way.
 */
export const assertNames = (contract: Contract): void => {
  demand('protocol', contract.protocol, kebab.test(contract.protocol))
  demand('version', `${contract.version}`, Number.isSafeInteger(contract.version))
  const types = new Set(contract.types.map((type) => type.name))
  const top = [
    ...contract.types.map((type) => type.name),
    ...contract.messages.map((message) => message.name),
  ]
  for (const name of top) {
    demand('type or message', name, capital.test(name) && !taken.has(name) && !ending.test(name))
  }
  demandDistinct('type or message', top)
  demandDistinct(
    'number of a message',
    contract.messages.map((message) => message.number),
  )
  for (const type of contract.types)
    if (type.scalar.base === 'enum') assertValues(type.name, type.scalar.values)
  for (const message of contract.messages) {
    demand(
      'number of a message',
      `${message.number}`,
      Number.isInteger(message.number) && message.number >= 1 && message.number <= 0xffff,
    )
    for (const field of message.fields) {
      const path = `${message.name}.${field.name}`
      demand(
        'field',
        path,
        small.test(field.name) && field.name !== 'type' && !(field.name in Object.prototype),
      )
      demand('type of a field', `${field.type}`, field.type === null || types.has(field.type))
      demand('field of an enum without a name', path, field.type !== null || field.scalar.base !== 'enum')
      demand('tag', `${path} ${field.tag}`, isTag(field.tag))
    }
    demandDistinct(
      'field',
      message.fields.map((field) => field.name),
    )
    demandDistinct(
      'tag',
      message.fields.map((field) => field.tag),
    )
  }
  const states = new Set(contract.states.map((state) => state.name))
  const messages = new Set(contract.messages.map((message) => message.name))
  demandDistinct(
    'state',
    contract.states.map((state) => state.name),
  )
  for (const state of contract.states) {
    demand('state', state.name, dotted.test(state.name))
    for (const [message, next] of state.says) {
      demand('message', message, messages.has(message))
      demand('state', next, states.has(next))
    }
  }
  for (const { message, next } of contract.anytime) {
    demand('message', message, messages.has(message))
    demand('state', next.client, states.has(next.client))
    demand('state', next.server, states.has(next.server))
  }
}
