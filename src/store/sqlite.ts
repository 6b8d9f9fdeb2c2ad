import { join } from 'node:path'
import { aText } from '../arguments.ts'
import { storeOptions } from './options.ts'
import type { FileLock, SqliteStoreOptions } from './sqlite/options.ts'
import type { Store, Stored } from './store.ts'

export type { FileLock, SqliteStoreOptions } from './sqlite/options.ts'

/**
 * Opens the store in a SQLite file and makes it where there is none. The file is 0600; a folder that is missing is
 * made 0700. What is foreign, damaged or newer is refused and left as it is. libsql and Kysely are loaded by this.
 * Throws a RangeError for a `patienceMs` that is NaN or negative.
 */
export const openSqliteStore = (file: string, options: SqliteStoreOptions = {}): Stored<Store> => {
  aText('file', file)
  storeOptions('options', options)
  return async () => {
    const { hasThread, threadedStore } = await import('./sqlite/threaded.ts')
    if (options.ownThread !== false && hasThread()) return threadedStore(file, options)()
    const { sqliteStore } = await import('./sqlite/open.ts')
    return sqliteStore(file, options)()
  }
}

/** Takes a lock on a file of its own, which stays behind, empty. LOCKED while another process has it. */
export const lockFile =
  (file: string): Stored<FileLock> =>
  async () => {
    const { takeFileLock } = await import('./sqlite/file-lock.ts')
    return takeFileLock(file)()
  }

/** Takes `serve.lock` in the folder, which excludes every other server on it: they get LOCKED. */
export const lockForServing = (folder: string): Stored<FileLock> => lockFile(join(folder, 'serve.lock'))
