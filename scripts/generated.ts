import { readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import {
  bringUpToDate,
  contractHash,
  formatDifference,
  type GenerateOptions,
  generate,
  generateSingleFile,
  packageImports,
} from '../src/codegen/index.ts'
import { type Contract, loadContract, shownFailures } from '../src/contract/index.ts'
import { pageScripts } from './page-scripts.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const usage = 'usage: npm run codegen -- [--check] [contract.yaml outFolder]'

/** All that is generated in this repository. */
const ours = [
  { contract: 'protocol/base.yaml', out: 'protocol/base' },
  { contract: 'protocol/talk.yaml', out: 'protocol/talk' },
  { contract: 'spec/contract/own/kv.yaml', out: 'spec/support/kv' },
  { contract: 'spec/support/exchange.yaml', out: 'spec/support/exchange' },
  // As somebody else would have it.
  { contract: 'examples/credit/credit.yaml', out: 'examples/credit', file: 'protocol.js' },
  { contract: 'examples/chat/chat.yaml', out: 'examples/chat/src', file: 'protocol.ts' },
  { contract: 'examples/kv/kv.yaml', out: 'examples/kv/src', file: 'protocol.ts' },
  { contract: 'examples/init/key-value.yaml', out: 'examples/init/src', file: 'protocol.ts' },
  { contract: 'examples/init/key-value.yaml', out: 'examples/init/javascript/src', file: 'protocol.js' },
  { contract: 'bench/contracts/question.yaml', out: 'bench/contracts', file: 'question.ts' },
]

const slashes = (path: string): string => path.split(sep).join('/')

/** The base that contracts may stand on, and the folder of what is generated from it. */
const bases = new Map([['colloquy@1', readFileSync(join(root, 'protocol', 'base.yaml'), 'utf8')]])
const baseFolder = join(root, 'protocol', 'base')

/** Where modules of this repository find it. */
const importsFrom = (folder: string): GenerateOptions['imports'] => {
  const from = (parent: string, file: string): string => {
    const path = slashes(relative(folder, join(parent, file)))
    return path.startsWith('.') ? path : `./${path}`
  }
  const runtime = (file: string): string => from(join(root, 'src', 'codec'), file)
  return {
    runtime: runtime('index.ts'),
    types: runtime('types.ts'),
    io: runtime('io.ts'),
    arbitraries: runtime('arbitraries.ts'),
    engine: from(join(root, 'src', 'engine'), 'index.ts'),
    base: {
      messages: from(baseFolder, 'messages.ts'),
      codec: from(baseFolder, 'codec.ts'),
      io: from(baseFolder, 'io.ts'),
      arbitraries: from(baseFolder, 'arbitraries.ts'),
    },
  }
}

/** Whether modules in a folder find the run-time in the sources beside them, and not in the package. */
const isOfSources = (folder: string): boolean =>
  [join(root, 'protocol'), join(root, 'spec')].some((ours) => resolve(folder).startsWith(ours + sep))

const optionsFor = (source: string, folder: string): GenerateOptions => ({
  source: slashes(relative(process.cwd(), source)),
  command: 'npm run codegen',
  imports: isOfSources(folder) ? importsFrom(folder) : packageImports,
})

interface Wanted {
  readonly mode: 'check' | 'write'
  /** The one file that is generated; all of them unless given. */
  readonly file?: string
}

const generated = (
  contract: Contract,
  source: string,
  folder: string,
  file: string | undefined,
): ReadonlyMap<string, string> =>
  file === undefined
    ? generate(contract, contractHash(contract), optionsFor(source, folder))
    : generateSingleFile(contract, file, file.endsWith('.ts') ? 'typescript' : 'javascript', {
        source: basename(source),
        command: 'colloquy generate',
      })

const run = (source: string, folder: string, { mode, file }: Wanted): number => {
  const loaded = loadContract(readFileSync(source, 'utf8'), source, { bases })
  if (E.isLeft(loaded)) {
    const { lines, more } = shownFailures(loaded.left)
    for (const line of lines) console.error(line)
    if (more > 0) console.error(`And ${more} more.`)
    return 1
  }
  const differences = bringUpToDate(folder, generated(loaded.right, source, folder, file), mode)
  if (mode === 'check' || differences.some(({ kind }) => kind === 'foreign')) {
    for (const difference of differences) console.error(formatDifference(difference))
    if (differences.length > 0) console.error('Run npm run codegen.')
    return differences.length > 0 ? 1 : 0
  }
  for (const { kind, file } of differences) console.log(`${kind === 'stale' ? 'removed' : 'wrote'} ${file}`)
  return 0
}

/** Runs `npm run codegen` with these arguments, prints to the console, and gives the exit code. */
export const codegen = (args: readonly string[]): number => {
  let given: Wanted & { readonly paths: readonly string[] }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { check: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    given = { mode: values.check ? 'check' : 'write', paths: positionals }
  } catch {
    console.error(usage)
    return 2
  }
  const { mode } = given
  const [source, folder, ...rest] = given.paths
  if ((source === undefined) !== (folder === undefined) || rest.length > 0) {
    console.error(usage)
    return 2
  }
  try {
    if (source !== undefined && folder !== undefined) return run(source, folder, { mode })
    const codes = ours.map(({ contract, out, ...one }) =>
      run(join(root, contract), join(root, out), { mode, ...one }),
    )
    return Math.max(...codes, pageScripts(root, mode))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }
}
