import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { type Kysely, sql } from 'kysely'
import { type StoreFault, storeFault } from '../fault.ts'
import type { Access, Operation, Reading, SqlDialect } from '../sql/access.ts'
import type { Tables } from '../sql/tables.ts'
import type { Stored } from '../store.ts'
import { faultFrom } from './causes.ts'
import { guardOf } from './files.ts'
import { asBytes } from './text.ts'

/** Access that can be closed. */
export interface SqliteAccess extends Access {
  readonly close: (last: () => void) => Stored<void>
}

/** Access to an open database; `patienceMs` is how long an operation tries again while the file is locked. */
export const accessTo = (database: Kysely<Tables>, file: string, patienceMs: number): SqliteAccess => {
  const guard = guardOf(file)
  guard()
  const underWay = new Set<Promise<unknown>>()
  let lastWrite: Promise<unknown> = Promise.resolve()
  let open = true

  const track = <A>(run: Promise<A>): Promise<A> => {
    underWay.add(run)
    const done = (): void => {
      underWay.delete(run)
    }
    run.then(done, done)
    return run
  }
  const closed = E.left(storeFault('CLOSED', file))
  const guarded = async <A>(operation: Reading<A>): Promise<A> => {
    guard()
    const result = await operation(database)
    // A write into a file that is gone has stored nothing.
    guard()
    return result
  }

  const read = async <A>(operation: Reading<A>): Promise<E.Either<StoreFault, A>> => {
    if (!open) return closed
    return track(patiently(() => guarded(operation), file, performance.now() + patienceMs))
  }
  const write = async <A>(operation: Reading<A>): Promise<E.Either<StoreFault, A>> => {
    if (!open) return closed
    const untilMs = performance.now() + patienceMs
    // Only the first of the waiting writes knocks at a locked file: each knock holds up the event loop.
    const turn = () => patiently(() => guarded(operation), file, untilMs)
    const run = lastWrite.then(turn, turn)
    lastWrite = run
    return track(run)
  }
  const once = async <A>(operation: Reading<A>): Promise<E.Either<StoreFault, A>> => {
    if (!open) return closed
    try {
      return E.right(await track(guarded(operation)))
    } catch (error) {
      const fault = faultFrom(error, file)
      if (fault === undefined) throw error
      return E.left(fault)
    }
  }
  const close = async (last: () => void): Promise<E.Either<StoreFault, void>> => {
    if (!open) return closed
    open = false
    await Promise.allSettled([...underWay])
    last()
    return E.right(undefined)
  }
  return {
    read: (operation) => () => read(operation),
    write: (operation) => () => write(inTransaction(operation)),
    writeLazily: (operation) => () => write(lazily(inTransaction(operation))),
    snapshot: (operation) => () => once(inSnapshot(operation)),
    fill: (operation) => () => once(inTransaction(operation)),
    dialect: sqlite,
    close: (last) => () => close(last),
  }
}

/** SQLite reads while others write, so a read waits for no write of ours; writes go one after the other. */
const sqlite: SqlDialect = {
  texts: asBytes,
  hasRowLocks: false,
  beforeRevoking: async () => undefined,
}

const inTransaction =
  <A>(operation: Operation<A>): Reading<A> =>
  (database) =>
    database.transaction().execute(operation)

/** Without the lock for writing, which a server may need meanwhile. */
const inSnapshot =
  <A>(operation: Reading<A>): Reading<A> =>
  (database) =>
    database.connection().execute(async (connection) => {
      await sql`begin`.execute(connection)
      try {
        return await operation(connection)
      } finally {
        await sql`rollback`.execute(connection)
      }
    })

/** With commits that do not wait for the disk. Only between transactions, and there is one write at a time. */
const lazily =
  <A>(operation: Reading<A>): Reading<A> =>
  async (database) => {
    await sql`pragma synchronous = normal`.execute(database)
    try {
      return await operation(database)
    } finally {
      await sql`pragma synchronous = full`.execute(database)
    }
  }

/**
 * Tries again while the file is locked, until the time has come (on the clock of `performance.now`). Each try holds
 * up the event loop for `busyTimeoutMs` at most, and twice that is free between two tries.
 */
export const patiently = async <A>(
  operation: () => Promise<A>,
  file: string,
  untilMs: number,
): Promise<E.Either<StoreFault, A>> => {
  for (let fault = storeFault('BUSY', file, 'QUEUE'); ; await pause(2 * BUSY_TIMEOUT_MS)) {
    if (performance.now() >= untilMs) return E.left(fault)
    try {
      return E.right(await operation())
    } catch (error) {
      const known = faultFrom(error, file)
      if (known === undefined) throw error
      if (known.code !== 'BUSY') return E.left(known)
      fault = known
    }
  }
}

/** SQLite's own wait for a lock, which blocks the event loop. */
export const BUSY_TIMEOUT_MS = 50
