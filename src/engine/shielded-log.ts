import { detailOf } from './error-text.ts'
import type { Log } from './events.ts'
import { isThenable } from './message-context.ts'

/** A log whose failures end here: what it throws, or rejects with, is told on standard error, once. */
export const shielded = <Event>(log: Log<Event>): Log<Event> => {
  let isTold = false
  const fell = (error: unknown): void => {
    if (isTold) return
    isTold = true
    // The text may hold whatever the log was given.
    console.error(
      `The log failed (${detailOf(error).replace(/\p{C}/gu, ' ')}); what it does not take is lost.`,
    )
  }
  const asked = <A>(ask: () => A, otherwise: A): A => {
    try {
      return ask()
    } catch (error) {
      fell(error)
      return otherwise
    }
  }
  return {
    get data() {
      return asked(() => log.data, false)
    },
    get level() {
      return asked(() => log.level, undefined)
    },
    write: (event) => {
      try {
        // A log may be written in a way that the types do not see.
        const written: unknown = log.write(event)
        if (isThenable(written)) written.then(undefined, fell)
      } catch (error) {
        fell(error)
      }
    },
  }
}
