import { type Kysely, sql } from 'kysely'
import { type StoreFault, storeFault } from '../fault.ts'
import type { Tables } from '../sql/tables.ts'
import { migrations, SCHEMA, SCHEMA_VERSION } from './schema.ts'

/** Runs the migrations that are missing, all or none; a fault where the tables are not ours, or newer. */
export const bringUp = async (database: Kysely<Tables>, label: string): Promise<StoreFault | null> => {
  if ((await versionOf(database)) === SCHEMA_VERSION) return null
  return database.transaction().execute(async (transaction) => {
    // Another process that does the same waits, and finds it done.
    await sql`select pg_advisory_xact_lock(${MIGRATING})`.execute(transaction)
    const version = await versionOf(transaction)
    if (version === null) return storeFault('FOREIGN', label)
    if (version > SCHEMA_VERSION) return storeFault('NEWER', label)
    if (!(await isUtf8(transaction))) return storeFault('FOREIGN', label, 'ENCODING')
    for (const migration of migrations.slice(version)) await sql.raw(migration).execute(transaction)
    await sql`update colloquy.version set number = ${SCHEMA_VERSION}`.execute(transaction)
    return null
  })
}

/** 0: there is no schema of ours; null: there is one that we have not made. */
const versionOf = async (database: Kysely<Tables>): Promise<number | null> => {
  // The catalogue itself: functions such as to_regclass may remember what another has changed meanwhile.
  const found = await sql<{ schema: boolean; version: boolean }>`
    select exists (select from pg_namespace where nspname = ${SCHEMA}) as schema,
      exists (select from pg_tables where schemaname = ${SCHEMA} and tablename = 'version') as version`.execute(
    database,
  )
  if (found.rows[0]?.schema !== true) return 0
  if (!found.rows[0].version) return null
  const { rows } = await sql<{ number: number }>`select number from colloquy.version`.execute(database)
  return rows.length === 1 ? (rows[0]?.number ?? null) : null
}

const isUtf8 = async (database: Kysely<Tables>): Promise<boolean> => {
  const { rows } = await sql<{ name: string }>`select current_setting('server_encoding') as name`.execute(
    database,
  )
  return rows[0]?.name === 'UTF8'
}

/** The number of our lock among those of the database: "COLM". */
const MIGRATING = 0x434f4c4d
