import { type CapturedMessage, type CapturedValue, MASK } from '../capture/index.ts'
import type { Arm, Contract, Field, Value } from '../contract/index.ts'

const MAX_OF_A_WORD = 64
const MAX_OF_A_SENTENCE = 160

/** Items of a list that are shown; of those beyond, their number is told. */
const MAX_ITEMS = 8

/** A message in a word or two: `Say`, `Fault TIMEOUT`. */
export const wordOf = (contract: Contract, message: CapturedMessage): string => {
  const kind = fieldsOf(contract, message).find(
    ({ value, list, secret }) => value.base === 'enum' && list === null && !secret,
  )
  const value = kind === undefined ? undefined : ownOf(message, kind.name)
  return cut(typeof value === 'string' ? `${message.type} ${value}` : message.type, MAX_OF_A_WORD)
}

/** A message with its numbers and what the contract lets be shown of it. `omitted` characters of it were not recorded. */
export const wholeOf = (
  contract: Contract,
  message: CapturedMessage,
  { id, re, omitted }: { readonly id: number; readonly re: number; readonly omitted?: number },
): string => {
  const number = id === 0 ? '' : ` #${id}`
  const answered = re === 0 ? '' : ` in reply to #${re}`
  const left = omitted === undefined ? [] : [`${omitted} characters of it were not recorded`]
  const contents = [contentsOf(contract, message), ...left].filter((part) => part !== '').join(', ')
  return cut(
    `${message.type}${number}${answered}${contents === '' ? '' : `: ${contents}`}`,
    MAX_OF_A_SENTENCE,
  )
}

/** The fields of a message, as far as the contract lets them be shown. */
export const contentsOf = (contract: Contract, message: CapturedMessage): string =>
  fieldTexts(message, fieldsOf(contract, message)).join(', ')

// Fields that the contract does not know could hold anything, secrets too.
const fieldsOf = ({ messages }: Contract, { type }: CapturedMessage): readonly Field[] =>
  messages.find(({ name }) => name === type)?.fields ?? []

type Captured = Exclude<CapturedValue, string | number | boolean | readonly CapturedValue[]>

const fieldTexts = (given: Captured, fields: readonly Field[]): readonly string[] =>
  fields.flatMap((field) => {
    const value = ownOf(given, field.name)
    return value === undefined ? [] : [`${field.name} ${field.secret ? MASK : inWords(value, field)}`]
  })

/** A value where the contract says which; what is none of that is told as such, and not shown. */
const inWords = (given: CapturedValue, { value, list }: Pick<Field, 'value' | 'list'>): string => {
  if (list === null) return valueInWords(given, value)
  if (!isList(given)) return ODD
  const items = given.slice(0, MAX_ITEMS).map((item) => valueInWords(item, value))
  const more = given.length - items.length
  return `[${[...items, ...(more > 0 ? [`${more} more`] : [])].join(', ')}]`
}

const ODD = '(not of the contract)'

const valueInWords = (given: CapturedValue, value: Value): string => {
  switch (value.base) {
    case 'record':
      return isStructured(given) ? `{${fieldTexts(given, value.fields).join(', ')}}` : ODD
    case 'union':
      return isStructured(given) ? armInWords(given, value.arms) : ODD
    case 'string':
      return typeof given === 'string' ? `“${cut(given, MAX_OF_A_SENTENCE)}”` : ODD
    default:
      return typeof given === 'object' ? ODD : cut(String(given), MAX_OF_A_SENTENCE)
  }
}

const armInWords = (given: Captured, arms: readonly Arm[]): string => {
  const name = ownOf(given, 'case')
  const arm = arms.find((each) => each.name === name)
  if (arm === undefined) {
    const tag = ownOf(given, 'tag')
    return typeof tag === 'number' ? `unknown with tag ${tag}` : ODD
  }
  const value = ownOf(given, 'value')
  if (arm.value === null || value === undefined) return arm.name
  return `${arm.name} ${arm.secret ? MASK : valueInWords(value, arm.value)}`
}

const ownOf = (given: Captured, name: string): CapturedValue | undefined =>
  Object.hasOwn(given, name) ? given[name] : undefined

const isList = (given: CapturedValue): given is readonly CapturedValue[] => Array.isArray(given)

const isStructured = (given: CapturedValue): given is Captured => typeof given === 'object' && !isList(given)

/** The beginning of a text, no longer than that but for a sign that it goes on. */
export const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max).replace(/[\ud800-\udbff]$/, '')}…`
