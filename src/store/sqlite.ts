import { join } from 'node:path'
import type { Store, Stored } from './store.ts'

/** What a store in a file can be told. */
export interface SqliteStoreOptions {
  /** 65,536 unless given. */
  readonly maxAddresses?: number
  /** For how long an operation tries again while another program holds the file locked; 5,000 unless given. */
  readonly patienceMs?: number
}

/**
 * Opens the store in a SQLite file and makes it where there is none. The file is 0600; a folder that is missing is
 * made 0700. What is foreign, damaged or newer is refused and left as it is. libsql and Kysely are loaded by this.
 */
export const openSqliteStore =
  (file: string, options: SqliteStoreOptions = {}): Stored<Store> =>
  async () => {
    const { sqliteStore } = await import('./sqlite/open.ts')
    return sqliteStore(file, options)()
  }

/** The right to be the only one. It ends with the process, too, however that ends. */
export interface FileLock {
  readonly release: () => void
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
