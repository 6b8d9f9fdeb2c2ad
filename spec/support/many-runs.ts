import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('many-runs.js', import.meta.url))

/** Runs of one process: each has a pipe for its standard input, and leaves a copy of the program's entry in memory. */
const MAX_RUNS = 96
/** The first of these pipes: behind standard input, output and error, and the channel. */
const FIRST_INPUT = 4

/** The script compiles the entry itself. */
const FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']

/** The settings that a program is started with. */
export interface Start {
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
}

/** How a program ended. */
export interface Ended {
  /** null: by a signal. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** The listener to the events of a program. */
export interface Hearer {
  printed(way: 'stdout' | 'stderr', chunk: Buffer): void
  ended(code: number | null, signal: NodeJS.Signals | null): void
}

/** A program that runs. */
export interface Running {
  readonly child: ChildProcess
  readonly stdin: Writable
  readonly isAlone: boolean
}

/** A process that can run the program once more. */
interface Runner {
  readonly child: ChildProcess
  runs: number
}

/**
 * The processes that wait for a run. The environment of the tests keeps them from one file to the next; those of a worker
 * end with it.
 */
const idle = (globalThis as unknown as { readonly idleRunners: Runner[] }).idleRunners

/**
 * Runs the built program in a process that has run it before, where one is idle: that saves most of what a run costs,
 * starting Node and loading the modules. It ends as in a process of its own.
 */
export const runAgain = (cli: string, { args, env, cwd }: Start, hearer: Hearer): Running => {
  const runner = idleRunner() ?? startRunner(cli)
  const { child } = runner
  runner.runs += 1
  // Stands where the run ends, on both streams; on stdout the exit code follows, and the mark again.
  const mark = `\0end of run ${runner.runs}\0`
  const unmarked = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
  let isMarked = false
  const closed = (code: number | null, signal: NodeJS.Signals | null): void => {
    for (const way of WAYS) hearer.printed(way, unmarked[way])
    hearer.ended(code, signal)
  }
  const look = (): void => {
    const [last, code, after] = unmarked.stdout.toString('latin1').split(mark)
    const [lastError, isBehind] = unmarked.stderr.toString('latin1').split(mark)
    if (isMarked || after === undefined || isBehind === undefined) return
    isMarked = true
    child.off('close', closed)
    release(runner)
    hearer.printed('stdout', Buffer.from(last ?? '', 'latin1'))
    hearer.printed('stderr', Buffer.from(lastError ?? '', 'latin1'))
    hearer.ended(Number(code), null)
  }
  for (const way of WAYS)
    pipe(child, way).on('data', (chunk: Buffer) => {
      const seen = Buffer.concat([unmarked[way], chunk])
      // Of the mark, this much may be there already.
      const until = seen.indexOf(0)
      unmarked[way] = until < 0 ? Buffer.alloc(0) : seen.subarray(until)
      hearer.printed(way, until < 0 ? seen : seen.subarray(0, until))
      if (until >= 0) look()
    })
  child.once('close', closed)
  child.ref()
  child.channel?.ref()
  for (const way of WAYS) pipe(child, way).ref()
  child.send({ args, env, cwd, mark, input: FIRST_INPUT + runner.runs - 1 })
  const stdin = inputOf(runner)
  // A program that has ended takes no more input.
  stdin.on('error', () => {})
  return { child, stdin, isAlone: false }
}

const WAYS = ['stdout', 'stderr'] as const

// Node gives a socket for a pipe to a child.
const pipe = (child: ChildProcess, way: 'stdout' | 'stderr'): Socket => child[way] as Socket

const inputOf = ({ child, runs }: Runner): Socket => child.stdio[FIRST_INPUT + runs - 1] as Socket

/** A process that waits, and lives. */
const idleRunner = (): Runner | undefined => {
  for (let runner = idle.pop(); runner !== undefined; runner = idle.pop())
    if (runner.child.connected) return runner
  return undefined
}

const startRunner = (cli: string): Runner => {
  const inputs = Array.from({ length: MAX_RUNS }, () => 'pipe' as const)
  const child = spawn(process.execPath, [...FLAGS, script, cli], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', ...inputs],
  })
  for (const each of child.stdio) (each as Socket | null)?.unref()
  return { child, runs: 0 }
}

/** Gives a process back. The tests may end while it waits for its next run. */
const release = (runner: Runner): void => {
  const { child, runs } = runner
  for (const way of WAYS) pipe(child, way).removeAllListeners('data').unref()
  inputOf(runner).removeAllListeners('error').destroy()
  child.unref()
  child.channel?.unref()
  if (runs === MAX_RUNS) child.disconnect()
  else idle.push(runner)
}
