import { takenEnding, takenTypeNames } from '../contract/check/words.ts'
import type { Contract, EnumValue, Message } from '../contract/contract.ts'

const capital = /^[A-Z][A-Za-z0-9]{0,63}$/
const small = /^[a-z][A-Za-z0-9]{0,63}$/
const shout = /^[A-Z][A-Z0-9_]{0,63}$/
const dotted = /^[a-z][A-Za-z0-9]{0,63}(?:\.[a-z][A-Za-z0-9]{0,63}){0,7}$/
const kebab = /^[a-z][a-z0-9]*(?:-[a-z0-9]+){0,7}$/

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

const isNumber = (number: number): boolean => Number.isInteger(number) && number >= 1 && number <= 0xffff

const isTag = (tag: number): boolean =>
  Number.isInteger(tag) && tag >= 1 && tag <= 0x1fffffff && !(tag >= 19000 && tag <= 19999)

/** What is reserved is written down, and what is used is none of it. */
const assertReserved = ({ fields, reserved }: Message): void => {
  const { tags = [], names = [] } = reserved ?? {}
  for (const tag of tags)
    demand('reserved tag', `${tag}`, isTag(tag) && !fields.some((field) => field.tag === tag))
  for (const name of names)
    demand('reserved field', name, small.test(name) && !fields.some((field) => field.name === name))
  demandDistinct('reserved tag', tags)
  demandDistinct('reserved field', names)
}

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
    demand(
      'type or message',
      name,
      capital.test(name) && !takenTypeNames.has(name) && !takenEnding.test(name),
    )
  }
  demandDistinct('type or message', top)
  demandDistinct(
    'number of a message',
    contract.messages.map((message) => message.number),
  )
  for (const type of contract.types)
    if (type.scalar.base === 'enum') assertValues(type.name, type.scalar.values)
  for (const name of contract.reserved?.names ?? [])
    demand('reserved type or message', name, capital.test(name))
  for (const number of contract.reserved?.numbers ?? [])
    demand('reserved number of a message', `${number}`, isNumber(number))
  for (const message of contract.messages) {
    assertReserved(message)
    demand('number of a message', `${message.number}`, isNumber(message.number))
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
