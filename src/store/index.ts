export { canonicalAddress, networkOf } from './addresses.ts'
export { type StoreFault, type StoreFaultCode, storeFault } from './fault.ts'
export { type MemoryStoreOptions, memoryStore } from './memory.ts'
export { nameKey } from './names.ts'
export { makePrivateFolder } from './private-folder.ts'
export { expiryOf, tokenLife } from './rotation.ts'
export {
  type FileLock,
  lockFile,
  lockForServing,
  openSqliteStore,
  type SqliteStoreOptions,
} from './sqlite.ts'
export type {
  Account,
  Accounts,
  AddressBook,
  AddressEntry,
  DeadToken,
  KnownAddress,
  Resumption,
  Revocations,
  Session,
  SessionSummary,
  Sessions,
  Store,
  Stored,
  TokenLife,
} from './store.ts'
