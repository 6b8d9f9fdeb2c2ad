import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'

/**
 * Writes a file so that it is there whole or not at all: temporary file, fsync, rename. `mode` is less what the umask
 * takes. A link stays one: the file that it leads to is written. What is no file, such as a device or a pipe, is never
 * replaced, but given the text. Throws what the system says, and leaves nothing behind.
 */
export const writeWhole = (file: string, text: string, mode: number): void => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found !== undefined && !found.isFile()) return writeFileSync(file, text)
  const target = found === undefined ? file : realpathSync(file)
  const temporary = `${target}.${randomBytes(6).toString('hex')}`
  try {
    const descriptor = openSync(temporary, 'wx', mode)
    try {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
