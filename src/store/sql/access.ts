import type { AliasedRawBuilder, Kysely, Transaction } from 'kysely'
import type { Stored } from '../store.ts'
import type { Tables } from './tables.ts'

/** How the parts of a store reach its database. An operation may run more than once, and holds nothing between. */
export interface Access {
  /** One query, which waits for no write. */
  readonly read: <A>(operation: Reading<A>) => Stored<A>
  /** One transaction. */
  readonly write: <A>(operation: Operation<A>) => Stored<A>
  /**
   * The same for what may be lost with the power: it is not waited for until the disk has it, where that is worth a difference. The next
   * write that is puts it there, too.
   */
  readonly writeLazily: <A>(operation: Operation<A>) => Stored<A>
  /** A moment of the whole, however long it is read for. Runs once. */
  readonly snapshot: <A>(operation: Reading<A>) => Stored<A>
  /** One transaction that may take long, and shuts others out. Runs once. */
  readonly fill: <A>(operation: Operation<A>) => Stored<A>
  readonly dialect: SqlDialect
}

/** How one database differs from the others. */
export interface SqlDialect {
  readonly texts: SelectTexts
  /** Whether transactions run at the same time, so that rows are to be locked. */
  readonly hasRowLocks: boolean
  /** The last to be done in a transaction that revokes sessions: it orders the numbers of revocations, and tells who listens. */
  readonly beforeRevoking: (transaction: Transaction<Tables>) => Promise<void>
}

/** Columns of text, as they are to be read. */
export type SelectTexts = <const Columns extends readonly string[]>(
  ...columns: Columns
) => { readonly [At in keyof Columns]: AliasedRawBuilder<unknown, NameOf<Columns[At]>> }

type NameOf<Column> = Column extends `${string}.${infer Name}` ? Name : Column extends string ? Column : never

export type Reading<A> = (database: Kysely<Tables>) => Promise<A>
export type Operation<A> = (transaction: Transaction<Tables>) => Promise<A>
