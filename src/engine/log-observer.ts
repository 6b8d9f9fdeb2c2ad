import type { Log, PeerEvent } from './events.ts'
import type { Observer } from './observer.ts'

/** Tells a log of states and of reading from `debug` on, with `trace` of each frame; null where neither is wanted. */
export const logObserver = (log: Log<PeerEvent>): Observer | null => {
  const { level } = log
  if (level === undefined) return null
  return {
    entered: ({ from, to }) => log.write({ event: 'state', from, to }),
    reading: ({ paused }) => log.write({ event: 'reading', paused }),
    ...(level === 'debug'
      ? {}
      : {
          framed: ({ direction, type, id, re, bytes, state }) =>
            log.write({ event: 'frame', direction, type, id, re, bytes, state }),
        }),
  }
}
