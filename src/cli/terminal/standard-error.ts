import { writeSync } from 'node:fs'
import type { Destination } from '../log/spool.ts'

/** Standard error, by its descriptor: a pipe that is full is an error (EAGAIN), instead of a wait. */
export const standardError = (): Destination => ({
  open: () => true,
  write: (bytes) => writeSync(process.stderr.fd, bytes),
  close: () => {},
})

/** Says something on standard error, if that can be said. */
export const complain = (sentence: string): void => {
  try {
    writeSync(process.stderr.fd, `${sentence}\n`)
  } catch {
    // Nobody listens.
  }
}

/** What is asked of a stream. */
interface Screen {
  readonly isTTY?: boolean
}

/** Whether a stream is coloured: as FORCE_COLOR says, else not where NO_COLOR is set, else on terminals. */
export const isColoured = (
  { isTTY = false }: Screen,
  environment: Readonly<Record<string, string | undefined>>,
): boolean => {
  const { FORCE_COLOR: forced, NO_COLOR: refused = '', TERM: terminal } = environment
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return refused === '' && isTTY && terminal !== 'dumb'
}
