import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { Exit, Trouble } from './exit.ts'

/**
 * The password from a file or from COLLOQUY_PASSWORD, never from the command line, where others could read it. null when
 * there is none.
 */
export const givenPassword = (file: string | undefined): string | null => {
  if (file === undefined) return process.env.COLLOQUY_PASSWORD ?? null
  const bytes = bytesOf(file)
  if (!isUtf8(bytes)) throw new Trouble(Exit.wrongUsage, (say) => say.passwordNoUtf8)
  return bytes.toString('utf8').replace(/\r?\n$/, '')
}

const bytesOf = (file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new Trouble(Exit.wrongUsage, (say) => say.passwordFile(code))
  }
}
