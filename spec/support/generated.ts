import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Contract as Runnable } from '../../src/codec/index.ts'
import { contractHash, generate } from '../../src/codegen/index.ts'
import type { Contract } from '../../src/contract/index.ts'
import { imports } from '../codegen/compile.ts'
import { temporaryFolder } from './temporary.ts'

const ofBase = (file: string): string =>
  fileURLToPath(new URL(`../../protocol/base/${file}.ts`, import.meta.url))

/** What stands on the base leans on its modules. */
const base = {
  messages: ofBase('messages'),
  codec: ofBase('codec'),
  io: ofBase('io'),
  arbitraries: ofBase('arbitraries'),
}

/** A contract as it can be run: generated into a temporary folder, and loaded from there. */
export const generatedFrom = async (contract: Contract): Promise<Runnable> => {
  const folder = temporaryFolder()
  try {
    const origin = { source: `${contract.protocol}.yaml`, command: 'a test' }
    const options = { ...origin, imports: { ...imports, base } }
    for (const [file, text] of generate(contract, contractHash(contract), options)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    // The module has one value: the contract.
    const module = (await import(pathToFileURL(join(folder, 'index.ts')).href)) as Record<string, Runnable>
    const [made] = Object.values(module)
    if (made === undefined) throw new Error(`Nothing was generated from ${origin.source}.`)
    return made
  } finally {
    rmSync(folder, { recursive: true })
  }
}
