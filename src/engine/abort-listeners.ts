/**
 * Listeners of signals that programs give us. Many requests may wait for one signal, and Node warns of a leak from the eleventh
 * listener on: so a signal has one listener of ours, however many wait for it.
 */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/** Calls `listener` once, when the signal aborts; never, where it has aborted already. */
export const addAbortListener = (signal: AbortSignal, listener: () => void): void => {
  const known = waiting.get(signal)
  if (known !== undefined) {
    known.add(listener)
    return
  }
  waiting.set(signal, new Set([listener]))
  signal.addEventListener('abort', callAll)
}

/** Calls it no more. */
export const removeAbortListener = (signal: AbortSignal, listener: () => void): void => {
  const known = waiting.get(signal)
  if (known?.delete(listener) !== true || known.size > 0) return
  waiting.delete(signal)
  signal.removeEventListener('abort', callAll)
}

function callAll(this: AbortSignal): void {
  // One that is called may remove itself and others, which are not called then.
  for (const listener of waiting.get(this) ?? []) listener()
  waiting.delete(this)
  this.removeEventListener('abort', callAll)
}
