import { aFlag, aText, limitFrom, optional, optionsOf, wholeFrom } from '../arguments.ts'
import { duration } from '../duration.ts'

/** Checks the options of a store, whichever it is. */
export const storeOptions = optionsOf({
  maxAddresses: optional(limitFrom(0)),
  patienceMs: optional(duration),
  ownThread: optional(aFlag),
  password: optional(aText),
  maxConnections: optional(wholeFrom(1)),
})
