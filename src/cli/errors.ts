import { ColloquyError, type Ending, type Failure } from '../index.ts'
import { Exit, type ExitCode, endingExit } from './exit.ts'
import { errors } from './i18n/en/errors.ts'
import type { Phrase } from './i18n/errors.ts'

/** An error that a user can mend: one sentence with the remedy (`message` is in English), and the exit code. Never shown with a trace. */
export class CliError extends Error {
  readonly exit: ExitCode
  /** The sentence, in any language. */
  readonly phrase: Phrase
  /** Lines that are shown above it: what is wrong in each place of a file. */
  readonly above: readonly string[]

  constructor(exit: ExitCode, phrase: Phrase, above: readonly string[] = []) {
    super([...above, phrase(errors)].join('\n'))
    this.above = above
    this.name = 'CliError'
    this.exit = exit
    this.phrase = phrase
  }
}

/** An error of several lines, at least one, each worded by who found it; `more` are not shown. */
export const errorOfLines = (exit: ExitCode, lines: readonly string[], more = 0): CliError =>
  more > 0
    ? new CliError(exit, (say) => say.moreFaults(more), lines)
    : new CliError(exit, () => lines.at(-1) ?? '', lines.slice(0, -1))

/** The exit code of an error. */
export const errorExit = (error: unknown): ExitCode => {
  if (error instanceof CliError) return error.exit
  return error instanceof ColloquyError ? failureExit(error.failure) : Exit.failed
}

/** Explains an error. One that is neither ours nor a failure of the library is a mistake of ours. */
export const errorPhrase = (error: unknown): Phrase => {
  if (error instanceof CliError) return error.phrase
  if (error instanceof ColloquyError) return failurePhrase(error)
  const said = error instanceof Error ? error.message : String(error)
  return (say) => say.unexpected(said)
}

/** Explains an error of a command that was to hold a conversation: where none began, nothing else is left to tell. */
export const conversationPhrase = (error: unknown): Phrase => {
  if (!(error instanceof ColloquyError) || error.failure.code !== 'ENDED') return errorPhrase(error)
  const { ending } = error.failure
  return endingPhrase(ending) ?? ((say) => say.neverBegan(ending?.code ?? null, ending?.looksLike))
}

/** A denial with what can be done then; any other error as it is. */
export const withRemedy = (error: unknown): unknown => {
  if (!(error instanceof ColloquyError) || error.failure.code !== 'DENIED') return error
  const { reason, retryAfterMs } = error.failure
  return new CliError(Exit.denied, (say) => `${say.denied(reason)} ${say.afterDenial(reason, retryAfterMs)}`)
}

/** Explains a failure of the library, by its code: nothing that the other side worded is in it. */
export const failurePhrase = ({ failure, message }: ColloquyError): Phrase => {
  switch (failure.code) {
    case 'CANNOT_CONNECT':
      return (say) => say.cannotConnect(failure.fault)
    case 'CANNOT_LISTEN':
      return (say) => say.cannotListen(failure.fault)
    case 'DENIED':
      return (say) => say.denied(failure.reason)
    case 'WITHHELD':
      return (say) => say.withheld
    case 'INSECURE_CHANNEL':
      return (say) => say.insecureChannel
    case 'NO_ACCOUNT':
      return (say) => say.noAccount
    case 'UNAVAILABLE':
      return (say) => say.sessionsUnavailable
    case 'UNKNOWN_SERVER':
      return (say) => say.unknownServer(failure.fingerprint, failure.known)
    case 'MALFORMED_MESSAGE':
      return (say) => say.malformed(failure.path, message)
    case 'ENDED':
      return (say) => say.ended(failure.ending?.code ?? null)
    case 'NO_ANSWER':
      return (say) => say.noAnswer(failure.withinMs)
    case 'UNANSWERED':
      return (say) => say.noAnswerGiven(failure.reason)
    case 'ABORTED':
      return (say) => say.aborted
    case 'TOO_MANY_SESSIONS':
      return (say) => say.tooManySessions(failure.limit, failure.spare)
    case 'CANNOT_HASH':
      return (say) => say.cannotHash
    case 'BAD_CERTIFICATE':
      return (say) => say.badCertificate(failure.reason)
    case 'NOT_NOW':
      return (say) => say.notNow(failure.state, failure.maySay)
    case 'TOO_NEW':
      return (say) => say.tooNew(failure.path, failure.since, failure.version)
    case 'OTHER_BASE':
      return (say) => say.otherBase(failure.protocol)
    case 'TOO_MANY_WAITING':
      return (say) => say.tooManyWaiting
    default:
      return failure satisfies never
  }
}

/** Explains an ending beyond its code; null: there is nothing to add. */
export const endingPhrase = (ending: Ending | null): Phrase | null =>
  ending?.how === 'fault' && ending.by === 'us' && ending.code === 'UNAUTHORIZED'
    ? (say) => say.noProofAsked
    : null

/** The exit code of a failure of the library. */
const failureExit = (failure: Failure): ExitCode => {
  switch (failure.code) {
    case 'CANNOT_CONNECT':
    case 'CANNOT_LISTEN':
      return Exit.cannotConnect
    case 'DENIED':
    case 'WITHHELD':
    case 'INSECURE_CHANNEL':
    case 'UNKNOWN_SERVER':
    case 'NO_ACCOUNT':
      return Exit.denied
    case 'MALFORMED_MESSAGE':
    case 'TOO_MANY_SESSIONS':
    case 'OTHER_BASE':
      return Exit.wrongUsage
    case 'ENDED':
      return endingExit(failure.ending)
    case 'UNAVAILABLE':
    case 'NO_ANSWER':
    case 'UNANSWERED':
    case 'ABORTED':
    case 'TOO_MANY_WAITING':
    case 'NOT_NOW':
    case 'TOO_NEW':
    case 'CANNOT_HASH':
    case 'BAD_CERTIFICATE':
      return Exit.failed
    default:
      return failure satisfies never
  }
}
