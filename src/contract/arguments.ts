import { type Check, is, oneOf } from '../arguments.ts'

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const isContract = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.protocol === 'string' &&
  [value.types, value.messages, value.states, value.anytime].every(Array.isArray)

/** Looks no deeper than that: whoever makes a contract by hand is on their own. */
export const aContract: Check = is('a contract as loadContract gives it', isContract)

export const aMessage: Check = is(
  'a message of a contract',
  (value) => isObject(value) && typeof value.name === 'string' && Array.isArray(value.fields),
)

export const aState: Check = is(
  'a state of a contract',
  (value) => isObject(value) && typeof value.turn === 'string' && isObject(value.says),
)

export const aSide: Check = oneOf(['client', 'server'])
