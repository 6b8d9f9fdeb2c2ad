import type { Side } from '../../contract/index.ts'
import type { Rule } from '../rules.ts'
import type { PairStep } from './side.ts'

/** Something wrong with the pair: where, and the move that shows it. */
export interface PairViolation {
  readonly rule: Rule
  /** The index of the configuration. */
  readonly at: number
  /** The side that should have heard a message, and its number; null where it is a matter of both. */
  readonly side: Side | null
  readonly message: number | null
  /** The moves from there that show it: after the last one a message is left, or all begins again. */
  readonly pairSteps: readonly PairStep[]
}
