import * as E from 'fp-ts/lib/Either.js'
import { openPostgresStore, type Store } from '../../../store/index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { databasePassword } from '../../options/database.ts'

/** Opens the store of a database. Throws a CliError with the remedy where that fails. */
export const openDatabaseStore = async (url: string, passwordFile: string | undefined): Promise<Store> => {
  const password = await databasePassword(passwordFile)
  const opened = await openPostgresStore(url, password === null ? {} : { password })()
  if (E.isRight(opened)) return opened.right
  const { left } = opened
  throw new CliError(Exit.failed, (say) => say.store(left))
}
