import { Exit } from './exit.ts'
import { hangupIsIgnored } from './hangup.ts'

/**
 * Calls back at the first SIGINT, SIGTERM or SIGHUP: Ctrl-C, a supervisor, a terminal that is closed. A second one ends
 * the process at once, but for SIGHUP, which shells and the system send one after the other. Who was told to live on when
 * the terminal is closed does.
 */
export const onStopSignal = (stop: () => void): void => {
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
  if (!hangupIsIgnored()) process.on('SIGHUP', first)
}

/** Whoever was told to live on when the terminal is closed does, whatever Node makes of it. */
export const obeyNohup = (): void => {
  if (hangupIsIgnored()) process.on('SIGHUP', () => {})
}
