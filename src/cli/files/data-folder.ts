import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import {
  lockForServing,
  makePrivateFolder,
  openSqliteStore,
  type Store,
  type StoreFault,
} from '../../store/index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { printNotice } from '../terminal/standard-error.ts'

/**
 * Makes the folder of a server's data, for its owner only. One that others may enter is closed to them if it is ours
 * alone. Throws a CliError if it is not, or if it cannot be made.
 */
export const makeDataFolder = (folder: string): string => {
  const path = resolve(folder)
  try {
    makePrivateFolder(path)
    closeToOthers(path)
  } catch (error) {
    if (error instanceof CliError) throw error
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CliError(Exit.failed, (say) => say.dataFolder(path, code))
  }
  return path
}

const closeToOthers = (path: string): void => {
  const { mode, uid } = statSync(path)
  // Modes say nothing on systems whose users have no numbers.
  if (process.getuid === undefined || (mode & 0o077) === 0) return
  // A sticky folder is shared by its very purpose.
  if (uid !== process.getuid() || (mode & STICKY) !== 0 || !holdsOurs(path))
    throw new CliError(Exit.failed, (say) => say.folderOpen(path))
  chmodSync(path, 0o700)
  printNotice((say) => say.folderClosed(path))
}

/** A locked store is given so long; then a proof is told that it cannot be checked now. */
const PATIENCE_MS = 1_500

const STICKY = 0o1000

/** Whether a folder is empty, has a store in it, or nothing but what a server leaves. */
const holdsOurs = (path: string): boolean => {
  const names = readdirSync(path)
  return (
    names.includes('store.sqlite') ||
    names.every((name) =>
      /^((server|data|audit)\.log|serve\.lock|identity\.pem|inspect-token|tls-(cert|key)\.pem)(\.\d)?$/.test(
        name,
      ),
    )
  )
}

/** Opens the store of a folder for one server alone. */
export const openStore = async (
  folder: string,
): Promise<{ readonly store: Store; readonly release: () => void }> => {
  const lock = need(await lockForServing(folder)())
  const store = await openSqliteStore(join(folder, 'store.sqlite'), { patienceMs: PATIENCE_MS })()
  if (E.isLeft(store)) lock.release()
  return { store: need(store), release: lock.release }
}

const need = <A>(result: E.Either<StoreFault, A>): A => {
  if (E.isLeft(result)) {
    const { left } = result
    throw new CliError(Exit.failed, (say) => say.store(left))
  }
  return result.right
}
