import type { Contract } from '../../contract/index.ts'
import type { AnyMessages, Contract as RunnableContract } from '../../index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { loadContractFile } from './load-contract.ts'

/** A contract of the user's: as it is written, and ready to run. */
export interface SpokenContract {
  readonly contract: Contract
  readonly runnable: RunnableContract<AnyMessages>
}

/** Loads a contract on the base from its file, without generating any. Throws a CliError where it cannot be spoken. */
export const loadSpoken = async (path: string): Promise<SpokenContract> => {
  const contract = await loadContractFile(path)
  if (contract.base === null) throw new CliError(Exit.wrongUsage, (say) => say.contractBaseless(path))
  // Loaded here, since whoever speaks talk starts without it.
  const [{ evaluateContract }, runtime, baseCodec] = await Promise.all([
    import('../../codegen/index.ts'),
    import('../../codec/index.ts'),
    import('../../../protocol/base/codec.ts'),
  ])
  return { contract, runnable: evaluateContract(contract, { runtime, baseCodec }) }
}
