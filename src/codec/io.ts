// What generated io-ts codecs lean on. A failure names the reason and the place; where a type or message holds a
// secret, it carries no value.
export { type JsonField, list, record, union } from './io-composites.ts'
export { messageJson, unionJson, wire } from './io-messages.ts'
export { bigInteger, decimalOf, double, integer } from './io-numbers.ts'
export { bool, bytes, hexOf, oneOf, openEnum, text } from './io-scalars.ts'
export type { JsonOf } from './json.ts'
export { wholly } from './refinements.ts'
