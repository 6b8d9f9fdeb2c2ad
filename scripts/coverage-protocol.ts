// Runs the specs of real ends and says which states, transitions, Faults, Byes and denials they reached:
// `coverage-protocol [folder of specs …]`. Exit codes: 0 everything, or a reason for the rest; 1 not, or a spec failed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compare } from '../spec/coverage/compare.ts'
import { everything } from '../spec/coverage/reach.ts'
import { reasons } from '../spec/coverage/reasons.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const inProcess = [
  'spec/engine/',
  'spec/client/',
  'spec/server/',
  'spec/transition-coverage/',
  'spec/model-based/',
]
const WITHIN_MS = 15 * 60 * 1000

const runSpecs = (specs: readonly string[], folder: string): number | null =>
  spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      ...specs,
      // These tests count all observers, and do not expect the one that measures.
      '--testPathIgnorePatterns=spec/engine/combined-observers',
    ],
    {
      cwd: root,
      env: { ...process.env, COLLOQUY_COVERAGE: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: WITHIN_MS,
    },
  ).status

const main = (): number => {
  const given = process.argv.slice(2)
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-coverage-'))
  try {
    if (runSpecs(given.length === 0 ? inProcess : given, folder) !== 0) {
      console.error('The specs failed; run them alone to see why.')
      return 1
    }
    const reached = new Set(
      readdirSync(folder).flatMap((file): string[] => JSON.parse(readFileSync(join(folder, file), 'utf8'))),
    )
    const { kinds, excused, missing, stale, unknown } = compare(everything(), reached, reasons)
    for (const one of kinds) console.log(`${one.kind}: ${one.reached} of ${one.all}`)
    for (const [thing, reason] of excused) console.log(`not reached: ${thing} (${reason})`)
    for (const thing of missing) console.error(`missing: ${thing}`)
    for (const thing of stale) console.error(`stale reason: ${thing}`)
    for (const thing of unknown) console.error(`unknown: ${thing}`)
    return missing.length + stale.length + unknown.length === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true })
  }
}

process.exitCode = main()
