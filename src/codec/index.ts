/**
 * The run-time of generated codecs, and the types of contracts.
 * @module
 */

export type { Brand } from './brand.ts'
export type { AnyMessage, AnyMessages, AnyOf, Contract, Messages, SideMessages } from './contract.ts'
export { type CodecFault, formatFault, type Reason } from './fault.ts'
export { MAX_UNKNOWN_FIELDS, Reader } from './reader.ts'
export { brokenRule, isNfc, isPrintable, isTrimmed, type TextRules, wholly } from './refinements.ts'
export type { AnswerRow, ContractTables, LaterMember, MessageRow, StateRow } from './tables.ts'
export { byteLengthOf } from './text.ts'
export { unknownNumber } from './unknown-value.ts'
export { Writer } from './writer.ts'
