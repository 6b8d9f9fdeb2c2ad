// The types that generated types need: no code, and none of Node's types.
export type { Brand } from './brand.ts'
export type { AnswerRow, ContractTables, LaterMember, MessageRow, StateRow } from './tables.ts'
