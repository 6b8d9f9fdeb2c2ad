import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { type Contract, loadContract, type State } from '../../src/contract/index.ts'

const read = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../protocol/${file}`, import.meta.url)), 'utf8')

/** The bases that a contract may stand on. */
export const bases: ReadonlyMap<string, string> = new Map([['colloquy@1', read('base.yaml')]])

const loaded = loadContract(read('talk.yaml'), 'protocol/talk.yaml', { bases })
if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))

/** The contract as it is written, and not as it was generated. */
export const contract: Contract = loaded.right

/** A state of it by its name. */
export const stateNamed = (name: string): State => {
  const found = contract.states.find((state) => state.name === name)
  if (found === undefined) throw new Error(`The contract has no state ${name}.`)
  return found
}
