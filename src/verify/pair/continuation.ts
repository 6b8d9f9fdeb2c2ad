import type { ContractIndex } from '../contract-index.ts'
import { type ContinuationRules, carrying, GRANTED, READY } from './carrying.ts'
import { classesOf, merged } from './classes.ts'
import { ContinuingSystem } from './continuing.ts'
import { Exploration, type VerifyOptions } from './explore.ts'
import type { PairSides } from './side.ts'

/** A walk over a pair whose conversation goes on over other connections. */
export interface ContinuationWalk {
  readonly explored: Exploration
  readonly pairSides: PairSides
  /** Limit on the messages on their way in each direction. */
  readonly bound: number
}

/** Fewer messages are on their way than in the first walk: kept ones multiply the configurations. */
const MAX_BOUND = 2

/** With more configurations than these, and than there are without continuation, one message on its way has to do. */
const MAX_CONFIGURATIONS = 25_000

/** Walks through a pair, with every message for itself, whose walk without continuation met so many configurations. */
export const exploreContinuation = (
  apart: PairSides,
  contractIndex: ContractIndex,
  { bound, limit, onProgress }: VerifyOptions,
  rules: ContinuationRules,
  configurations: number,
): ContinuationWalk => {
  const { contract } = contractIndex
  const carried = carrying(apart, contractIndex, rules)
  // Classes tell apart what is said again from what is not, and the two answers to a proof from all else.
  const classes = classesOf(carried, contract, ({ name, conversation }) =>
    name === GRANTED || name === READY ? name : String(conversation),
  )
  const pairSides = merged(carried, classes)
  const walk = (maxMessages: number, within: number): ContinuationWalk => ({
    explored: new Exploration(new ContinuingSystem(pairSides, contractIndex, maxMessages, rules), {
      limit: within,
      ...(onProgress === undefined ? {} : { onProgress }),
    }),
    pairSides,
    bound: maxMessages,
  })
  if (bound < MAX_BOUND) return walk(bound, limit)
  const walked = walk(MAX_BOUND, Math.min(limit, Math.max(configurations, MAX_CONFIGURATIONS)))
  const { finished, violations } = walked.explored
  return finished || violations.length > 0 ? walked : walk(1, limit)
}
