// Fuzzes decoder, frames, and both whole ends, guided by V8's coverage:
// `fuzz [--target <name>] [--seconds <n>] [--seed <n>] [--corpus <folder>] [--findings <folder>]`.
// Inputs that lead somewhere new are kept in the corpus. Exit codes: 0 nothing was found, 1 an input that something fails or hangs at
// was saved, 2 wrong usage.
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Coverage } from '../spec/fuzz/coverage.ts'
import { mutated, Random } from '../spec/fuzz/mutate.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const DEFAULT_SECONDS = 120
/** A few inputs that take longer hang. */
const HANGS_AFTER_MS = 20_000
/** The code that is to be reached. */
const OURS = /^file:.*\/(src|protocol)\/|\/spec\/fuzz\/planted\.ts$/
/** In which the planted fault has to be found. */
const PLANTED_SECONDS = 60
const EACH = ['decode', 'frames', 'server', 'client']

const { values } = parseArgs({
  options: {
    target: { type: 'string', multiple: true },
    seconds: { type: 'string', default: String(DEFAULT_SECONDS) },
    seed: { type: 'string', default: '1' },
    corpus: { type: 'string', default: join(root, 'spec/fuzz/corpus') },
    findings: { type: 'string', default: join(root, 'spec/fuzz/findings') },
    inside: { type: 'boolean', default: false },
  },
})

const targetNames = values.target ?? EACH
const secondsEach = Number(values.seconds) / targetNames.length

const nameOf = (input: Buffer): string => createHash('sha256').update(input).digest('hex').slice(0, 16)

const save = (folder: string, input: Buffer): string => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, nameOf(input))
  writeFileSync(file, input)
  return file
}

const corpusOf = (folder: string): readonly Buffer[] =>
  existsSync(folder) ? readdirSync(folder).map((file) => readFileSync(join(folder, file))) : []

/** Fuzzes one target in this process. The inputs that run lie in `current`, in hex, for who watches. */
const fuzz = async (name: string): Promise<number> => {
  const coverage = new Coverage(OURS)
  // Only code that is loaded after this is counted.
  const { targets, words } = await import('../spec/fuzz/targets.ts')
  const target = targets[name]
  if (target === undefined) throw new Error(`There is no target ${name}.`)
  const folder = join(values.corpus, name)
  const current = join(values.findings, `${name}.current`)
  const corpus: Buffer[] = []
  const random = new Random(Number(values.seed))
  let runs = 0
  const run = async (input: Buffer): Promise<boolean> => {
    runs += 1
    try {
      await target.run(input)
      return true
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message : error}`)
      console.error(`saved: ${save(values.findings, input)}`)
      return false
    }
  }
  const led = async (input: Buffer): Promise<boolean> => {
    await run(input)
    return coverage.takeNew(true)
  }
  const kept = corpusOf(folder)
  for (const input of [...target.seeds, ...kept]) {
    if (!(await run(input))) return 1
    corpus.push(input)
  }
  coverage.takeNew(true)
  const before = coverage.size
  const dueMs = performance.now() + secondsEach * 1_000
  const next = (): Buffer => mutated(random.of(corpus), random.of(corpus), words, random)
  while (performance.now() < dueMs) {
    const inputs = Array.from({ length: target.batch }, next)
    writeFileSync(current, inputs.map((input) => `${input.toString('hex')}\n`).join(''))
    for (const input of inputs) if (!(await run(input))) return 1
    if (!coverage.takeNew(false)) continue
    // One of them led somewhere: each again, by itself.
    for (const input of inputs)
      if (await led(input)) {
        corpus.push(input)
        save(folder, input)
      }
  }
  console.log(
    `${name}: ${runs} inputs, ${corpus.length} in the corpus, ${coverage.size} characters of code have run, ${coverage.size - before} of them after the corpus`,
  )
  return 0
}

/** Where a process of its own puts what it keeps and finds, and how long it runs. */
interface Run {
  readonly corpus: string
  readonly findings: string
  readonly seconds: number
  /** Whether what it says is nobody's concern. */
  readonly silent: boolean
}

/** Fuzzes a target in a process of its own, which is ended where an input hangs. */
const watched = (name: string, { corpus, findings, seconds, silent }: Run): Promise<number> =>
  new Promise((resolve) => {
    const current = join(findings, `${name}.current`)
    const args = ['--inside', '--target', name, '--seconds', String(seconds), '--seed', values.seed]
    // That of an earlier run.
    rmSync(current, { force: true })
    const child = fork(
      fileURLToPath(import.meta.url),
      [...args, '--corpus', corpus, '--findings', findings],
      {
        silent,
      },
    )
    const watch = setInterval(() => {
      if (!existsSync(current) || Date.now() - statSync(current).mtimeMs < HANGS_AFTER_MS) return
      console.error(`${name}: one of the inputs in this file hangs: ${save(findings, readFileSync(current))}`)
      child.kill('SIGKILL')
    }, 1_000)
    child.on('exit', (code) => {
      clearInterval(watch)
      rmSync(current, { force: true })
      resolve(code ?? 1)
    })
  })

/** Whether the fault is found that was planted to be found. */
const findsPlanted = async (): Promise<boolean> => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-fuzz-'))
  const run = { corpus: join(folder, 'corpus'), findings: folder, seconds: PLANTED_SECONDS, silent: true }
  const code = await watched('planted', run)
  const isSaved = readdirSync(folder).some((file) => /^[0-9a-f]{16}$/.test(file))
  rmSync(folder, { recursive: true })
  return code === 1 && isSaved
}

if (values.inside) process.exitCode = await fuzz(targetNames[0] ?? '')
else if (!(await findsPlanted())) {
  console.error('The planted fault was not found: what follows would find nothing, either.')
  process.exitCode = 1
} else {
  console.log('planted: found, as it is to be')
  mkdirSync(values.findings, { recursive: true })
  const { corpus, findings } = values
  const codes: number[] = []
  for (const name of targetNames)
    codes.push(await watched(name, { corpus, findings, seconds: secondsEach, silent: false }))
  process.exitCode = codes.some((code) => code !== 0) ? 1 : 0
}
