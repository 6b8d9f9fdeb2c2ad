/** Options of a store in a PostgreSQL database. */
export interface PostgresStoreOptions {
  /** The password, unless the URL has it; without one PGPASSWORD or ~/.pgpass may have it. */
  readonly password?: string
  /** 65,536 unless given. */
  readonly maxAddresses?: number
  /**
   * Milliseconds in which an operation must be done, with all its tries; 1,500 unless given. For an address that is remembered, and a
   * conversation that is put, three times as many.
   */
  readonly patienceMs?: number
  /** Connections at the same time, one more for what is listened to; 10 unless given. */
  readonly maxConnections?: number
}
