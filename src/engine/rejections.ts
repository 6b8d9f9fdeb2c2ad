import { type CodecFault, formatFault } from '../codec/index.ts'
import type { AbortReason } from './codes.ts'
import type { Ending } from './ending.ts'
import { detailOf } from './error-text.ts'
import { ColloquyError } from './errors.ts'
import { abortSentence } from './sentences.ts'

/** A rejection that may be ignored: a program that does not look at it goes on. */
export const failed = (error: unknown): Promise<never> => {
  const rejected = Promise.reject(error)
  rejected.catch(() => {})
  return rejected
}

/** There is no conversation to say something in. */
export const hasEnded = (ending: Ending | null): ColloquyError =>
  new ColloquyError(
    { code: 'ENDED', ending },
    ending === null
      ? 'No conversation has begun. Wait until it has, then say it again.'
      : `The conversation has ended (${ending.code}). Connect again to say it.`,
  )

/** The contract does not let a message be said in a state, but others. */
export const notNow = (state: string, maySay: readonly string[]): ColloquyError =>
  new ColloquyError(
    { code: 'NOT_NOW', state, maySay },
    `That message cannot be said in ${state}; ${choice(maySay)}. Nothing was said.`,
  )

/** The version of the conversation cannot say it. */
export const tooNew = (path: string, since: number, version: number): ColloquyError =>
  new ColloquyError(
    { code: 'TOO_NEW', path, since, version },
    `The other side speaks version ${version}, and ${path} came with version ${since}. Nothing was said; see peer.version.`,
  )

export const tooManyWaiting = (): ColloquyError =>
  new ColloquyError(
    { code: 'TOO_MANY_WAITING' },
    'More messages wait to be said than are kept. Wait for the promise of each say before the next.',
  )

/** `type` is the `type` of what was given instead; nothing else of it is told, since it may be a secret. */
export const noConversationMessage = (type: unknown, maySay: readonly string[]): ColloquyError =>
  new ColloquyError(
    { code: 'MALFORMED_MESSAGE', path: '' },
    `${typeof type === 'string' ? `The type ${visibleType(type)}` : 'What has no type'} is no conversation message of the contract${maySay.length === 0 ? '' : `; ${choice(maySay)}`}. Nothing was said.`,
  )

/** Longest type that is told, in characters. */
const MAX_TYPE_CHARACTERS = 64

const visibleType = (type: string): string =>
  JSON.stringify(type.length > MAX_TYPE_CHARACTERS ? `${type.slice(0, MAX_TYPE_CHARACTERS)}…` : type)

/** Names of a list that are told. */
const MAX_NAMES = 16

const choice = (maySay: readonly string[]): string => {
  if (maySay.length === 0) return 'wait for the other side'
  const more = maySay.length - MAX_NAMES
  return `say ${maySay.slice(0, MAX_NAMES).join(' or ')}${more > 0 ? ` or one of ${more} others` : ''}`
}

export const breaksContract = (fault: CodecFault): ColloquyError =>
  new ColloquyError(
    { code: 'MALFORMED_MESSAGE', path: fault.path },
    `The message breaks the contract (${formatFault(fault)}). Nothing was said.`,
  )

/** The message threw when it was looked at. */
export const unreadable = (cause: unknown): ColloquyError =>
  Object.assign(
    new ColloquyError(
      { code: 'MALFORMED_MESSAGE', path: '' },
      `The message cannot be read (${detailOf(cause)}). Nothing was said.`,
    ),
    { cause },
  )

/** The caller wants no answer any more. */
export const aborted = (): ColloquyError =>
  new ColloquyError(
    { code: 'ABORTED' },
    'No answer is wanted any more: the signal has aborted, or the loop over the answers was left.',
  )

/** The other side answers nothing more, though the conversation goes on. */
export const unanswered = (reason: AbortReason): ColloquyError =>
  new ColloquyError({ code: 'UNANSWERED', reason }, abortSentence(reason))

export const answeredByStream = (type: string): ColloquyError =>
  new ColloquyError(
    { code: 'MALFORMED_MESSAGE', path: '' },
    `${type} is answered by a stream: take that with stream. Nothing was said.`,
  )

export const answeredByNoStream = (type: string): ColloquyError =>
  new ColloquyError(
    { code: 'MALFORMED_MESSAGE', path: '' },
    `${type} is not answered by a stream: say or ask it. Nothing was said.`,
  )
