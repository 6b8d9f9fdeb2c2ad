import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { openSqliteStore, type Store } from '../../../index.ts'
import { type Account, lockForServing, type Stored } from '../../../store/index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { makeDataFolder } from '../../files/data-folder.ts'
import type { Language } from '../../i18n/language.ts'
import { dataFolder } from '../../options/data-folder.ts'
import { databaseOptions } from '../../options/database.ts'
import { lang } from '../../options/language.ts'
import type { Values } from '../../options/option.ts'
import { type AuditedCommand, audit } from './audit.ts'
import { openDatabaseStore } from './open-database.ts'

/** The flags of every command on a store. */
export const storeOptions = {
  data: dataFolder('--data <folder>', 'the folder of the server’s store, which may be in use'),
  ...databaseOptions,
  lang,
}

export type StoreFlags = Values<typeof storeOptions>

type Use<A> = (store: Store) => Promise<A>

/**
 * Uses the store of a folder for a command that the server's log is told of, and closes it. Throws a CliError where there
 * is none: none is made.
 */
export const withStore = <A>(flags: StoreFlags, what: AuditedCommand, use: Use<A>): Promise<A> => {
  const folder = resolve(flags.data)
  if (flags.store !== undefined) return usingDatabase(flags, flags.store, what, use)
  if (!isThere(join(folder, 'store.sqlite'))) throw new CliError(Exit.failed, (say) => say.noStore(folder))
  return using(folder, flags.lang, what, use)
}

/** The same, but the folder and the store are made where they are missing. */
export const withStoreMade = <A>(flags: StoreFlags, what: AuditedCommand, use: Use<A>): Promise<A> =>
  flags.store === undefined
    ? using(makeDataFolder(flags.data), flags.lang, what, use)
    : usingDatabase(flags, flags.store, what, use)

/** The same, and no server may use the folder meanwhile. */
export const withStoreForItself = async <A>(
  flags: StoreFlags,
  what: AuditedCommand,
  use: Use<A>,
): Promise<A> => {
  if (flags.store !== undefined) return usingDatabase(flags, flags.store, what, use)
  const folder = makeDataFolder(flags.data)
  const lock = await resultOf(lockForServing(folder))
  try {
    return await using(folder, flags.lang, what, use)
  } finally {
    lock.release()
  }
}

/** Gives the result of the store. Throws a CliError with the remedy of a fault. */
export const resultOf = async <A>(operation: Stored<A>): Promise<A> => {
  const result = await operation()
  if (E.isRight(result)) return result.right
  const { left } = result
  throw new CliError(Exit.failed, (say) => say.store(left))
}

/** The account of a name. Throws a CliError if nobody has it. */
export const accountOf = async ({ accounts }: Store, name: string): Promise<Account> => {
  const found = await resultOf(accounts.find(name))
  if (O.isNone(found)) throw noUser(name)
  return found.value
}

/** Nobody has the name. */
export const noUser = (name: string): CliError => new CliError(Exit.failed, (say) => say.noUser(name))

const using = <A>(folder: string, lang: Language, what: AuditedCommand, use: Use<A>): Promise<A> =>
  audited(folder, lang, what, use, () =>
    resultOf(openSqliteStore(join(folder, 'store.sqlite'), { ownThread: false })),
  )

/** The log of a server is in its folder; there may be none on this machine. */
const usingDatabase = <A>(flags: StoreFlags, url: string, what: AuditedCommand, use: Use<A>): Promise<A> => {
  const folder = resolve(flags.data)
  return audited(isThere(folder) ? folder : null, flags.lang, what, use, () =>
    openDatabaseStore(url, flags.storePasswordFile),
  )
}

const audited = async <A>(
  folder: string | null,
  lang: Language,
  what: AuditedCommand,
  use: Use<A>,
  open: () => Promise<Store>,
): Promise<A> => {
  let done = false
  try {
    const store = await open()
    const result = await use(store).finally(store.close())
    done = result !== Exit.interrupted
    return result
  } finally {
    if (folder !== null) audit(folder, lang, what, done)
  }
}

/** False only where no file is: all else is reported when it is opened. */
const isThere = (file: string): boolean => {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOTDIR'
  }
}
