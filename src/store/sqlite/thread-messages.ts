import type { Either } from 'fp-ts/lib/Either.js'
import type { StoreFault } from '../fault.ts'
import type { Part } from '../store-by-calls.ts'
import type { SqliteStoreOptions } from './options.ts'

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
