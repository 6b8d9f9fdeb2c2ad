import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs'

/** Facts about an open file. */
interface FileFacts {
  readonly size: number
  /** Whether it is a file on a disk: those alone are rotated, and made private. */
  readonly isFile: boolean
  /** The same for the same file only. */
  readonly identity: string
}

/** The part of a file system that a log uses. Each call throws what the system says. */
export interface Files {
  /** Opens a file for writing behind its end, and makes it if there is none, for its owner only. */
  open(path: string): number
  facts(descriptor: number): FileFacts
  /** Returns how many bytes were taken. */
  write(descriptor: number, bytes: Uint8Array): number
  close(descriptor: number): void
  exists(path: string): boolean
  rename(from: string, to: string): void
}

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants

/** The system's. A pipe that nobody reads is an error at once, instead of a wait. */
export const systemFiles: Files = {
  open: (path) => {
    const descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600)
    try {
      if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, 0o600)
    } catch (error) {
      closeSync(descriptor)
      throw error
    }
    return descriptor
  },
  facts: (descriptor) => {
    const stats = fstatSync(descriptor)
    return { size: stats.size, isFile: stats.isFile(), identity: `${stats.dev}:${stats.ino}` }
  },
  write: writeSync,
  close: closeSync,
  exists: existsSync,
  rename: renameSync,
}
