import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { Kysely } from 'kysely'
import Database from 'libsql'
import { type StoreFault, storeFault } from '../fault.ts'
import { makePrivateFolder } from '../private-folder.ts'
import { accountsInSql } from '../sql/accounts.ts'
import { addressesInSql } from '../sql/addresses.ts'
import { heldInSql } from '../sql/held.ts'
import { sessionsInSql } from '../sql/sessions.ts'
import type { Tables } from '../sql/tables.ts'
import { textOf } from '../sql/text.ts'
import { transferInSql } from '../sql/transfer.ts'
import { DEFAULT_ADDRESS_CAPACITY, type Store, type Stored } from '../store.ts'
import { accessTo, BUSY_TIMEOUT_MS, patiently } from './access.ts'
import { codeOf } from './causes.ts'
import { dialectOver } from './dialect.ts'
import { assertWritable, makePrivate, restrict } from './files.ts'
import { judgeHeader, rememberOpened } from './header.ts'
import type { SqliteStoreOptions } from './options.ts'
import { APPLICATION_ID, migrations, SCHEMA_VERSION } from './schema.ts'

const DEFAULT_PATIENCE_MS = 5_000

/** Opens the file, as `openSqliteStore` says. */
export const sqliteStore =
  (path: string, options: SqliteStoreOptions): Stored<Store> =>
  async () => {
    const file = resolve(path)
    // Less than one try takes would be no try at all.
    const patienceMs = Math.max(options.patienceMs ?? DEFAULT_PATIENCE_MS, BUSY_TIMEOUT_MS)
    const opened = await patiently(async () => openDatabase(file), file, performance.now() + patienceMs)
    return E.map((database: Database.Database) =>
      storeOver(database, file, patienceMs, options.maxAddresses ?? DEFAULT_ADDRESS_CAPACITY),
    )(E.flatten(opened))
  }

/** The store over a database that is open and of the current version. */
export const storeOver = (
  database: Database.Database,
  file: string,
  patienceMs: number,
  maxAddresses: number,
): Store => {
  const access = accessTo(new Kysely<Tables>({ dialect: dialectOver(database) }), file, patienceMs)
  return {
    addresses: addressesInSql(access, maxAddresses),
    accounts: accountsInSql(access),
    sessions: sessionsInSql(access),
    held: heldInSql(access),
    transfer: transferInSql(access),
    close: () => access.close(() => closeDatabase(database)),
  }
}

/** Refuses or opens the file; what fails on the way is thrown, and classified by the caller. */
export const openDatabase = (file: string): E.Either<StoreFault, Database.Database> => {
  const judged = judgeHeader(file)
  if (E.isLeft(judged)) return judged
  if (judged.right === 'missing') {
    makePrivateFolder(dirname(file))
    makePrivate(file)
  } else {
    assertWritable(file)
    restrict(file)
  }
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS })
  rememberOpened(file)
  try {
    const refused = judgeContent(database, file) ?? bringUp(database, file)
    if (refused !== undefined) {
      database.close()
      return E.left(refused)
    }
    configure(database)
    return E.right(database)
  } catch (error) {
    database.close()
    // The statements are right, so such an error says that the file is not our database.
    if (codeOf(error) === 'SQLITE_ERROR' || codeOf(error) === 'SQLITE_NOTADB')
      return E.left(storeFault('CORRUPT', file, codeOf(error)))
    throw error
  }
}

/** The header may be older than the log beside the file, so the versions are asked for again. */
const judgeContent = (database: Database.Database, file: string): StoreFault | undefined => {
  const id = pragma(database, 'application_id')
  const version = pragma(database, 'user_version')
  const isNew = id === 0 && version === 0 && pragma(database, 'page_count') === 0
  if (isNew) return undefined
  if (id !== APPLICATION_ID) return storeFault('FOREIGN', file)
  if (typeof version !== 'number' || version < 1) return storeFault('CORRUPT', file)
  if (version > SCHEMA_VERSION) return storeFault('NEWER', file)
  if (version === SCHEMA_VERSION && !hasOurTables(database)) return storeFault('CORRUPT', file)
  const small = statSync(file).size <= checkedWholeBytes
  return small && pragma(database, 'quick_check(1)') !== 'ok' ? storeFault('CORRUPT', file) : undefined
}

/** A larger file would take too long to check whole; damage in it is found when it is read. */
const checkedWholeBytes = 64 * 1024 * 1024

/** Whether the tables are those that the statements of this program are for; what is there beside them does no harm. */
const hasOurTables = (database: Database.Database): boolean => {
  const fresh = new Database(':memory:')
  try {
    for (const migration of migrations) fresh.exec(migration)
    const there = new Set(definitions(database))
    return definitions(fresh).every((each) => there.has(each))
  } finally {
    fresh.close()
  }
}

/** As bytes, which need not be UTF-8 in a damaged file. */
const definitions = (database: Database.Database): readonly string[] =>
  database
    .prepare(
      "select cast(type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, '') as blob) from sqlite_schema",
    )
    .raw()
    .all([])
    .map((row) => (textOf(Array.isArray(row) ? row[0] : undefined) ?? '').replace(/\s+/g, ' '))

/** Runs the migrations that are missing, all or none. Another process may be doing the same. */
const bringUp = (database: Database.Database, file: string): StoreFault | undefined => {
  if (pragma(database, 'user_version') === SCHEMA_VERSION) return undefined
  database.exec('begin immediate')
  try {
    const version = pragma(database, 'user_version')
    if (typeof version !== 'number' || version > SCHEMA_VERSION) return storeFault('NEWER', file)
    for (const migration of migrations.slice(version)) database.exec(migration)
    database.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${SCHEMA_VERSION}`)
    database.exec('commit')
    return undefined
  } finally {
    if (database.inTransaction) database.exec('rollback')
  }
}

/**
 * SQLite forgets all but the journal mode when the file is closed, and builds differ in what they then assume.
 * Without FULL a loss of power may undo what was confirmed.
 */
const configure = (database: Database.Database): void => {
  for (const [setting, value, holds] of settings) {
    database.prepare(`pragma ${setting} = ${value}`).all([])
    if (pragma(database, setting) !== holds) throw new Error(`SQLite did not take ${setting} = ${value}`)
  }
}

const settings = [
  ['journal_mode', 'wal', 'wal'],
  ['synchronous', 'full', 2],
  ['foreign_keys', 'on', 1],
] as const

/** libsql keeps the file open until its statements are collected, so the log is emptied by hand. */
const closeDatabase = (database: Database.Database): void => {
  try {
    pragma(database, 'wal_checkpoint(truncate)')
  } catch {
    // Nothing is lost: whoever opens the file next reads the log.
  }
  database.close()
}

/** The first value that the pragma gives. */
const pragma = (database: Database.Database, name: string): unknown => {
  const row = database.prepare(`pragma ${name}`).all([])[0]
  return typeof row === 'object' && row !== null ? Object.values(row)[0] : undefined
}
