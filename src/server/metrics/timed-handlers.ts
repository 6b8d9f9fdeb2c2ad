import type { ContractTables } from '../../codec/index.ts'
import { isThenable } from '../../engine/message-context.ts'
import type { Handlers } from '../../engine/peer.ts'
import type { Clock } from '../../transport/clock.ts'

/**
 * Handlers that do the same, and are timed: each from its call until what it gives is there. Those that answer with a stream are left as
 * they are, since how long one lasts is for its reader to say.
 */
export const timedHandlers = (
  handlers: Handlers,
  { messages }: ContractTables,
  clock: Clock,
  record: (seconds: number) => void,
): Handlers => {
  const timed: Record<string, Handlers[string]> = {}
  for (const name in handlers) {
    const handler = handlers[name]
    const isStream = messages.some((row) => row.name === name && (row.answer?.each.length ?? 0) > 0)
    if (handler === undefined || isStream) {
      timed[name] = handler
      continue
    }
    timed[name] = (message, context) => {
      const sinceMs = clock.now()
      const done = (): void => record((clock.now() - sinceMs) / MS_PER_SECOND)
      try {
        const given: unknown = handler(message, context)
        if (isThenable(given)) given.then(done, done)
        else done()
        return given
      } catch (error) {
        done()
        throw error
      }
    }
  }
  return timed
}

export const MS_PER_SECOND = 1_000
