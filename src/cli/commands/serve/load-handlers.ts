import { statSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { AnyMessages, Contract, ServerPeer } from '../../../index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { type Exports, loadModule } from '../../files/load-module.ts'
import type { Phrase } from '../../i18n/errors.ts'

type Hook = (peer: ServerPeer<AnyMessages>) => unknown

/** The handlers of a module, and what it wants to hear of conversations. */
export interface LoadedHandlers {
  readonly converse: object
  readonly began?: Hook
  readonly gone?: Hook
}

/**
 * Loads handlers for what clients of a contract say from a module: its default export, or its export `converse`, and with
 * them its exports `began` and `gone`. Throws a CliError if it has none, one that would never be called, or none for a
 * message that is to be answered.
 */
export const loadHandlers = async (
  path: string,
  { tables }: Pick<Contract, 'tables'>,
): Promise<LoadedHandlers> => {
  checkModule(path)
  const heard = tables.messages.filter(({ conversation, from }) => conversation && from !== 'server')
  const names = heard.map(({ name }) => name)
  const hasHandlers = (given: Exports): boolean => names.some((name) => isFunction(given[name]))
  const loaded = await load(path)
  const given = [loaded.default, loaded.converse].filter(isObject)
  const handlers = given.find(hasHandlers) ?? given[0]
  const [odd] = Object.keys(handlers ?? {}).filter((name) => !names.includes(name))
  if (odd !== undefined) throw wrong((say) => say.oddHandler(path, odd, names.join(', ')))
  const isWhole = Object.values(handlers ?? {}).every((each) => each === undefined || isFunction(each))
  if (handlers === undefined || !hasHandlers(handlers) || !isWhole)
    throw wrong((say) => say.noHandlers(path, `export default { ${names[0]}(message, peer) { … } }`))
  const missing = heard.find(({ name, answer }) => answer !== undefined && handlers[name] === undefined)
  if (missing !== undefined) throw wrong((say) => say.handlerMissing(path, missing.name))
  const { began, gone } = loaded
  return {
    converse: handlers,
    ...(isFunction(began) ? { began } : {}),
    ...(isFunction(gone) ? { gone } : {}),
  }
}

/** Throws a CliError if there is no such file. Nothing of it runs. */
export const checkModule = (path: string): void => {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw wrong((say) => say.noModule(path))
}

const load = async (path: string): Promise<Exports> => {
  const loaded = await loadModule(path)
  if (E.isRight(loaded)) return loaded.right
  const { why, place } = loaded.left
  throw wrong((say) => say.badModule(path, why, place))
}

const isObject = (value: unknown): value is Exports => typeof value === 'object' && value !== null

const isFunction = (value: unknown): value is Hook => typeof value === 'function'

const wrong = (phrase: Phrase): CliError => new CliError(Exit.wrongUsage, phrase)
