import { statSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { ServerHandlers } from '../../../index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { type Exports, loadModule } from '../../files/load-module.ts'
import type { Phrase } from '../../i18n/errors.ts'

/** The messages that may be handled: each conversation message of clients. One that is missing does not compile. */
const messages: Readonly<Record<keyof ServerHandlers, true>> = { Say: true }

const HANDLERS_FORM = 'export default { Say(message, peer) { … } }'

/**
 * Loads handlers from a module: its default export, or its export `converse`. Throws a CliError if it has none, or one
 * that would never be called.
 */
export const loadHandlers = async (path: string): Promise<ServerHandlers> => {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw wrong((say) => say.noModule(path))
  const loaded = await load(path)
  const given = [loaded.default, loaded.converse].filter(isObject)
  const handlers = given.find(hasHandlers) ?? given[0]
  const [odd] = Object.keys(handlers ?? {}).filter((name) => !Object.hasOwn(messages, name))
  if (odd !== undefined) throw wrong((say) => say.oddHandler(path, odd, Object.keys(messages).join(', ')))
  if (handlers === undefined || !isHandlers(handlers))
    throw wrong((say) => say.noHandlers(path, HANDLERS_FORM))
  return handlers
}

const load = async (path: string): Promise<Exports> => {
  const loaded = await loadModule(path)
  if (E.isRight(loaded)) return loaded.right
  const { why, place } = loaded.left
  throw wrong((say) => say.badModule(path, why, place))
}

const isObject = (value: unknown): value is Exports => typeof value === 'object' && value !== null

const isHandler = (value: unknown): boolean => typeof value === 'function'

/** Whether there is one at least. */
const hasHandlers = (given: Exports): boolean => Object.keys(messages).some((name) => isHandler(given[name]))

/** Whether what it has are functions, or left out. */
const isHandlers = (given: Exports): given is Exports & ServerHandlers =>
  hasHandlers(given) && Object.values(given).every((each) => each === undefined || isHandler(each))

const wrong = (phrase: Phrase): CliError => new CliError(Exit.wrongUsage, phrase)
