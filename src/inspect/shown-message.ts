import { type CapturedMessage, type CapturedValue, capturing } from '../capture/index.ts'
import type { Contract, Value } from '../contract/index.ts'
import { cut } from '../visualize/message-text.ts'
import { MAX_ITEMS, MAX_TEXT_CHARACTERS } from './limits.ts'

/** Gives a decoded message as the page may show it. */
export type Shown = (message: { readonly type: string }) => CapturedMessage

/**
 * Gives messages without their secrets; those of the conversation, unless `texts` are wanted, without texts and bytes. What
 * is kept of one is bounded.
 */
export const showing = (contract: Contract, texts: boolean): Shown => {
  const whole = capturing(contract)
  const masked = capturing(contract, isNoText)
  const conversation = new Set(
    contract.messages.flatMap(({ name, conversation }) => (conversation ? [name] : [])),
  )
  return (message) => {
    const { type, ...fields } = (texts || !conversation.has(message.type) ? whole : masked)(message)
    // The type is a name of the contract.
    return { type, ...(bounded(fields) as object) }
  }
}

const isNoText = ({ base }: Value): boolean => base !== 'string' && base !== 'bytes'

const bounded = (value: CapturedValue): CapturedValue => {
  if (typeof value === 'string') return cut(value, MAX_TEXT_CHARACTERS)
  if (typeof value !== 'object') return value
  if (isList(value)) return value.slice(0, MAX_ITEMS).map(bounded)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bounded(one)]))
}

const isList = (value: CapturedValue): value is readonly CapturedValue[] => Array.isArray(value)
