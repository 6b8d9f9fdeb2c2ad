import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type StoreFault, storeFault } from '../fault.ts'
import type { Access, Operation, Reading, SqlDialect } from '../sql/access.ts'
import type { Tables } from '../sql/tables.ts'
import type { Stored } from '../store.ts'
import { faultFrom } from './causes.ts'
import { doneWithin } from './pool.ts'
import { SCHEMA } from './schema.ts'

/** Access that can be closed. */
export interface PostgresAccess extends Access {
  readonly close: (last: () => Promise<void>) => Stored<void>
}

/** Access to a database; `patienceMs` is how long an operation may take, with all its tries. */
export const accessTo = (
  database: Kysely<Tables>,
  label: string,
  patienceMs: number,
  dialect: SqlDialect,
): PostgresAccess => {
  const underWay = new Set<Promise<unknown>>()
  let open = true
  const closed = E.left(storeFault('CLOSED', label))

  const run = async <A>(
    operation: () => Promise<A>,
    withinMs = patienceMs,
  ): Promise<E.Either<StoreFault, A>> => {
    if (!open) return closed
    const running = patiently(operation, label, withinMs)
    underWay.add(running)
    try {
      return await running
    } finally {
      underWay.delete(running)
    }
  }
  const read =
    <A>(operation: Reading<A>): Stored<A> =>
    () =>
      run(() => operation(database.withSchema(SCHEMA)))
  const write =
    <A>(operation: Operation<A>): Stored<A> =>
    () =>
      run(exactlyOnce(database, operation))
  const once = async <A>(operation: () => Promise<A>): Promise<E.Either<StoreFault, A>> => {
    if (!open) return closed
    try {
      return E.right(await operation())
    } catch (error) {
      const fault = faultFrom(error, label)
      if (fault === undefined) throw error
      return E.left(fault)
    }
  }
  return {
    read,
    write,
    snapshot: (operation) => () =>
      once(() =>
        database
          .transaction()
          .setIsolationLevel('repeatable read')
          .setAccessMode('read only')
          .execute(async (transaction) => {
            await mayIdle(transaction)
            return operation(transaction.withSchema(SCHEMA))
          }),
      ),
    fill: (operation) => () =>
      once(() =>
        database.transaction().execute(async (transaction) => {
          await mayIdle(transaction)
          // Nobody else writes into them until this is done.
          await sql`lock table colloquy.accounts, colloquy.sessions, colloquy.addresses in share row exclusive mode`.execute(
            transaction,
          )
          return operation(transaction.withSchema(SCHEMA) as Transaction<Tables>)
        }),
      ),
    // Transactions that end at the same time share a sync, so that is no less lazy; it may take longer.
    writeLazily: (operation) => () => run(exactlyOnce(database, operation), LAZINESS * patienceMs),
    dialect,
    close: (last) => async () => {
      if (!open) return closed
      open = false
      await Promise.allSettled([...underWay])
      await last()
      return E.right(undefined)
    },
  }
}

/** Tries again what a restart or another transaction has broken off, until the time has come. */
export const patiently = async <A>(
  operation: () => Promise<A>,
  label: string,
  patienceMs: number,
): Promise<E.Either<StoreFault, A>> => {
  const untilMs = performance.now() + patienceMs
  const tries = async (): Promise<E.Either<StoreFault, A>> => {
    for (;;)
      try {
        return E.right(await operation())
      } catch (error) {
        const fault = faultFrom(error, label)
        if (fault === undefined) throw error
        const mayPass = fault.code === 'UNREACHABLE' || fault.code === 'BUSY'
        if (!mayPass || performance.now() + RETRY_MS >= untilMs) return E.left(fault)
        await pause(RETRY_MS)
      }
  }
  try {
    return await doneWithin(patienceMs, tries)
  } catch (error) {
    const fault = faultFrom(error, label)
    if (fault === undefined) throw error
    return E.left(fault)
  }
}

/** Nobody waits for these, and a server that stops loses less by them: a restart of the database may take so much longer. */
const LAZINESS = 3

/** A restart takes some 200 ms. */
const RETRY_MS = 50

/**
 * The operation in a transaction, which may be called until it succeeds. Where the connection broke while it was committed, the
 * database is asked whether it was.
 */
const exactlyOnce = <A>(database: Kysely<Tables>, operation: Operation<A>): (() => Promise<A>) => {
  let unsure: { readonly id: string; readonly result: A } | null = null
  return async () => {
    if (unsure !== null) {
      const { status } = await statusOf(database, unsure.id)
      if (status === 'committed') return unsure.result
      if (status === 'in progress') throw new InProgress()
      unsure = null
    }
    return database.connection().execute(async (connection) => {
      await sql`begin`.execute(connection)
      try {
        // It is begun and ended here, so that the commit can be told from all before it.
        const result = await operation(connection.withSchema(SCHEMA) as unknown as Transaction<Tables>)
        const { id } = await idOf(connection)
        if (id !== null) unsure = { id, result }
        await sql`commit`.execute(connection)
        unsure = null
        return result
      } catch (error) {
        await sql`rollback`.execute(connection).catch(() => undefined)
        throw error
      }
    })
  }
}

/** A reader of the records, or who gives them, may be slow. */
const mayIdle = (transaction: Kysely<Tables>): Promise<unknown> =>
  sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction)

/** Null where nothing was written. */
const idOf = async (connection: Kysely<Tables>): Promise<{ readonly id: string | null }> => {
  const { rows } = await sql<{
    id: string | null
  }>`select pg_current_xact_id_if_assigned()::text as id`.execute(connection)
  return rows[0] ?? { id: null }
}

const statusOf = async (
  database: Kysely<Tables>,
  id: string,
): Promise<{ readonly status: string | null }> => {
  const { rows } = await sql<{
    status: string | null
  }>`select pg_xact_status(${id}::xid8) as status`.execute(database)
  return rows[0] ?? { status: null }
}

/** The database is still at it. */
class InProgress extends Error {
  readonly code = '55P03'
}
