import { readFileSync } from 'node:fs'
import { Exit, Trouble } from './exit.ts'

/**
 * The password from a file or from COLLOQUY_PASSWORD, never from the command line, where others could read it. null when
 * there is none.
 */
export const givenPassword = (file: string | undefined): string | null => {
  if (file === undefined) return process.env.COLLOQUY_PASSWORD ?? null
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Trouble(Exit.wrongUsage, `The password file cannot be read (${code}); check --password-file.`)
  }
}
