import type { Command } from 'commander'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'

/**
 * Refuses flags that would do nothing: whoever gives one expects that it does. `attributes` are named as commander names
 * them, `where` is what they mean nothing with. Throws a CliError.
 */
export const refuseConflicts = (command: Command, attributes: readonly string[], where: string): void => {
  for (const option of command.options) {
    const attribute = option.attributeName()
    const isGiven =
      command.getOptionValueSource(attribute) === 'cli' &&
      option.negate === (command.getOptionValue(attribute) === false)
    if (isGiven && attributes.includes(attribute))
      throw new CliError(Exit.wrongUsage, (say) => say.flagConflict(option.long ?? attribute, where))
  }
}
