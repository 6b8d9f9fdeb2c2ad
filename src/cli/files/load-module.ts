import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { firstLineOf, placeIn, stackOf } from '../thrown.ts'

/** Why a module cannot be loaded. */
export interface LoadFailure {
  /** The first line of what was thrown, in its own words. */
  readonly why: string
  /** The file and line of the fault, which may lie in what the module imports; null: nobody says. */
  readonly place: string | null
}

/** The exports of a module, by name. */
export type Exports = Readonly<Record<string, unknown>>

/** Limit on the time that Node takes to say where a module does not parse. */
const LOOK_WITHIN_MS = 5_000

/** Loads a module that a user names by its path. */
export const loadModule = async (path: string): Promise<E.Either<LoadFailure, Exports>> => {
  const { href } = pathToFileURL(resolve(path))
  let stuck = (): void => {}
  const unfinished = new Promise<never>((_, reject) => {
    stuck = () => reject(new Error('it waits for what never happens'))
  })
  // Nothing is left that could happen, and the module still waits.
  process.once('beforeExit', stuck)
  try {
    return E.right(await Promise.race([import(href), unfinished]))
  } catch (error) {
    return E.left({ why: firstLineOf(error), place: placeOf(error, href) })
  } finally {
    process.off('beforeExit', stuck)
  }
}

/** Calls what a module exports. */
export const callModule = <A>(call: () => A): E.Either<LoadFailure, A> =>
  E.tryCatch(call, (error) => ({ why: firstLineOf(error), place: placeIn(stackOf(error)) }))

const placeOf = (error: unknown, url: string): string | null => {
  const stack = stackOf(error)
  return placeIn(stack) ?? (stack.includes('SyntaxError') ? placeOfSyntax(url) : null)
}

/**
 * The place where a module, or one that it imports, does not parse. Node tells it on a console only, so another process
 * imports the module. That runs none of it: parsing comes first.
 */
const placeOfSyntax = (url: string): string | null => {
  const program = 'await import(process.argv[1])'
  const { stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, '--input-type=module', '--eval', program, url],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], timeout: LOOK_WITHIN_MS },
  )
  return placeIn(stderr ?? '')
}
