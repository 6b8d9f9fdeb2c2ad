import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServerConverse } from '../../index.ts'
import { Exit, Trouble } from '../exit.ts'
import type { Phrase } from '../trouble/texts.ts'

/** What may be handled. One for each conversation message that clients say. */
const messages: readonly (keyof ServerConverse)[] = ['Say']

const form = 'export default { Say(message, peer) { … } }'

/** Loads handlers from a module: its default export, or its export `converse`. Throws a Trouble if it has none. */
export const loadHandlers = async (path: string): Promise<ServerConverse> => {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw wrong((say) => say.noModule(path))
  const loaded = await load(path)
  const handlers = [loaded.default, loaded.converse].find(isHandlers)
  if (handlers === undefined) throw wrong((say) => say.noHandlers(path, form))
  return handlers
}

const load = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
  try {
    return await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    const [why = ''] = String(error).split('\n')
    throw wrong((say) => say.badModule(path, why))
  }
}

const isHandlers = (value: unknown): value is ServerConverse =>
  typeof value === 'object' &&
  value !== null &&
  messages.some((name) => typeof (value as ServerConverse)[name] === 'function')

const wrong = (phrase: Phrase): Trouble => new Trouble(Exit.wrongUsage, phrase)
