import { Exit, type ExitCode } from './exit.ts'
import { tell } from './options/language.ts'
import { onStopSignal } from './signals.ts'
import { isUnread } from './terminal/unread.ts'
import { faultPhrase, onFault } from './uncaught.ts'

/** Leaving in order may take this long after a fault. */
const LEAVE_WITHIN_MS = 5_000

/** When a client is to leave before its conversation is over. */
interface Leaving {
  readonly signal: AbortSignal
  /** How the program ends because of it; null: as the conversation does. */
  readonly exit: () => ExitCode | null
}

/**
 * Aborts at the first signal to stop, at a fault of our own, or when stdout takes nothing more: that nobody reads any
 * more is no failure, a disk that is full is one.
 */
export const leaving = (): Leaving => {
  const aborting = new AbortController()
  let exit: ExitCode | null = null
  const leave = (how: ExitCode | null): void => {
    exit = how
    aborting.abort()
  }
  onStopSignal(() => leave(Exit.interrupted))
  onFault((thrown) => {
    if (exit === Exit.failed) return
    tell(faultPhrase(thrown, null))
    leave(Exit.failed)
    setTimeout(() => process.exit(Exit.failed), LEAVE_WITHIN_MS).unref()
  })
  process.stdout.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
    if (aborting.signal.aborted) return
    leave(isUnread(code) ? null : Exit.failed)
  })
  return { signal: aborting.signal, exit: () => exit }
}
