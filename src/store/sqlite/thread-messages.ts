import type { Either } from 'fp-ts/lib/Either.js'
import type { StoreFault } from '../fault.ts'
import type { Store } from '../store.ts'
import type { SqliteStoreOptions } from './options.ts'

/** A part of the store that has operations. */
export type Part = Exclude<keyof Store, 'close' | 'nodes' | 'transfer'>

/** The operations of a part. */
export type Operations<P extends Part> = Required<Store>[P]

/** Every operation of every part; one that is missing does not compile. */
export const OPERATIONS: { readonly [P in Part]: Readonly<Record<keyof Operations<P>, true>> } = {
  addresses: { find: true, remember: true, list: true, forget: true, forgetName: true },
  accounts: { add: true, find: true, setPasswordHash: true, remove: true, list: true },
  sessions: {
    create: true,
    resume: true,
    use: true,
    holder: true,
    revoke: true,
    revokeAll: true,
    revokedSince: true,
    ofAccount: true,
    list: true,
    purge: true,
  },
  held: { put: true, take: true, find: true, list: true, drop: true, purge: true },
}

/** The store that a thread opens. */
export interface ThreadData {
  readonly file: string
  readonly options: SqliteStoreOptions
}

/** One call of an operation; `close` has no part. */
export interface Call {
  readonly id: number
  readonly part: Part | null
  readonly name: string
  readonly given: readonly unknown[]
}

/** The answer to a call, or to the opening, whose id is 0. */
export type Answer =
  | { readonly id: number; readonly result: Either<StoreFault, unknown> }
  /** A mistake of ours. */
  | { readonly id: number; readonly thrown: unknown }
