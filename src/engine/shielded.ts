import { detailOf } from './error-text.ts'
import type { Log } from './events.ts'
import { isThenable } from './message-context.ts'
import type { Observer } from './observer.ts'

/** A log whose failures end here: what it throws, or rejects with, is told on standard error, once. */
export const shielded = <Event>(log: Log<Event>): Log<Event> => {
  const { ask, fell, settled } = shieldFor('log')
  return {
    // Each chunk asks for it, and each event is written: without a function of its own.
    get data() {
      try {
        return log.data
      } catch (error) {
        fell(error)
        return false
      }
    },
    get level() {
      return ask(() => log.level, undefined)
    },
    get countsUnproven() {
      return ask(() => log.countsUnproven === true, false)
    },
    write: (event) => {
      try {
        settled(log.write(event))
      } catch (error) {
        fell(error)
      }
    },
  }
}

/** An observer whose failures end in the same way. */
export const shieldedObserver = (observer: Observer): Observer => {
  const { ask, call, fell } = shieldFor('observer')
  const names = ['stepped', 'entered', 'framed', 'passed', 'reading', 'ended'] as const
  const wanted = names.filter((name) => ask(() => observer[name], undefined) !== undefined)
  const shielded: Observer = Object.fromEntries(
    // Each hears what its own name says, which the compiler does not follow through a name.
    wanted.map((name) => [name, (event: never) => call(() => observer[name]?.(event))]),
  )
  if (ask(() => observer.opened, undefined) === undefined) return shielded
  return {
    ...shielded,
    opened: (end) => {
      const listener: unknown = ask(() => observer.opened?.(end) ?? null, null)
      if (typeof listener === 'function') return (frame) => call(() => listener(frame))
      // It may be written in a way that the types do not see: frames do not wait for what comes later.
      if (isThenable(listener)) listener.then(undefined, fell)
      if (listener !== null) fell(new TypeError('opened gives a function at once, or null'))
      return null
    },
  }
}

interface Shield {
  /** Takes what a part of the program gives; something else where that throws. */
  readonly ask: <A>(given: () => A, otherwise: A) => A
  /** Calls a part of the program, for what it does. */
  readonly call: (given: () => unknown) => void
  /** Tells of a failure, the first time. */
  readonly fell: (error: unknown) => void
  /** Takes what a call has given, which may be written in a way that the types do not see: a promise that rejects. */
  readonly settled: (done: unknown) => void
}

const shieldFor = (what: 'log' | 'observer'): Shield => {
  let isTold = false
  const fell = (error: unknown): void => {
    if (isTold) return
    isTold = true
    // The text may hold whatever it was given.
    console.error(
      `The ${what} failed (${detailOf(error).replace(/\p{C}/gu, ' ')}); what it does not take is lost.`,
    )
  }
  const settled = (done: unknown): void => {
    if (isThenable(done)) done.then(undefined, fell)
  }
  return {
    fell,
    settled,
    ask: (given, otherwise) => {
      try {
        return given()
      } catch (error) {
        fell(error)
        return otherwise
      }
    },
    call: (given) => {
      try {
        settled(given())
      } catch (error) {
        fell(error)
      }
    },
  }
}
