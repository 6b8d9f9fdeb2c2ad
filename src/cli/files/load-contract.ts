import { isUtf8 } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import type { Contract } from '../../contract/index.ts'
import { CliError, errorOfLines } from '../errors.ts'
import { Exit } from '../exit.ts'
import { bytesAt } from './beginning-of.ts'
import { packageFile } from './package-file.ts'

/** A contract of more has more characters than one may have. */
const MAX_CONTRACT_BYTES = 2 * 1024 * 1024

/**
 * Reads a contract; `name` is what its flaws carry instead of its path. Throws a CliError that tells every flaw, each
 * with its place and its remedy.
 */
export const loadContractFile = async (path: string, name = path): Promise<Contract> => {
  // Loaded here, since other commands start without it.
  const { loadContract, shownFailures } = await import('../../contract/index.ts')
  const loaded = loadContract(contractText(path), name, { bases: contractBases() })
  if (E.isRight(loaded)) return loaded.right
  const { lines, more } = shownFailures(loaded.left)
  throw errorOfLines(Exit.wrongUsage, lines, more)
}

/** The texts of the bases that a contract may stand on. */
export const contractBases = (): ReadonlyMap<string, string> =>
  new Map([['colloquy@1', contractText(packageFile('protocol/base.yaml'))]])

/** The text of a contract. Throws a CliError where it cannot be read. */
export const contractText = (path: string): string => {
  try {
    const bytes = bytesAt(path, MAX_CONTRACT_BYTES)
    // A file that is too large may be cut within a character.
    if (bytes.length <= MAX_CONTRACT_BYTES && !isUtf8(bytes))
      throw new CliError(Exit.wrongUsage, (say) => say.contractNoUtf8(path))
    return bytes.toString('utf8')
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError(Exit.wrongUsage, (say) => say.contractUnread(path, codeOf(error)))
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
