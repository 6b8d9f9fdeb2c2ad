import type { AnyMessages, Contract as RunnableContract } from '../codec/contract.ts'
import type { Contract } from '../contract/contract.ts'
import { codecLines, usedFunctions } from './codec.ts'
import { fileOf } from './source.ts'
import { tablesOf } from './tables-of.ts'

type Codec = Pick<RunnableContract, 'encodeBody' | 'decodeBody'>

/** Modules that a generated file imports: the run-time, and the codec of the base. */
export interface EvaluationModules {
  readonly runtime: object
  readonly baseCodec: object
}

/** A contract ready to run, made in this process by the code that is generated from it, without a file. */
export const evaluateContract = (
  contract: Contract,
  { runtime, baseCodec }: EvaluationModules,
): RunnableContract<AnyMessages> => {
  const lines = codecLines(contract)
  const body = fileOf(
    [
      `const { ${usedFunctions(lines).join(', ')} } = runtime`,
      ...lines.map((line) => line.replace(/^export (?=const )/, '')),
      'return { encodeBody, decodeBody }',
    ],
    'javascript',
  )
  // Names and texts of a contract cannot leave the literals that they stand in: it is the same code that users compile.
  const made: Codec = new Function('runtime', 'baseCodec', `'use strict'\n${body}`)(runtime, baseCodec)
  const numbers = Object.fromEntries(contract.messages.map(({ name, number }) => [name, number]))
  return { tables: tablesOf(contract), numbers, ...made }
}
