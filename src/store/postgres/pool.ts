import { AsyncLocalStorage } from 'node:async_hooks'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { isOfStatement } from './causes.ts'
import type { PostgresPlace } from './place.ts'

/** How a connection is made. */
export const connectionTo = (place: PostgresPlace, password: string | undefined, connectMs: number) => {
  const given = password ?? place.password
  return {
    host: place.host,
    port: place.port,
    user: place.user === '' ? userInfo().username : place.user,
    database: place.database,
    ...(given === null ? {} : { password: given }),
    ssl: tlsOf(place),
    application_name: 'colloquy',
    client_encoding: 'UTF8',
    connectionTimeoutMillis: Math.min(connectMs, MAX_TIMER_MS),
    keepAlive: true,
    types,
    // A transaction that nobody goes on with keeps no lock.
    idle_in_transaction_session_timeout: ABANDONED_AFTER_MS,
  }
}

const tlsOf = ({ sslMode, sslRootCert }: PostgresPlace) => {
  if (sslMode === 'disable') return false
  const ca = sslRootCert === null ? {} : { ca: readFileSync(sslRootCert, 'utf8') }
  return { rejectUnauthorized: sslMode === 'verify-full', ...ca }
}

const INT8 = 20

/** A bigint arrives as a text otherwise; all of ours are safe integers, which is checked where a row is. */
const types = {
  getTypeParser: ((oid: number, format: 'text') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

/** When what is done must be done, on the clock of `performance.now`: connections that are taken meanwhile keep to it. */
const deadline = new AsyncLocalStorage<number>()

/** Does something that must be done within a time, and rejects when it is not. Nothing of it goes on for long afterwards. */
export const doneWithin = <A>(withinMs: number, operation: () => Promise<A>): Promise<A> =>
  within(withinMs, deadline.run(performance.now() + withinMs, operation))

/** Connections as Kysely takes them. One that broke, or kept us waiting, is not used again. */
export class GuardedPool implements PostgresPool {
  readonly #pool: pg.Pool

  constructor(place: PostgresPlace, password: string | undefined, connectMs: number, max: number) {
    this.#pool = new pg.Pool({ ...connectionTo(place, password, connectMs), max, allowExitOnIdle: true })
    // A connection that ends while nobody uses it is replaced by the next that is needed.
    this.#pool.on('error', () => undefined)
    // Without a listener the end of one that is in use ends the process. Whoever uses it is told by its query.
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  async connect(): Promise<PostgresPoolClient> {
    const untilMs = deadline.getStore() ?? Number.POSITIVE_INFINITY
    const client = await this.#pool.connect()
    let isBroken = false
    const query = async (sql: string, parameters: readonly unknown[]) => {
      const leftMs = untilMs - performance.now()
      // A broken query may still be answered; a late one is not sent.
      if (isBroken || leftMs <= 0) throw new Late()
      try {
        return await within(leftMs, client.query(sql, [...parameters]))
      } catch (error) {
        isBroken = !isOfStatement(error)
        throw error
      }
    }
    // A transaction whose time was over between two statements is open.
    const release = () => client.release(isBroken || untilMs <= performance.now())
    // Kysely's driver calls this form and no other, since no cursor is configured.
    return { query, release } as unknown as PostgresPoolClient
  }

  end(): Promise<void> {
    return this.#pool.end()
  }
}

/** Gives the result of a promise, or rejects when that takes longer. */
export const within = async <A>(withinMs: number, promise: Promise<A>): Promise<A> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late()), Math.min(withinMs, MAX_TIMER_MS))
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

class Late extends Error {
  readonly code = 'TIMEOUT'
}

const MAX_TIMER_MS = 2 ** 31 - 1

const ABANDONED_AFTER_MS = 10_000
