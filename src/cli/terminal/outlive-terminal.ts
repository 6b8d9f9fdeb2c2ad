import { closeSync } from 'node:fs'
import { isatty } from 'node:tty'

const STANDARD_STREAMS = [0, 1, 2]

/**
 * Lets this process end in order when its terminal was closed meanwhile. Node restores the terminal's settings at the
 * end, and aborts where it cannot; a stream that was closed before is left alone.
 */
export const outliveTerminal = (): void => {
  const terminals = STANDARD_STREAMS.filter((descriptor) => isatty(descriptor))
  process.on('exit', () => {
    for (const descriptor of terminals) if (!isatty(descriptor)) close(descriptor)
  })
}

const close = (descriptor: number): void => {
  try {
    closeSync(descriptor)
  } catch {
    // It is closed already.
  }
}
