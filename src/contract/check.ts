import * as E from 'fp-ts/lib/Either.js'
import { type Base, standOn } from './base.ts'
import { checkAbouts } from './check/abouts.ts'
import { checkAnswers } from './check/answers.ts'
import { checkBodies } from './check/bodies.ts'
import { checkExamples } from './check/examples.ts'
import { checkFlow } from './check/flow.ts'
import { checkLater } from './check/later.ts'
import { checkMessages } from './check/messages.ts'
import { checkNames } from './check/names.ts'
import { checkOnBase } from './check/on-base.ts'
import { checkStates } from './check/states.ts'
import { checkTypes } from './check/types.ts'
import { complete } from './complete.ts'
import type { Contract, UncheckedContract } from './contract.ts'
import type { Flaw } from './failure.ts'
import type { WrittenContract } from './model.ts'
import type { Places } from './places.ts'
import { resolve } from './resolve.ts'
import type { Rule } from './rules.ts'

/**
 * Holds a contract of the right structure, on its base, against every rule. What rests on others (who can get where, how large a
 * body grows) is looked at only where those others hold, so that one flaw is told once.
 */
export const check = (
  written: WrittenContract,
  base: Base | null,
  places: Places,
): E.Either<readonly Flaw[], Contract> => {
  const flaws: readonly Flaw[] = [
    ...checkAbouts(written, places),
    ...checkNames(written, base?.contract ?? null, places),
    ...checkTypes(written, base?.contract ?? null, places),
    ...checkMessages(written, places),
    ...(base === null ? checkStates(written, places) : checkOnBase(written, base.contract, places)),
  ]
  const own = resolve(written, base?.contract.types)
  const contract = complete(base === null ? own : standOn(own, base))
  const spoilt = (rules: ReadonlySet<Rule>): boolean => flaws.some(({ rule }) => rules.has(rule))
  const all = [
    ...flaws,
    ...(spoilt(spoilsFlow)
      ? []
      : [...checkAnswers(written, contract, places), ...checkFlow(contract, places)]),
    ...(spoilt(spoilsFlow) || spoilt(spoilsBodies) ? [] : checkWithin(written, contract, places)),
  ]
  // Every rule holds: the one place where a contract becomes a checked one.
  return all.length > 0 ? E.left(all) : E.right(contract as Contract)
}

const checkWithin = (
  written: WrittenContract,
  contract: UncheckedContract,
  places: Places,
): readonly Flaw[] => [
  ...checkBodies(contract, places),
  ...checkLater(contract, places),
  ...checkExamples(written, contract, places),
]

const spoilsFlow: ReadonlySet<Rule> = new Set<Rule>([
  'NUMBER_OUT_OF_RANGE',
  'STATE_UNKNOWN',
  'MESSAGE_UNKNOWN',
  'SAYS_WRONG_SIDE',
  'START_IS_END',
  'END_NOT_BARE',
  'IN_FLIGHT_TURN',
  'STATES_REQUIRED',
  'TURN_REQUIRED',
  'NOT_ON_BASE',
  'STATE_NOT_WITHIN_CONVERSE',
  'NAME_COLLISION',
  'NAME_RESERVED',
])

const spoilsBodies: ReadonlySet<Rule> = new Set<Rule>([
  'TYPE_UNKNOWN',
  'FIELD_BOUND_REQUIRED',
  'TYPE_BOUND_REQUIRED',
  'BOUND_NOT_HERE',
  'BOUND_OUT_OF_RANGE',
  'BOUNDS_CROSSED',
  'ENUM_EMPTY',
  'ENUM_NUMBER_OUT_OF_RANGE',
  'FIELD_TYPE_REQUIRED',
  'LIST_TYPE_REQUIRED',
  'LIST_BOUND_REQUIRED',
  'TYPE_RECURSIVE',
  'TYPE_TOO_DEEP',
  'TAG_OUT_OF_RANGE',
  'MAX_BODY_REQUIRED',
  'SIZE_OUT_OF_RANGE',
])
