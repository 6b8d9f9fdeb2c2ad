import { Exit, type ExitCode } from '../../exit.ts'
import { catalogues } from '../../i18n/catalogues.ts'
import { databasePassword } from '../../options/database.ts'
import { checkFiles } from './channel.ts'
import { loadContract } from './load-contract.ts'
import { checkModule } from './load-handlers.ts'
import type { ServeFlags } from './options.ts'
import { moduleOf } from './replier.ts'

/** Checks what the flags name, too, and makes nothing: the work of `--check-config`. Throws a CliError for what cannot be read. */
export const checkConfiguration = async (flags: ServeFlags): Promise<ExitCode> => {
  checkFiles(flags)
  await loadContract(flags)
  const module = moduleOf(flags.reply)
  if (module !== null) checkModule(module)
  if (flags.store !== undefined) await databasePassword(flags.storePasswordFile)
  process.stdout.write(`${catalogues[flags.lang].errors.configFine}\n`)
  return Exit.done
}
