/**
 * Contracts as data: load one, check it, and look at what it says.
 * @module
 */

export { canonicalContract } from '../contract/canonical.ts'
export type {
  Answer,
  Anytime,
  Arm,
  BigInteger,
  Contract,
  EnumValue,
  Field,
  From,
  Integer,
  Json,
  List,
  Message,
  NamedType,
  RecordValue,
  Reserved,
  Scalar,
  Side,
  State,
  TextRule,
  Turn,
  UncheckedContract,
  UnionValue,
  Value,
  Within,
} from '../contract/contract.ts'
export { opposite } from '../contract/contract.ts'
export { type ContractFailure, formatFailure, shownFailures } from '../contract/failure.ts'
export { type LoadOptions, loadContract } from '../contract/load.ts'
export { maxBodyBytes } from '../contract/max-body-bytes.ts'
export { type Rule, remedies } from '../contract/rules.ts'
export { contractSchemaText } from '../contract/schema.ts'
export { hasTurn, isSaidBy, sayable } from '../contract/turns.ts'
