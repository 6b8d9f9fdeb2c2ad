import { readFileSync, statSync } from 'node:fs'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import type { Phrase } from '../i18n/errors.ts'

/** Rights that nobody but the owner may have. */
export const OTHERS_READ_OR_WRITE = 0o077
export const OTHERS_WRITE = 0o022

/** The text of a file; null: there is none. Throws a CliError where it cannot be read, or, with `open`, where others have a right to it. */
export const guardedText = (file: string, rights: number, open: Phrase): string | null => {
  try {
    const found = statSync(file, { throwIfNoEntry: false })
    if (found === undefined) return null
    if (process.getuid !== undefined && (found.mode & rights) !== 0) throw new CliError(Exit.failed, open)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof CliError) throw error
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CliError(Exit.failed, (say) => say.fileUnread(file, code))
  }
}
