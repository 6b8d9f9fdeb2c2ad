export { Allowances } from './allowances.ts'
export {
  type Authenticator,
  type AuthenticatorOptions,
  createAuthenticator,
  type Grant,
} from './authenticator.ts'
export { BoundedTable } from './bounded-table.ts'
export type { Denial } from './denial.ts'
export type { QueueLoad } from './fair-queue.ts'
export {
  cannotHash,
  createHasher,
  type Hasher,
  type HashFault,
  loadHashing,
} from './hashing.ts'
export { createKeyedMutex } from './keyed-mutex.ts'
export { isWeak, preparePassword } from './passwords.ts'
export { Penalties } from './penalties.ts'
export { type SharedCount, type SharedCounts, UNSHARED } from './shared-counts.ts'
export { DEFAULT_FREE_FAILURES } from './throttle.ts'
export { mintToken, type TokenDomain, tokenHash } from './tokens.ts'
export { TRIED_LENGTH } from './tried-by.ts'
