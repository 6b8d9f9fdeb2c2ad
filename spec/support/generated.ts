import * as baseCodec from '../../protocol/base/codec.ts'
import type { AnyMessages, Contract as Runnable } from '../../src/codec/index.ts'
import * as runtime from '../../src/codec/index.ts'
import { evaluateContract } from '../../src/codegen/index.ts'
import type { Contract } from '../../src/contract/index.ts'

/** A contract as it can be run, of the code that is generated from it. */
export const generatedFrom = (contract: Contract): Runnable<AnyMessages> =>
  evaluateContract(contract, { runtime, baseCodec })
