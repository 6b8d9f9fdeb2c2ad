import type { KnownByeReason, KnownFaultCode } from '../engine/codes.ts'
import type { Ending } from '../engine/ending.ts'

const FIRST_MS = 100
const MAX_MS = 30_000
const MAX_OBEYED_MS = 5 * 60_000

/** Whether a conversation that ended so is worth another connection. */
export const worthAnother = (ending: Ending): boolean => {
  switch (ending.how) {
    case 'lost':
      return true
    case 'bye':
      return isKnown(afterBye, ending.code) && afterBye[ending.code]
    case 'fault':
      return isKnown(afterFault, ending.code) && afterFault[ending.code]
    default:
      return ending satisfies never
  }
}

/** Whether a code is one of this version. Nobody here can know what a later one means: it ends for good. */
const isKnown = <K extends string>(table: Readonly<Record<K, unknown>>, code: string): code is K =>
  Object.hasOwn(table, code)

const afterBye: Readonly<Record<KnownByeReason, boolean>> = {
  DONE: false,
  LOGGED_OUT: false,
  IDLE: true,
  SHUTTING_DOWN: true,
  REPLACED: false,
}

const afterFault: Readonly<Record<KnownFaultCode, boolean>> = {
  UNEXPECTED_MESSAGE: false,
  MALFORMED: false,
  TOO_LARGE: false,
  TIMEOUT: true,
  VERSION: false,
  OVERLOADED: true,
  INTERNAL: true,
  GAP: false,
  UNAUTHORIZED: false,
}

/**
 * How long to wait before the next try: full jitter below a bound that doubles from 100 ms to 30 s, and not less than
 * the other side asked for, up to 5 min. `random` gives 0 to 1.
 */
export const backOffMs = (failures: number, ending: Ending | null, random: () => number): number => {
  const bound = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(failures, 20))
  const asked = ending?.how === 'fault' ? Math.min(ending.retryAfterMs, MAX_OBEYED_MS) : 0
  return Math.max(asked, Math.round(random() * bound))
}
