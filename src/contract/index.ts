// Everything public but `contractHash`, which needs node:crypto and stands in ./hash.ts.

export { aContract } from './arguments.ts'
export { canonicalContract } from './canonical.ts'
export type {
  Arm,
  Contract,
  Field,
  From,
  Message,
  NamedType,
  Scalar,
  Side,
  State,
  Turn,
  Value,
  Within,
} from './contract.ts'
export { opposite, sides } from './contract.ts'
export { crossingsOf } from './crossing.ts'
export { formatFailure, shownFailures } from './failure.ts'
export { checkContract, loadContract } from './load.ts'
export { maxBodyBytes } from './max-body-bytes.ts'
export { lengthsOf, readPattern } from './pattern.ts'
export { printable } from './printable.ts'
export { type Range, rangeOf } from './ranges.ts'
export { remedies } from './rules.ts'
export { contractSchemaText } from './schema.ts'
export { hasTurn, isSaidBy, sayable, sayableAnew } from './turns.ts'
