import { ColloquyError, type Ending, type Failure } from '../index.ts'
import { en } from './i18n/en/errors.ts'
import type { Phrase } from './i18n/errors.ts'

/** How the program ends, for whoever called it. */
export const Exit = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  cannotConnect: 3,
  denied: 4,
  brokenContract: 5,
  /** Something failed outside of any handler, in a user's module or here; EX_SOFTWARE of sysexits.h. */
  fault: 70,
  interrupted: 130,
} as const

export type ExitCode = (typeof Exit)[keyof typeof Exit]

/** What a user can mend: one sentence with the remedy (`message` is in English), and the exit code. Never shown with a trace. */
export class Trouble extends Error {
  readonly exit: ExitCode
  /** The sentence, in any language. */
  readonly phrase: Phrase
  /** Lines that are shown above it: what is wrong in each place of a file. */
  readonly above: readonly string[]

  constructor(exit: ExitCode, phrase: Phrase, above: readonly string[] = []) {
    super([...above, phrase(en)].join('\n'))
    this.above = above
    this.name = 'Trouble'
    this.exit = exit
    this.phrase = phrase
  }
}

/** A Trouble of several lines, at least one, each worded by who found it; `more` are not shown. */
export const listed = (exit: ExitCode, lines: readonly string[], more = 0): Trouble =>
  more > 0
    ? new Trouble(exit, (say) => say.moreFaults(more), lines)
    : new Trouble(exit, () => lines.at(-1) ?? '', lines.slice(0, -1))

/** The exit code of a conversation that ended so; null: there was none. */
export const endingExit = (ending: Ending | null): ExitCode => {
  if (ending === null) return Exit.cannotConnect
  switch (ending.code) {
    case 'DONE':
    case 'LOGGED_OUT':
      return Exit.done
    case 'UNAUTHORIZED':
      return Exit.denied
    case 'OVERLOADED':
      return Exit.cannotConnect
    case 'UNEXPECTED_MESSAGE':
    case 'MALFORMED':
    case 'TOO_LARGE':
    case 'TIMEOUT':
    case 'VERSION':
    case 'GAP':
      return Exit.brokenContract
    case 'IDLE':
    case 'SHUTTING_DOWN':
    case 'REPLACED':
    case 'INTERNAL':
    case 'BROKEN':
    case 'RESET':
    case 'STALLED':
      return Exit.failed
    default:
      // A code of a later version.
      return Exit.failed
  }
}

/** The exit code of a failure of the library. */
const failureExit = (failure: Failure): ExitCode => {
  switch (failure.code) {
    case 'CANNOT_CONNECT':
    case 'CANNOT_LISTEN':
      return Exit.cannotConnect
    case 'DENIED':
    case 'WITHHELD':
    case 'INSECURE_CHANNEL':
      return Exit.denied
    case 'MALFORMED_MESSAGE':
    case 'TOO_MANY_SESSIONS':
      return Exit.wrongUsage
    case 'ENDED':
      return endingExit(failure.ending)
    case 'NO_ANSWER':
    case 'ABORTED':
    case 'TOO_MANY_WAITING':
    case 'NOT_NOW':
    case 'CANNOT_HASH':
      return Exit.failed
    default:
      return failure satisfies never
  }
}

/** The exit code of an error. */
export const errorExit = (error: unknown): ExitCode => {
  if (error instanceof Trouble) return error.exit
  return error instanceof ColloquyError ? failureExit(error.failure) : Exit.failed
}
