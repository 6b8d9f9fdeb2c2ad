import type { Ending } from '../index.ts'

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
