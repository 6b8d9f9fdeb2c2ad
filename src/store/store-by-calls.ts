import type { Either } from 'fp-ts/lib/Either.js'
import type { StoreFault } from './fault.ts'
import type { Store } from './store.ts'

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

/** Calls an operation of a store elsewhere. */
export type CallStore = (
  part: Part,
  operation: string,
  given: readonly unknown[],
) => Promise<Either<StoreFault, unknown>>

/** The store whose operations are called elsewhere: in a thread, or in another process. */
export const storeByCalls = (call: CallStore, close: () => Promise<Either<StoreFault, void>>): Store => {
  const part = <P extends Part>(name: P): Operations<P> =>
    // One function for each operation, which takes and gives what that does.
    Object.fromEntries(
      Object.keys(OPERATIONS[name]).map((operation) => [
        operation,
        (...given: readonly unknown[]) =>
          () =>
            call(name, operation, given),
      ]),
    ) as unknown as Operations<P>
  return {
    addresses: part('addresses'),
    accounts: part('accounts'),
    sessions: part('sessions'),
    held: part('held'),
    close: () => close,
  }
}
