import * as E from 'fp-ts/lib/Either.js'
import { aText } from '../arguments.ts'
import { storeFault } from './fault.ts'
import { storeOptions } from './options.ts'
import type { PostgresStoreOptions } from './postgres/options.ts'
import { postgresPlace } from './postgres/place.ts'
import type { Store, Stored } from './store.ts'

export type { PostgresStoreOptions } from './postgres/options.ts'
export { looksLikePostgres, postgresPlace } from './postgres/place.ts'

/**
 * Opens the store in a PostgreSQL database, in a schema `colloquy` that is made where there is none, and brought up where it
 * is older. Any number of servers may use it at the same time. A server that restarts, is slow or gone is UNREACHABLE for as long,
 * and the store heals by itself. Throws a TypeError for a text that is no URL of a database (`postgres://user@host:5432/database`),
 * and a RangeError for a `patienceMs` that is NaN or negative. Wants the package `pg`, NO_DRIVER without.
 */
export const openPostgresStore = (url: string, options: PostgresStoreOptions = {}): Stored<Store> => {
  aText('url', url)
  storeOptions('options', options)
  const place = postgresPlace(url)
  // The URL may hold a password, so it is not told.
  if (E.isLeft(place)) throw new TypeError(`The URL of the database cannot be read: ${place.left.code}.`)
  return async () => {
    try {
      const { postgresStore } = await import('./postgres/open.ts')
      return postgresStore(place.right, options)()
    } catch (error) {
      if (!isMissing(error)) throw error
      return E.left(storeFault('NO_DRIVER', place.right.label))
    }
  }
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND')
