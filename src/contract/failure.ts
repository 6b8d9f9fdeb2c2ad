import { is, isObject, listOf } from '../arguments.ts'
import { printable } from './printable.ts'
import { type Rule, remedies } from './rules.ts'

/** A place in a file; line and column count from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A rule that was broken at a place. */
export interface Flaw {
  readonly place: Place
  readonly rule: Rule
  readonly message: string
}

/** Why a contract was refused: where, by which rule, and what to do. */
export interface ContractFailure extends Place {
  readonly file: string
  readonly rule: Rule
  readonly message: string
  readonly remedy: string
}

/** The most failures of one contract that a person is shown at once. */
const MAX_SHOWN = 20

/** A contract's text as it is shown: quoted and cut. */
export const quote = (text: string): string => `"${text.length > 64 ? `${text.slice(0, 64)}…` : text}"`

/** Flaws of a file as failures, in the order of the file. */
export const toFailures = (flaws: readonly Flaw[], file: string): readonly ContractFailure[] =>
  [...flaws]
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
    .map(({ place, rule, message }) => ({
      file,
      line: place.line,
      column: place.column,
      rule,
      message,
      remedy: remedies[rule],
    }))

const aFailure = is(
  'a failure as loadContract gives it',
  (value) => isObject(value) && typeof value.file === 'string' && typeof value.remedy === 'string',
)

/** One line: `file:line:column RULE message remedy`, with nothing in it that a terminal would obey. */
export const formatFailure = (failure: ContractFailure): string => {
  aFailure('failure', failure)
  return printable(
    `${failure.file}:${failure.line}:${failure.column} ${failure.rule} ${failure.message} ${failure.remedy}`,
  )
}

/** The first failures of a contract, a line each, and how many more there are. */
export const shownFailures = (
  failures: readonly ContractFailure[],
): { readonly lines: readonly string[]; readonly more: number } => {
  listOf(aFailure)('failures', failures)
  return {
    lines: failures.slice(0, MAX_SHOWN).map(formatFailure),
    more: Math.max(0, failures.length - MAX_SHOWN),
  }
}
