// Everything public but `contractHash`, which needs node:crypto and stands in ./hash.ts.
export { baseName } from './base.ts'
export { canonicalContract } from './canonical.ts'
export type {
  Answer,
  Anytime,
  Arm,
  Contract,
  EnumValue,
  Field,
  From,
  Message,
  NamedType,
  Scalar,
  Side,
  State,
  TextRule,
  Turn,
  Value,
  Within,
} from './contract.ts'
export { opposite } from './contract.ts'
export { type ContractFailure, formatFailure, shownFailures } from './failure.ts'
export { type LoadOptions, loadContract } from './load.ts'
export { maxBodyBytes } from './max-body-bytes.ts'
export { lengthsOf, type PatternPiece, readPattern } from './pattern.ts'
export { printable } from './printable.ts'
export { type Range, rangeOf } from './ranges.ts'
export { type Rule, remedies } from './rules.ts'
export { contractSchemaText } from './schema.ts'
export { hasTurn, isSaidBy, sayable, sayableAnew } from './turns.ts'
