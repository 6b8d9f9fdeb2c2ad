import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { type Contract, loadContract, type State } from '../../src/contract/index.ts'

const file = fileURLToPath(new URL('../../protocol/colloquy.yaml', import.meta.url))
const loaded = loadContract(readFileSync(file, 'utf8'), 'protocol/colloquy.yaml')
if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))

/** The contract as it is written, and not as it was generated. */
export const contract: Contract = loaded.right

/** A state of it by its name. */
export const stateNamed = (name: string): State => {
  const found = contract.states.find((state) => state.name === name)
  if (found === undefined) throw new Error(`The contract has no state ${name}.`)
  return found
}
