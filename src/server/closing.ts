import { duration } from '../duration.ts'

/** Time for those who are connected, unless the program says another one. */
const CLOSE_WITHIN_MS = 5_000

/** Closes a server once: whoever asks again waits for the same. Rejects with a RangeError for what is no duration. */
export const closingOnce = (
  drain: (withinMs: number) => Promise<void>,
  defaultMs: number = CLOSE_WITHIN_MS,
): ((withinMs?: number) => Promise<void>) => {
  let closing: Promise<void> | null = null
  return async (withinMs = defaultMs) => {
    duration('withinMs', withinMs)
    closing ??= drain(withinMs)
    return closing
  }
}
