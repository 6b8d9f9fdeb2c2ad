import { Exit, type ExitCode } from './exit.ts'
import { hangupIsIgnored } from './hangup.ts'
import { isUnread } from './terminal/output.ts'
import { printNotice } from './terminal/standard-error.ts'
import { onUncaught, uncaughtPhrase } from './uncaught.ts'

/**
 * Calls back at the first SIGINT, SIGTERM or SIGHUP: Ctrl-C, a supervisor, a terminal that is closed. A second one ends
 * the process at once, but for SIGHUP, which shells and the system send one after the other. Who was told to live on when
 * the terminal is closed does. `hungUp` may take a SIGHUP for something else, and says so.
 */
export const onStopSignal = (stop: () => void, hungUp?: () => boolean): void => {
  let isStopping = false
  const first = (): void => {
    if (!isStopping) stop()
    isStopping = true
  }
  const interrupted = (): void => {
    if (isStopping) process.exit(Exit.interrupted)
    first()
  }
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  const isIgnored = hangupIsIgnored()
  if (isIgnored && hungUp === undefined) return
  process.on('SIGHUP', () => {
    if (hungUp?.() !== true && !isIgnored) first()
  })
}

/** Lets a process that was told to outlive its terminal do so, whatever Node makes of it. */
export const obeyNohup = (): void => {
  if (hangupIsIgnored()) process.on('SIGHUP', () => {})
}

/** Leaving in order may take this long after a fault. */
const LEAVE_WITHIN_MS = 5_000

/** When a client is to leave before its conversation is over. */
interface StopRequest {
  readonly signal: AbortSignal
  /** How the program ends because of it; null: as the conversation does. */
  readonly exit: () => ExitCode | null
}

/**
 * Aborts at the first signal to stop, at a fault of our own, or when stdout takes nothing more: that nobody reads any
 * more is no failure, a disk that is full is one.
 */
export const stopRequest = (): StopRequest => {
  const aborting = new AbortController()
  let exit: ExitCode | null = null
  const leave = (how: ExitCode | null): void => {
    exit = how
    aborting.abort()
  }
  onStopSignal(() => leave(Exit.interrupted))
  onUncaught((thrown) => {
    if (exit === Exit.failed) return
    printNotice(uncaughtPhrase(thrown, null))
    leave(Exit.failed)
    setTimeout(() => process.exit(Exit.failed), LEAVE_WITHIN_MS).unref()
  })
  process.stdout.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
    if (aborting.signal.aborted) return
    leave(isUnread(code) ? null : Exit.failed)
  })
  return { signal: aborting.signal, exit: () => exit }
}
