import { isUtf8 } from 'node:buffer'
import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import type { StandardInput } from '../terminal/standard-input.ts'
import { type Declared, texted } from './option.ts'

/** More than any password has: of what is longer no more is read than shows that it is. */
const MAX_BYTES = 1_024

/** Holds the password where no file is given. */
const PASSWORD_VARIABLE = 'COLLOQUY_PASSWORD'

/** Where a password comes from beside its file, and the flag of that. */
interface PasswordSource {
  readonly variable: string
  readonly flag: string
}

const ofUser: PasswordSource = { variable: PASSWORD_VARIABLE, flag: '--password-file' }

/** The flag for a password; `which` is what its help calls it. */
export const passwordFile = (which: string): Declared<string | undefined> =>
  texted(
    '--password-file <path>',
    `${which}: a file for you only that holds it, or - for the first line of standard input (or set ${PASSWORD_VARIABLE})`,
  )

/**
 * The password from a file, from the first line of standard input (`-`) or from a variable of the environment, never from the command
 * line, where others could read it. null when there is none. Throws a CliError if it cannot be read, or others can, or if
 * nobody could type it.
 */
export const givenPassword = async (
  file: string | undefined,
  input: () => StandardInput,
  { variable, flag }: PasswordSource = ofUser,
): Promise<string | null> => {
  if (file === undefined) {
    const given = process.env[variable]
    return given === undefined ? null : typeable(given)
  }
  const bytes = file === '-' ? await firstLine(input, flag) : contentOf(file, flag)
  if (bytes.length <= MAX_BYTES && !isUtf8(bytes))
    throw new CliError(Exit.wrongUsage, (say) => say.passwordNoUtf8(flag))
  return typeable(bytes.toString('utf8').replace(/\r?\n$/, ''))
}

/** The password without a byte order mark. Throws a CliError if nobody could type it where it is asked for. */
const typeable = (given: string): string => {
  const password = given.replace(BYTE_ORDER_MARK, '')
  const isTooLong = password.length > MAX_BYTES
  if (!isTooLong && /\p{Cc}/u.test(password))
    throw new CliError(Exit.wrongUsage, (say) => say.passwordControl)
  return password
}

/** Some editors put it before the text; nobody can type it. */
const BYTE_ORDER_MARK = /^\ufeff/

const firstLine = async (input: () => StandardInput, flag: string): Promise<Buffer> => {
  if (process.stdin.isTTY) throw new CliError(Exit.wrongUsage, (say) => say.passwordSeen(flag))
  const line = await input().line(MAX_BYTES)
  return Buffer.concat([line, Buffer.from('\n')])
}

const contentOf = (file: string, flag: string): Buffer => {
  try {
    const descriptor = openSync(file, 'r')
    try {
      if (mayBeReadByOthers(fstatSync(descriptor)))
        throw new CliError(Exit.failed, (say) => say.passwordOpen(file))
      return beginningOf(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (error instanceof CliError) throw error
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CliError(Exit.wrongUsage, (say) => say.passwordFile(code, flag))
  }
}

/** Modes say nothing on systems whose users have no numbers, nor of a device. */
const mayBeReadByOthers = (found: Stats): boolean =>
  process.getuid !== undefined && (found.isFile() || found.isFIFO()) && (found.mode & 0o077) !== 0

const beginningOf = (descriptor: number): Buffer => {
  const bytes = Buffer.alloc(MAX_BYTES + 1)
  let length = 0
  while (length < bytes.length) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, null)
    if (read === 0) break
    length += read
  }
  return bytes.subarray(0, length)
}
