import * as E from 'fp-ts/lib/Either.js'
import { type Store, type Stored, storeFault } from '../../src/store/index.ts'

/** When the next fault comes, and whether what was asked for is done all the same. */
export interface Strike {
  readonly afterCalls: number
  readonly done: boolean
}

type Operations = { readonly [name: string]: (...given: never[]) => Stored<unknown> }

/** A store of which one chosen call fails. */
export class FaultyStore {
  readonly store: Store
  /** Calls that failed so far. */
  struck = 0
  private next: Strike | null = null

  constructor(behind: Store) {
    this.store = {
      addresses: this.faulty(behind.addresses),
      accounts: this.faulty(behind.accounts),
      sessions: this.faulty(behind.sessions),
      close: behind.close,
    }
  }

  /** Whether a call is to fail that has not come yet. */
  get armed(): boolean {
    return this.next !== null
  }

  strike(next: Strike | null): void {
    this.next = next
  }

  private faulty<O extends object>(operations: O): O {
    const wrapped = Object.entries(operations as Operations).map(([name, operation]) => [
      name,
      (...given: never[]) => this.failing(operation(...given)),
    ])
    // The same operations by the same names.
    return Object.fromEntries(wrapped) as O
  }

  private failing<A>(operation: Stored<A>): Stored<A> {
    return async () => {
      const { next } = this
      if (next === null) return operation()
      if (next.afterCalls > 0) {
        this.next = { ...next, afterCalls: next.afterCalls - 1 }
        return operation()
      }
      this.next = null
      this.struck += 1
      if (next.done) await operation()
      return E.left(storeFault('IO', 'memory'))
    }
  }
}
