export {
  type Authenticator,
  type AuthenticatorOptions,
  createAuthenticator,
  type Grant,
} from './authenticator.ts'
export { type Denial, type DenialReason, denial } from './denial.ts'
export {
  createHasher,
  type Hasher,
  type HasherOptions,
  type HashFault,
  type HashParameters,
  hashParameters,
} from './hashing.ts'
export { mintToken, tokenHash } from './tokens.ts'
