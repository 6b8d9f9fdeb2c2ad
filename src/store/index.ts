export { canonicalAddress } from '../address.ts'
export { type StoreFault, type StoreFaultCode, storeFault } from './fault.ts'
export { memoryStore } from './memory.ts'
export { nameKey } from './names.ts'
export { looksLikePostgres, openPostgresStore, postgresPlace } from './postgres.ts'
export { makePrivateFolder } from './private-folder.ts'
export { aTokenLife, expiryOf, tokenLife } from './rotation.ts'
export { shieldedPart } from './shielded.ts'
export {
  lockFile,
  lockForServing,
  openSqliteStore,
} from './sqlite.ts'
export type {
  Account,
  AddressBook,
  HeldConversation,
  HeldConversations,
  KnownAddress,
  Nodes,
  Resumption,
  Revocations,
  Session,
  SessionSummary,
  Sessions,
  Store,
  Stored,
  TakenConversation,
  TokenLife,
} from './store.ts'
export { MAX_HELD_STATE_BYTES } from './store.ts'
export { type CallStore, storeByCalls } from './store-by-calls.ts'
export type { ImportRefusal } from './transfer.ts'
