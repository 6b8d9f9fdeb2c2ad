import type * as E from 'fp-ts/lib/Either.js'
import { createFairQueue, type FairQueue, type NotRun, type Turn } from './fair-queue.ts'

/** Lets work with the same key run one after the other. */
export interface KeyedMutex {
  readonly run: <A>(
    key: string,
    work: () => Promise<A>,
    turn?: Pick<Turn, 'signal'>,
  ) => Promise<E.Either<NotRun, A>>
}

/** A mutex for each key, with a queue of so many. A key that nobody uses takes no room. */
export const createKeyedMutex = (queue: number): KeyedMutex => {
  const byKey = new Map<string, FairQueue>()
  return {
    run: (key, work, turn) => {
      const mutex = byKey.get(key) ?? createFairQueue({ atOnce: 1, perSource: queue })
      byKey.set(key, mutex)
      return mutex.run(work, turn).finally(() => {
        if (mutex.isIdle()) byKey.delete(key)
      })
    },
  }
}
