import { once } from 'node:events'

/** So much may wait for whoever reads stdout before the other side waits, too. */
const MOST_UNREAD_BYTES = 1024 * 1024

/** Resolves when stdout takes more, or when `signal` says that nobody waits for it; null: it takes more now. */
export const roomOnStdout = (signal: AbortSignal): Promise<void> | null =>
  process.stdout.writableLength > MOST_UNREAD_BYTES && !signal.aborted
    ? once(process.stdout, 'drain', { signal }).then(
        () => {},
        () => {},
      )
    : null
