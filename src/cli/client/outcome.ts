import type { Ending } from '../../index.ts'
import { errorExit } from '../errors.ts'
import { Exit, type ExitCode, endingExit } from '../exit.ts'

/** Fate of the input: all of it was said and arrived; something was not; or nothing lacks, but it goes on. */
export type InputResult = 'said' | 'lacking' | 'open'

/** How a client's work came to its end. */
interface Outcome {
  readonly input: InputResult
  /** How the last connection ended; null: there was none. */
  readonly ending: Ending | null
  /** Why nothing follows, where it lies in the proof. */
  readonly failure: Error | null
  /** Whether the token was to be revoked. */
  readonly logout: boolean
  /** Whether somebody stopped it: then the input is nobody's concern. */
  readonly isStopped: boolean
}

/** The exit code: what happened to the input counts more than how the last connection ended. */
export const exitOf = ({ input, ending, failure, logout, isStopped }: Outcome): ExitCode => {
  const exit = failure === null ? endingExit(ending) : errorExit(failure)
  if (isStopped) return exit
  switch (input) {
    case 'said':
      return !logout && (exit === Exit.failed || exit === Exit.cannotConnect) ? Exit.done : exit
    case 'lacking':
      return exit === Exit.done ? Exit.failed : exit
    case 'open':
      return ending?.code === 'LOGGED_OUT' ? Exit.failed : exit
    default:
      return input satisfies never
  }
}
