import * as E from 'fp-ts/lib/Either.js'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type StoreFault, storeFault } from '../fault.ts'
import type { SqlDialect } from '../sql/access.ts'
import { accountsInSql } from '../sql/accounts.ts'
import { addressesInSql } from '../sql/addresses.ts'
import { heldInSql } from '../sql/held.ts'
import { sessionsInSql } from '../sql/sessions.ts'
import type { Tables } from '../sql/tables.ts'
import { transferInSql } from '../sql/transfer.ts'
import { DEFAULT_ADDRESS_CAPACITY, type Store, type Stored } from '../store.ts'
import { accessTo, patiently } from './access.ts'
import { Listener } from './listener.ts'
import { bringUp } from './migrate.ts'
import { NODES_CHANNEL, nodesIn, REVOKED_CHANNEL } from './nodes.ts'
import type { PostgresStoreOptions } from './options.ts'
import type { PostgresPlace } from './place.ts'
import { GuardedPool } from './pool.ts'

const DEFAULT_PATIENCE_MS = 1_500
const DEFAULT_CONNECTIONS = 10

/** Migrations of large tables may take longer than any operation. */
const MIGRATED_WITHIN_MS = 10 * 60 * 1000

/** Opens the database, as `openPostgresStore` says. */
export const postgresStore =
  (place: PostgresPlace, options: PostgresStoreOptions): Stored<Store> =>
  async () => {
    const { password, patienceMs = DEFAULT_PATIENCE_MS, maxConnections = DEFAULT_CONNECTIONS } = options
    const { label } = place
    const ready = await broughtUp(place, options, patienceMs)
    if (E.isLeft(ready)) return ready
    const pool = new GuardedPool(place, password, patienceMs, maxConnections)
    const database = databaseOver(pool)
    const access = accessTo(database, label, patienceMs, postgres)
    const listener = new Listener(place, password, patienceMs, [REVOKED_CHANNEL, NODES_CHANNEL])
    return E.right({
      addresses: addressesInSql(access, options.maxAddresses ?? DEFAULT_ADDRESS_CAPACITY),
      accounts: accountsInSql(access),
      sessions: sessionsInSql(access),
      held: heldInSql(access),
      transfer: transferInSql(access),
      nodes: nodesIn(access, listener),
      close: () =>
        access.close(() => {
          listener.close()
          return database.destroy()
        }),
    })
  }

const databaseOver = (pool: GuardedPool): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

/** Over a connection of its own, whose transaction may take long. */
const broughtUp = async (
  place: PostgresPlace,
  { password }: PostgresStoreOptions,
  patienceMs: number,
): Promise<E.Either<StoreFault, void>> => {
  let pool: GuardedPool
  try {
    pool = new GuardedPool(place, password, patienceMs, 1)
  } catch {
    // The file of trusted certificates cannot be read.
    return E.left(storeFault('UNTRUSTED', place.label, 'sslrootcert'))
  }
  const database = databaseOver(pool)
  try {
    const reached = await patiently(() => sql`select 1`.execute(database), place.label, patienceMs)
    if (E.isLeft(reached)) return reached
    const done = await patiently(() => bringUp(database, place.label), place.label, MIGRATED_WITHIN_MS)
    if (E.isLeft(done)) return done
    return done.right === null ? E.right(undefined) : E.left(done.right)
  } finally {
    await database.destroy()
  }
}

/**
 * Numbers of revocations are given in the order of their commits, so that a cursor loses none: whoever revokes holds a lock from
 * before the first number until the commit. It waits for no other lock while it has this one.
 */
const postgres: SqlDialect = {
  texts: (...columns) =>
    // One for one: a tuple is mapped to a tuple.
    columns.map((column) => sql.ref(column).as(column.slice(column.indexOf('.') + 1))) as never,
  hasRowLocks: true,
  beforeRevoking: async (transaction) => {
    // Listeners hear it after the commit, or never.
    await sql`select pg_advisory_xact_lock(${REVOKING}), pg_notify(${REVOKED_CHANNEL}, '')`.execute(
      transaction,
    )
  },
}

/** The number of our lock among those of the database: "COLR". */
const REVOKING = 0x434f4c52
