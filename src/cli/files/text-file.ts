import { readFileSync, statSync } from 'node:fs'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { writeWhole } from './write-whole.ts'

/** The text of a file; null: there is none, or what keeps none. Throws a CliError if it cannot be read. */
export const textAt = (file: string): string | null => {
  try {
    const found = statSync(file, { throwIfNoEntry: false })
    if (found === undefined) return null
    // A device or a pipe: to read it may take for ever.
    if (!found.isFile() && !found.isDirectory()) return null
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CliError(Exit.failed, (say) => say.fileUnread(file, codeOf(error)))
  }
}

/** Writes a file that others may read, whole or not at all. Throws a CliError if it cannot be. */
export const writeText = (file: string, text: string): void => {
  try {
    writeWhole(file, text, 0o666)
  } catch (error) {
    throw new CliError(Exit.failed, (say) => say.fileUnwritten(file, codeOf(error)))
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
