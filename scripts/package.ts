// Packs the package, and checks what is packed as those see it who install it: `package [folder]`. The tarball stays in
// the folder; without one it is thrown away. Exit codes: 0 good, 1 not.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { faultsOf } from './packed.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Runs a program and gives what it prints; null: it failed. */
const run = (command: string, args: readonly string[], stdout: 'pipe' | 'inherit'): string | null => {
  const stdio = ['ignore', stdout, 'inherit'] as const
  const ended = spawnSync(command, args, { cwd: root, encoding: 'utf8', stdio: [...stdio] })
  return ended.status === 0 ? (ended.stdout ?? '') : null
}

const tool = (path: string, ...args: readonly string[]): boolean =>
  run(process.execPath, [join(root, 'node_modules', path), ...args], 'inherit') !== null

const check = (folder: string): boolean => {
  // Packing builds.
  const said = run('npm', ['pack', '--silent', '--json', '--pack-destination', folder], 'pipe')
  if (said === null) return false
  const [{ filename, files }] = JSON.parse(said)
  const paths = files.map(({ path }: { readonly path: string }) => path)
  const faults = faultsOf({ root, files: paths })
  for (const fault of faults) console.error(fault)
  const tarball = join(folder, filename)
  const isLinted = tool('publint/src/cli.js', 'run', tarball, '--strict')
  const untyped = ['base.yaml', 'base.proto', 'talk.yaml', 'talk.proto'].map((file) => `protocol/${file}`)
  const options = ['--profile', 'esm-only', '--format', 'ascii', '--exclude-entrypoints', ...untyped]
  const isTyped = tool('@arethetypeswrong/cli/dist/index.js', tarball, ...options)
  return faults.length === 0 && isLinted && isTyped
}

const given = process.argv[2]
const folder = given ?? mkdtempSync(join(tmpdir(), 'colloquy-package-'))
try {
  process.exitCode = check(folder) ? 0 : 1
} finally {
  if (given === undefined) rmSync(folder, { recursive: true })
}
