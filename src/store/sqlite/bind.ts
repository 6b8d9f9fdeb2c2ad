import type { SqliteDatabase, SqliteStatement } from 'kysely'
import type { Database } from 'libsql'

/**
 * The database as Kysely sees it. libsql ends the whole process, uncatchably, when it is given a boolean, a
 * Uint8Array, a Date or an object: this lets only through what it can bind.
 */
export const guarded = (database: Database): SqliteDatabase => {
  // libsql frees a statement when it is collected as garbage; the few texts there are, are prepared once.
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => {
      prepared.clear()
      database.close()
    },
    prepare: (sql) => {
      const known = prepared.get(sql)
      if (known !== undefined) return known
      const statement = database.prepare(sql)
      const guard: SqliteStatement = {
        reader: statement.reader,
        all: (parameters) => statement.all(bindable(parameters)),
        run: (parameters) => statement.run(bindable(parameters)),
        iterate: (parameters) => statement.iterate(bindable(parameters)),
      }
      if (prepared.size < MAX_PREPARED) prepared.set(sql, guard)
      return guard
    },
  }
}

const MAX_PREPARED = 256

/** A copy of the parameters, all of which libsql can bind. Anything else is a mistake of ours, and thrown. */
export const bindable = (parameters: readonly unknown[]): unknown[] =>
  parameters.map((value, at) => {
    if (value === null || Buffer.isBuffer(value)) return value
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value
    throw new TypeError(`parameter ${at + 1} is of a type that libsql cannot bind: ${typeof value}`)
  })
