import { writeSync } from 'node:fs'
import type { Destination } from './spool.ts'

/** Standard error, by its descriptor: a pipe that is full is an error (EAGAIN), instead of a wait. */
export const standardError = (): Destination => ({
  open: () => true,
  write: (bytes) => writeSync(process.stderr.fd, bytes),
  close: () => {},
})
