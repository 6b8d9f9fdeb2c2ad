import { dirname, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import Database from 'libsql'
import { storeFault } from '../fault.ts'
import { makePrivateFolder } from '../private-folder.ts'
import type { Stored } from '../store.ts'
import { faultFrom } from './causes.ts'
import { makePrivate, restrict } from './files.ts'
import type { FileLock } from './options.ts'

/**
 * Holds an exclusive transaction on a SQLite file of its own. The lock is the operating system's, and goes with the
 * process. Nothing but `exec` is used: a prepared statement would keep the file open after `close`.
 */
export const takeFileLock =
  (path: string): Stored<FileLock> =>
  async () => {
    const file = resolve(path)
    let database: Database.Database | undefined
    try {
      makePrivateFolder(dirname(file))
      makePrivate(file)
      restrict(file)
      const held = new Database(file, { timeout: 0 })
      database = held
      held.exec('begin exclusive')
      return E.right({ release: once(() => releaseLock(held)) })
    } catch (error) {
      database?.close()
      const fault = faultFrom(error, file)
      if (fault === undefined) throw error
      return E.left(fault.code === 'BUSY' ? storeFault('LOCKED', dirname(file), fault.cause) : fault)
    }
  }

const releaseLock = (database: Database.Database): void => {
  database.exec('rollback')
  database.close()
}

const once = (action: () => void): (() => void) => {
  let done = false
  return () => {
    if (done) return
    done = true
    action()
  }
}
