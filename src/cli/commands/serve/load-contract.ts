import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { loadSpoken, type SpokenContract } from '../../files/spoken-contract.ts'
import type { ServeFlags } from './options.ts'
import { moduleOf } from './replier.ts'

/** Loads the contract that a server is to speak; null: talk. Throws a CliError for one that no module answers. */
export const loadContract = async ({
  contract,
  reply,
}: Pick<ServeFlags, 'contract' | 'reply'>): Promise<SpokenContract | null> => {
  if (contract === undefined) return null
  if (moduleOf(reply) === null) throw new CliError(Exit.wrongUsage, (say) => say.contractUnanswered(reply))
  return loadSpoken(contract)
}
