import type { CapturedMessage } from '../capture/read.ts'
import type { Contract, Field, Value } from '../contract/index.ts'

const MAX_OF_A_WORD = 64
const MAX_OF_A_SENTENCE = 160

/** A message in a word or two: `Say`, `Fault TIMEOUT`. */
export const wordOf = (contract: Contract, message: CapturedMessage): string => {
  const kind = fieldsOf(contract, message).find(({ value, secret }) => value.base === 'enum' && !secret)
  const value = kind === undefined ? undefined : message[kind.name]
  return cut(value === undefined ? message.type : `${message.type} ${value}`, MAX_OF_A_WORD)
}

/** A message with its numbers and what the contract lets be shown of it. */
export const wholeOf = (
  contract: Contract,
  message: CapturedMessage,
  { id, re }: { readonly id: number; readonly re: number },
): string => {
  const number = id === 0 ? '' : ` #${id}`
  const answered = re === 0 ? '' : ` in reply to #${re}`
  const shown = fieldsOf(contract, message).flatMap(({ name, secret, value }) => {
    const given = message[name]
    return given === undefined ? [] : [`${name} ${secret ? '***' : inWords(given, value)}`]
  })
  const contents = shown.length === 0 ? '' : `: ${shown.join(', ')}`
  return cut(`${message.type}${number}${answered}${contents}`, MAX_OF_A_SENTENCE)
}

// Fields that the contract does not know could hold anything, secrets too.
const fieldsOf = ({ messages }: Contract, { type }: CapturedMessage): readonly Field[] =>
  messages.find(({ name }) => name === type)?.fields ?? []

const inWords = (value: string | number | boolean, { base }: Value): string =>
  typeof value === 'string' && base === 'string' ? `“${value}”` : String(value)

const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max).replace(/[\ud800-\udbff]$/, '')}…`
