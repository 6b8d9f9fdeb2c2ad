import { Exit, type ExitCode } from './exit.ts'

/** When a client is to leave before its conversation is over. */
interface Leaving {
  readonly signal: AbortSignal
  /** How the program ends because of it; null: as the conversation does. */
  readonly exit: () => ExitCode | null
}

/**
 * Aborts at the first SIGINT or SIGTERM, or when stdout takes nothing more: that nobody reads any more is no failure, a
 * disk that is full is one. A second signal ends the process.
 */
export const leaving = (): Leaving => {
  const aborting = new AbortController()
  let exit: ExitCode | null = null
  const leave = (how: ExitCode | null): void => {
    exit = how
    aborting.abort()
  }
  const interrupt = (): void => {
    if (exit === Exit.interrupted) process.exit(exit)
    leave(Exit.interrupted)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  process.stdout.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
    if (aborting.signal.aborted) return
    leave(code === 'EPIPE' ? null : Exit.failed)
  })
  return { signal: aborting.signal, exit: () => exit }
}
