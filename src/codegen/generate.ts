import { aBuffer } from '../arguments.ts'
import { aContract } from '../contract/arguments.ts'
import type { Contract } from '../contract/contract.ts'
import { generateArbitraries } from './arbitraries.ts'
import { generateCodec } from './codec.ts'
import { generateDiagram } from './diagram.ts'
import { generateIo } from './io.ts'
import { generateMessages } from './messages.ts'
import { generateModule } from './module.ts'
import { type GenerateOptions, generateOptions } from './options.ts'
import { generateProto, protoFileOf } from './proto.ts'
import { generateTables } from './tables.ts'

/**
 * Everything that is generated from a contract: file name to text, in the order of the names. The same contract gives
 * the same texts. `hash` is what `contractHash` gives for it.
 */
export const generate = (
  contract: Contract,
  hash: Uint8Array,
  options: GenerateOptions,
): ReadonlyMap<string, string> => {
  aContract('contract', contract)
  aBuffer('hash', hash)
  generateOptions('options', options)
  return new Map([
    ['arbitraries.ts', generateArbitraries(contract, options)],
    ['codec.ts', generateCodec(contract, options)],
    [protoFileOf(contract), generateProto(contract, options)],
    ['contract.ts', generateTables(contract, hash, options)],
    ['index.ts', generateModule(contract, options)],
    ['io.ts', generateIo(contract, options)],
    ['messages.ts', generateMessages(contract, options)],
    ['states.mmd', generateDiagram(contract, options)],
  ])
}
