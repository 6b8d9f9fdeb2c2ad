import { type Command, Option } from 'commander'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { type Declared, isGiven } from './option.ts'

/**
 * Refuses flags that would do nothing: whoever gives one expects that it does. `where` is what they mean nothing with.
 * Throws a CliError.
 */
export const refuseConflicts = (
  command: Command,
  declared: readonly Declared<unknown>[],
  where: string,
): void => {
  const [conflict] = declared.filter((each) => isGiven(command, each))
  if (conflict === undefined) return
  const flag = new Option(conflict.flags).long ?? conflict.flags
  throw new CliError(Exit.wrongUsage, (say) => say.flagConflict(flag, where))
}
