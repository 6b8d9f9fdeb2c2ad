import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Writes a file so that it is there whole or not at all: temporary file, fsync, rename. `mode` is less what the umask
 * takes. Throws what the system says, and leaves nothing behind.
 */
export const writeWhole = (file: string, text: string, mode: number): void => {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const descriptor = openSync(temporary, 'wx', mode)
    try {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
