/**
 * The run-time of generated io-ts codecs. A failure names the reason and the place; where a type or message holds a
 * secret, it carries no value.
 * @module
 */

export { type JsonField, type JsonFields, list, record, union } from './io-composites.ts'
export { messageJson, unionJson, wire } from './io-messages.ts'
export { bigInteger, decimalOf, double, integer } from './io-numbers.ts'
export { bool, bytes, hexOf, oneOf, openEnum, text } from './io-scalars.ts'
export type { JsonOf } from './json.ts'
export { wholly } from './refinements.ts'
