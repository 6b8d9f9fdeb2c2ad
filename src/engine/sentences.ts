import type { AbortReason, KnownAbortReason, KnownByeReason, KnownFaultCode } from './codes.ts'

/** One sentence for a person, where nothing more exact is known. */
export const faultSentence: Readonly<Record<KnownFaultCode, string>> = {
  UNEXPECTED_MESSAGE: 'That message is not legal here.',
  MALFORMED: 'That is not what the contract says.',
  TOO_LARGE: 'That is larger than is allowed here.',
  TIMEOUT: 'That took too long.',
  VERSION: 'The two sides speak different protocols, or have no version in common.',
  OVERLOADED: 'The server has no room for another session. Try again later.',
  INTERNAL: 'Something failed here. Try again later.',
  GAP: 'An id or an acknowledgement does not follow the one before.',
  UNAUTHORIZED: 'No proof was accepted.',
}

/** The same for the last word. */
export const byeSentence: Readonly<Record<KnownByeReason, string>> = {
  DONE: 'Everything was said.',
  LOGGED_OUT: 'The session is over.',
  IDLE: 'Nothing was heard for too long.',
  SHUTTING_DOWN: 'The server stops.',
  REPLACED: 'The conversation goes on over another connection, or the account has as many as it may.',
}

const abortSentences: Readonly<Record<KnownAbortReason, string>> = {
  OVERLOADED: 'The other side has too many streams open. Leave one, then ask again.',
  LOST: 'The other side has lost the answer. Ask again.',
  UNANSWERED: 'The other side failed to answer. Its log says why.',
}

/** One sentence for a person on why a message gets no answer. */
export const abortSentence = (reason: AbortReason): string =>
  Object.hasOwn(abortSentences, reason)
    ? abortSentences[reason as KnownAbortReason]
    : `The other side gives no answer (${reason}).`
