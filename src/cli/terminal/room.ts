import { once } from 'node:events'
import { MAX_UNREAD_BYTES } from './output.ts'

/** Resolves when stdout takes more, or when `signal` says that nobody waits for it; null: it takes more now. */
export const roomOnStdout = (signal: AbortSignal): Promise<void> | null =>
  process.stdout.writableLength > MAX_UNREAD_BYTES && !signal.aborted
    ? once(process.stdout, 'drain', { signal }).then(
        () => {},
        () => {},
      )
    : null
