/**
 * The memory of a server: two stores, and what one of your own must do.
 * @module
 */

export { canonicalAddress, type Source, sourceOf } from '../address.ts'
export { type StoreFault, type StoreFaultCode, storeFault } from '../store/fault.ts'
export { type MemoryStoreOptions, memoryStore } from '../store/memory.ts'
export { nameKey } from '../store/names.ts'
export { openPostgresStore, type PostgresStoreOptions } from '../store/postgres.ts'
export { expiryOf, tokenLife } from '../store/rotation.ts'
export { openSqliteStore, type SqliteStoreOptions } from '../store/sqlite.ts'
export type {
  Account,
  Accounts,
  AddressBook,
  AddressEntry,
  DeadToken,
  HeldConversation,
  HeldConversations,
  HeldSummary,
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
} from '../store/store.ts'
export { MAX_HELD_STATE_BYTES } from '../store/store.ts'
export type { Imported, ImportRefusal, Transfer } from '../store/transfer.ts'
