// Writes what is generated from a contract, or checks it: `codegen [--check] [contract.yaml outFolder]`.
// Exit codes: 0 up to date, 1 the contract is bad or --check found differences, 2 wrong usage.
import { readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import {
  bringUpToDate,
  contractHash,
  formatDifference,
  type GenerateOptions,
  generate,
} from '../src/codegen/index.ts'
import { loadContract, shownFailures } from '../src/contract/index.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const usage = 'usage: npm run codegen -- [--check] [contract.yaml outFolder]'

const slashes = (path: string): string => path.split(sep).join('/')

/** The base that contracts may stand on, and the folder of what is generated from it. */
const bases = new Map([['colloquy@1', readFileSync(join(root, 'protocol', 'base.yaml'), 'utf8')]])
const baseFolder = join(root, 'protocol', 'base')

const optionsFor = (source: string, folder: string): GenerateOptions => {
  const from = (parent: string, file: string): string => {
    const path = slashes(relative(folder, join(parent, file)))
    return path.startsWith('.') ? path : `./${path}`
  }
  const runtime = (file: string): string => from(join(root, 'src', 'codec'), file)
  return {
    source: slashes(relative(process.cwd(), source)),
    command: 'npm run codegen',
    imports: {
      runtime: runtime('index.ts'),
      types: runtime('types.ts'),
      io: runtime('io.ts'),
      arbitraries: runtime('arbitraries.ts'),
      base: {
        messages: from(baseFolder, 'messages.ts'),
        codec: from(baseFolder, 'codec.ts'),
        io: from(baseFolder, 'io.ts'),
        arbitraries: from(baseFolder, 'arbitraries.ts'),
      },
    },
  }
}

const run = (source: string, folder: string, mode: 'check' | 'write'): number => {
  const loaded = loadContract(readFileSync(source, 'utf8'), source, { bases })
  if (E.isLeft(loaded)) {
    const { lines, more } = shownFailures(loaded.left)
    for (const line of lines) console.error(line)
    if (more > 0) console.error(`And ${more} more.`)
    return 1
  }
  const contract = loaded.right
  const generated = generate(contract, contractHash(contract), optionsFor(source, folder))
  const differences = bringUpToDate(folder, generated, mode)
  if (mode === 'check' || differences.some(({ kind }) => kind === 'foreign')) {
    for (const difference of differences) console.error(formatDifference(difference))
    if (differences.length > 0) console.error('Run npm run codegen.')
    return differences.length > 0 ? 1 : 0
  }
  for (const { kind, file } of differences) console.log(`${kind === 'stale' ? 'removed' : 'wrote'} ${file}`)
  return 0
}

const main = (): number => {
  let given: { readonly check: boolean; readonly paths: readonly string[] }
  try {
    const { values, positionals } = parseArgs({
      options: { check: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    given = { check: values.check, paths: positionals }
  } catch {
    console.error(usage)
    return 2
  }
  const [source, folder, ...rest] = given.paths
  if ((source === undefined) !== (folder === undefined) || rest.length > 0) {
    console.error(usage)
    return 2
  }
  try {
    const mode = given.check ? 'check' : 'write'
    if (source !== undefined && folder !== undefined) return run(source, folder, mode)
    const own = ['base', 'talk'].map((name) => {
      const path = join(root, 'protocol', name)
      return run(`${path}.yaml`, path, mode)
    })
    return Math.max(...own)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }
}

process.exitCode = main()
