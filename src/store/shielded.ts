import * as E from 'fp-ts/lib/Either.js'
import { type StoreFault, storeFault } from './fault.ts'
import type { Store } from './store.ts'
import { OPERATIONS, type Operations, type Part } from './store-by-calls.ts'

/**
 * A part of a store whose operations give a fault, IO, also where they throw or reject: nobody waits for those that a server does
 * beside its sessions, and a store may be the program's own.
 */
export const shieldedPart = <P extends Part>(store: Store, name: P): Operations<P> => {
  // Each function takes and gives what the operation of that name does.
  const operations = store[name] as unknown as Readonly<
    Record<string, (...given: readonly unknown[]) => () => Promise<E.Either<StoreFault, unknown>>>
  >
  return Object.fromEntries(
    Object.keys(OPERATIONS[name]).map((operation) => [
      operation,
      (...given: readonly unknown[]) =>
        async () => {
          try {
            return (await operations[operation]?.(...given)()) ?? E.left(nothing(operation))
          } catch (error) {
            return E.left(storeFault('IO', 'the store', String(error).slice(0, 200)))
          }
        },
    ]),
  ) as unknown as Operations<P>
}

const nothing = (operation: string): StoreFault => storeFault('IO', 'the store', `${operation} gave nothing`)
