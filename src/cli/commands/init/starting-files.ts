import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { packageFile } from '../../files/package-file.ts'
import { type Kit, kits } from './kits.ts'

/** The contract that a protocol begins with, whatever the language. */
const CONTRACT = 'key-value.yaml'

/** The names of the example, each of which becomes that of the protocol. */
const NAMES = { protocol: 'key-value', value: 'keyValue', type: 'KeyValue' } as const

/** The name of the contract in a file that has something else of its name. */
const OTHER_VALUE = 'contract'

/** The files of a protocol of this name, by path. */
export const startingFiles = async (name: string, kit: Kit): Promise<ReadonlyMap<string, string>> => {
  const contract = textOf(`examples/init/${CONTRACT}`).replace(kits.typescript.protocol, kit.protocol)
  const { value, type } = await generatedNames(name, contract)
  const files = kit.files.map((file) => [file, textOf(`${kit.folder}/${file}`)] as const)
  return new Map(
    [[CONTRACT, contract] as const, ...files].map(([file, text]) => {
      const isTaken = new RegExp(`\\b${value}\\b`).test(text)
      return [
        file.replace(NAMES.protocol, name),
        text
          .replaceAll(NAMES.protocol, name)
          .replaceAll(`{ ${NAMES.value} }`, isTaken ? `{ ${value} as ${OTHER_VALUE} }` : `{ ${value} }`)
          .replaceAll(NAMES.value, isTaken ? OTHER_VALUE : value)
          .replaceAll(NAMES.type, type),
      ]
    }),
  )
}

/** The names that the generated file has for the protocol. */
const generatedNames = async (name: string, contract: string) => {
  // Loaded here, since other commands start without it.
  const [{ loadContract }, { namesOf }] = await Promise.all([
    import('../../../contract/index.ts'),
    import('../../../codegen/index.ts'),
  ])
  const bases = new Map([['colloquy@1', textOf('protocol/base.yaml')]])
  const loaded = loadContract(contract.replaceAll(NAMES.protocol, name), `${name}.yaml`, { bases })
  // Only the name is not known to be good, and that was read before.
  if (E.isLeft(loaded)) throw new Error(loaded.left.map(({ message }) => message).join(' '))
  return namesOf(loaded.right)
}

const textOf = (file: string): string => readFileSync(packageFile(file), 'utf8')
