import { createSlots, type Slots } from './semaphore.ts'

/** Lets what has the same key run one after the other. */
export interface Turns {
  /** Undefined, and `work` is not run, when too many with this key wait already. */
  readonly run: <A>(key: string, work: () => Promise<A>) => Promise<A> | undefined
}

/** Turns with a queue for each key. A key that nobody uses takes no room. */
export const createTurns = (queue: number): Turns => {
  const byKey = new Map<string, Slots>()
  return {
    run: (key, work) => {
      const slots = byKey.get(key) ?? createSlots(1, queue)
      byKey.set(key, slots)
      return slots.run(work)?.finally(() => {
        if (slots.idle()) byKey.delete(key)
      })
    },
  }
}
