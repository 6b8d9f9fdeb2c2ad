import type { Log } from '../../index.ts'

/** A log in front of another one: it wants what that wants at the moment, and `write` passes its events on. */
export const logInFrontOf = <Event>(log: Log<Event>, write: (event: Event) => void): Log<Event> => ({
  get data() {
    return log.data
  },
  get level() {
    return log.level
  },
  get countsUnproven() {
    return log.countsUnproven === true
  },
  write,
})
