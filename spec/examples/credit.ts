import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { type Contract, formatFailure, loadContract } from '../../src/contract/index.ts'
import type { MachineModule } from '../../src/engine/index.ts'

const folder = new URL('../../examples/credit/', import.meta.url)

/** The files of the example, by their path in its folder. */
export const fileOf = (path: string): string => fileURLToPath(new URL(path, folder))

/** A module of the example, as a program of somebody else's finds it. */
export const loadMachine = async (path: string): Promise<MachineModule> =>
  await import(new URL(path, folder).href)

const loaded = loadContract(readFileSync(fileOf('credit.yaml'), 'utf8'), 'credit.yaml')
if (E.isLeft(loaded)) throw new Error(loaded.left.map(formatFailure).join('\n'))

export const contract: Contract = loaded.right
