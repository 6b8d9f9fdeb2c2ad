import { password as checkedPassword } from '../../index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import type { StandardInput } from '../terminal/standard-input.ts'
import { givenPassword } from './password.ts'
import { personName, readValue } from './value-types.ts'

/** A person, as the command line says; null: it does not. */
export interface Person {
  readonly name: string | null
  readonly password: string | null
}

/** The flags of it. */
interface PersonFlags {
  readonly name: string | undefined
  readonly passwordFile: string | undefined
}

/**
 * Reads the credentials of the command line before anything is sent; `inAddress` is the name in an address. Throws a
 * CliError or a ColloquyError where they cannot be any.
 */
export const personOf = async (
  { name: byFlag, passwordFile }: PersonFlags,
  inAddress: string | null,
  input: () => StandardInput,
): Promise<Person> => {
  if (byFlag !== undefined && inAddress !== null)
    throw new CliError(Exit.wrongUsage, (say) => say.givenTwice('name', inAddress, byFlag))
  const secret = await givenPassword(passwordFile, input)
  return {
    name: byFlag ?? (inAddress === null ? null : readValue('name', inAddress, personName)),
    password: secret === null ? null : checkedPassword(secret),
  }
}
