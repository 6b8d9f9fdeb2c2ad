import { join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import {
  lockForServing,
  makePrivateFolder,
  openSqliteStore,
  type Store,
  type StoreFault,
} from '../store/index.ts'
import { Exit, Trouble } from './exit.ts'

/** Makes the folder of a server's data, for its owner only. Throws a Trouble if that cannot be done. */
export const makeDataFolder = (folder: string): string => {
  const path = resolve(folder)
  try {
    makePrivateFolder(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Trouble(Exit.failed, `The folder ${path} cannot be made (${code}); give another with --data.`)
  }
  return path
}

/** Opens the store of a folder for one server alone. */
export const openStore = async (
  folder: string,
): Promise<{ readonly store: Store; readonly release: () => void }> => {
  const lock = need(await lockForServing(folder)())
  const store = await openSqliteStore(join(folder, 'store.sqlite'))()
  if (E.isLeft(store)) lock.release()
  return { store: need(store), release: lock.release }
}

const need = <A>(result: E.Either<StoreFault, A>): A => {
  if (E.isLeft(result)) throw new Trouble(Exit.failed, result.left.remedy)
  return result.right
}
