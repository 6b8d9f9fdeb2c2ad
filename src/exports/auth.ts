/**
 * Accounts that prove who they are: for programs that make accounts, or check passwords, beside a server.
 * @module
 */

export {
  type Authenticator,
  type AuthenticatorOptions,
  type CheckPassword,
  createAuthenticator,
  type Grant,
} from '../auth/authenticator.ts'
export type { Denial, DenialReason } from '../auth/denial.ts'
export type { QueueLoad, Turn } from '../auth/fair-queue.ts'
export {
  createHasher,
  type Hasher,
  type HasherOptions,
  type HashFault,
  type HashParameters,
  hashParameters,
} from '../auth/hashing.ts'
export { isWeak, preparePassword } from '../auth/passwords.ts'
export type { SharedCount, SharedCounts } from '../auth/shared-counts.ts'
export type { TokenDomain } from '../auth/tokens.ts'
