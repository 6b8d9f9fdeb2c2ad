import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('many-runs.js', import.meta.url))

/** Longest time that a run may take. */
const WITHIN_MS = 15_000

/** How a program ended. */
export interface Ended {
  /** null: by a signal. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs the built program one time after the other in one process, which saves most of what a run costs: starting Node and
 * loading the modules. A run ends when nothing is left that would keep a process of its own alive.
 */
export class ManyRuns {
  /** Whether a run is under way: there is one at a time. */
  isBusy = false
  private readonly cli: string
  private readonly onStart: (child: ChildProcess) => void
  private child: ChildProcess | undefined
  private closed: Promise<unknown> = Promise.resolve()
  private runs = 0

  /** `onStart` hears of each process. */
  constructor(cli: string, onStart: (child: ChildProcess) => void) {
    this.cli = cli
    this.onStart = onStart
  }

  /** One run, with nothing on stdin. */
  async run(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Ended> {
    this.isBusy = true
    const child = this.living()
    this.runs += 1
    // Stands where the run ends, on both streams; on stdout the exit code follows, and the mark again.
    const mark = `\0end of run ${this.runs}\0`
    const printed = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
    const marked = new Promise<void>((resolve) => {
      for (const way of ['stdout', 'stderr'] as const)
        child[way]?.removeAllListeners('data').on('data', (chunk: Buffer) => {
          printed[way] = Buffer.concat([printed[way], chunk])
          if (printed.stdout.toString().split(mark).length > 2 && printed.stderr.includes(mark)) resolve()
        })
    })
    child.send({ args, env, cwd, mark })
    const timer = setTimeout(() => child.kill('SIGKILL'), WITHIN_MS)
    await Promise.race([marked, this.closed])
    clearTimeout(timer)
    this.isBusy = false
    const [stdout = '', code] = printed.stdout.toString('utf8').split(mark)
    const [stderr = ''] = printed.stderr.toString('utf8').split(mark)
    if (code !== undefined) return { code: Number(code), signal: null, stdout, stderr }
    this.child = undefined
    const { exitCode, signalCode } = child
    if (signalCode === 'SIGKILL')
      throw new Error(`${args.join(' ')}: its end: not within ${WITHIN_MS} ms. ${stdout}${stderr}`)
    return { code: exitCode, signal: signalCode, stdout, stderr }
  }

  /** Ends the process, whatever it does. */
  async end(): Promise<void> {
    const { child } = this
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await this.closed
  }

  private living(): ChildProcess {
    const { child } = this
    if (child?.connected === true) return child
    const begun = spawn(process.execPath, [script, this.cli], { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] })
    begun.stdin?.end()
    this.child = begun
    this.closed = once(begun, 'close')
    this.onStart(begun)
    return begun
  }
}
