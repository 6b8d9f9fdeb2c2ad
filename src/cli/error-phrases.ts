import { ColloquyError, type Ending } from '../index.ts'
import { Trouble } from './exit.ts'
import type { Phrase } from './i18n/errors.ts'

/** What a failure of the library means, by its code: nothing that the other side worded is in it. */
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
    case 'MALFORMED_MESSAGE':
      return (say) => say.malformed(failure.path, message)
    case 'ENDED':
      return (say) => say.ended(failure.ending?.code ?? null)
    case 'NO_ANSWER':
      return (say) => say.noAnswer(failure.withinMs)
    case 'ABORTED':
      return (say) => say.aborted
    case 'TOO_MANY_SESSIONS':
      return (say) => say.tooManySessions(failure.limit, failure.spare)
    case 'CANNOT_HASH':
      return (say) => say.cannotHash
    case 'NOT_NOW':
      return (say) => say.notNow(failure.state)
    case 'TOO_MANY_WAITING':
      return (say) => say.tooManyWaiting
    default:
      return failure satisfies never
  }
}

/** What an ending means beyond its code; null: nothing. */
export const endingPhrase = (ending: Ending | null): Phrase | null =>
  ending?.how === 'fault' && ending.by === 'us' && ending.code === 'UNAUTHORIZED'
    ? (say) => say.noProofAsked
    : null

/** What an error means. One that is neither ours nor a failure of the library is a mistake of ours. */
export const errorPhrase = (error: unknown): Phrase => {
  if (error instanceof Trouble) return error.phrase
  if (error instanceof ColloquyError) return failurePhrase(error)
  const said = error instanceof Error ? error.message : String(error)
  return (say) => say.unexpected(said)
}
