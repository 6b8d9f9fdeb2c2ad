import { readFileSync } from 'node:fs'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'

/** The bytes of a file that a flag of TLS names. Throws a CliError where it cannot be read. */
export const tlsFile = (flag: string, file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CliError(Exit.failed, (say) => say.tlsFileUnread(flag, file, code))
  }
}
