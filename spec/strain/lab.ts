import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Warden } from '../support/warden.ts'
import type { Answered, Asked } from './inside.ts'
import type { Row } from './row.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The built program. */
export const cli = join(root, 'dist', 'cli.js')

const START_WITHIN_MS = 30_000
const STOP_WITHIN_MS = 5_000

/** Ways to start a server. */
export interface ServeOptions {
  readonly flags?: readonly string[]
  /** Of the process, in front of the program. */
  readonly node?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** The limit of open files; as of this process unless given. */
  readonly openFiles?: number
  readonly data?: string
  /** Whether it can be asked what a module of `node` answers. */
  readonly isAsked?: boolean
}

/** A server that runs: the built program in a process of its own. */
export interface Served {
  readonly port: number
  readonly data: string
  readonly child: ChildProcess
  /** All that it printed. */
  readonly output: () => Buffer
  readonly lines: () => readonly string[]
}

/** A program that has run to its end. */
export interface Ran {
  /** null: by a signal. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A process that answers questions. */
export type Helper = Pick<Asking, 'ask'>

/** Files of `children/`. */
export type HelperName =
  | 'attacker'
  | 'bare-echo'
  | 'locker'
  | 'resumer'
  | 'sessions'
  | 'talker'
  | 'tls-talkers'
  | 'visitors'

/** The surroundings of one measurement: a folder, processes that end with it, and the rows that it has found so far. */
export class Lab {
  /** Whether little is measured, to see that everything runs. */
  readonly isSmall: boolean
  readonly folder: string
  readonly rows: Row[] = []
  private readonly children = new Set<ChildProcess>()
  private readonly helpers = new Map<string, Promise<Asking>>()
  private readonly warden = new Warden()
  private folders = 0

  constructor(folder: string, isSmall: boolean) {
    this.folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.isSmall = isSmall
  }

  /** The first number, or the second one where little is measured. */
  amount(full: number, small: number): number {
    return this.isSmall ? small : full
  }

  add(...rows: readonly Row[]): void {
    this.rows.push(...rows)
  }

  newFolder(): string {
    this.folders += 1
    const folder = join(this.folder, `${this.folders}`)
    mkdirSync(folder, { mode: 0o700 })
    return folder
  }

  /** Starts a server on any free port, and waits until it listens. */
  async serve({
    flags = [],
    node = [],
    env = {},
    openFiles,
    data = join(this.newFolder(), 'data'),
    isAsked = false,
  }: ServeOptions = {}): Promise<Served> {
    const command = [
      process.execPath,
      ...node,
      cli,
      'serve',
      '--port',
      '0',
      '--json',
      '--data',
      data,
      ...flags,
    ]
    const [file = '', ...args] =
      openFiles === undefined ? command : ['sh', '-c', `ulimit -n ${openFiles}; exec "$@"`, 'sh', ...command]
    const child = this.keep(
      spawn(file, args, {
        ...this.around(env),
        stdio: ['ignore', 'pipe', 'pipe', ...(isAsked ? ['ipc' as const] : [])],
        serialization: 'advanced',
      }),
    )
    const printed: Buffer[] = []
    const output = (): Buffer => Buffer.concat(printed)
    const lines = (): readonly string[] => output().toString('utf8').split('\n').slice(0, -1)
    const listening = new Promise<number>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk: Buffer) => {
          printed.push(chunk)
          const line = lines().find((each) => each.includes('"listening"'))
          if (line !== undefined) resolve(JSON.parse(line).port)
        })
      child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${output()}`)))
    })
    return { port: await soon('serve listens', listening), data, child, output, lines }
  }

  /**
   * A process that answers questions: a file of `children/`. It is started once for each `use`, and begins anew with other
   * settings.
   */
  async helper(name: HelperName, settings: unknown = null, use = ''): Promise<Helper> {
    const key = `${name} ${use}`
    const helper = this.helpers.get(key) ?? this.startHelper(name)
    this.helpers.set(key, helper)
    const asking = await helper
    await asking.ask('begin', settings)
    return asking
  }

  /** Runs the built program to its end, with nothing on standard input. */
  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    const child = this.keep(
      spawn(process.execPath, [cli, ...args], { ...this.around(env), stdio: ['ignore', 'pipe', 'pipe'] }),
    )
    const printed: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] }
    for (const way of ['stdout', 'stderr'] as const)
      child[way]?.on('data', (chunk: Buffer) => printed[way].push(chunk))
    await soon(args.slice(0, 2).join(' '), once(child, 'close'))
    this.children.delete(child)
    const textOf = (way: 'stdout' | 'stderr'): string => Buffer.concat(printed[way]).toString('utf8')
    return { code: child.exitCode, stdout: textOf('stdout'), stderr: textOf('stderr') }
  }

  /** Asks a server that can be asked. */
  asking({ child }: Served): Asking {
    return new Asking('serve', child)
  }

  /** Ends a process in order, or else at once. */
  async stop(child: ChildProcess): Promise<void> {
    this.children.delete(child)
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    if (child.connected) child.disconnect()
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await exited
    clearTimeout(timer)
  }

  /** Ends what was started. */
  async end(): Promise<void> {
    await Promise.all([...this.children].map((child) => this.stop(child)))
    this.warden.dismiss()
  }

  private around(env: NodeJS.ProcessEnv) {
    const home = { HOME: this.folder, XDG_STATE_HOME: join(this.folder, 'state') }
    return { cwd: this.folder, env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...home, ...env } }
  }

  private async startHelper(name: HelperName): Promise<Asking> {
    const file = fileURLToPath(new URL(`children/${name}.ts`, import.meta.url))
    // Numbers arrive as they are, Infinity, too.
    const child = this.keep(fork(file, { cwd: this.folder, serialization: 'advanced' }))
    const asking = new Asking(name, child)
    await soon(`${name} begins`, asking.ready)
    return asking
  }

  private keep(child: ChildProcess): ChildProcess {
    this.children.add(child)
    this.warden.watch(child)
    return child
  }
}

/** Questions to one process, each with its answer. */
export class Asking {
  readonly ready: Promise<void>
  private readonly name: string
  private readonly child: ChildProcess
  private readonly waiting = new Map<number, (answered: Answered) => void>()
  private asked = 0

  constructor(name: string, child: ChildProcess) {
    this.name = name
    this.child = child
    this.ready = new Promise((resolve) => this.waiting.set(0, () => resolve()))
    child.on('message', (message) => {
      // The processes here say nothing else.
      const answered = message as Answered
      this.waiting.get(answered.number)?.(answered)
      this.waiting.delete(answered.number)
    })
    // A question that cannot be put is refused; see `ask`.
    child.on('error', () => {})
    child.once('exit', (code, signal) => {
      for (const [number, take] of this.waiting) take({ number, error: `ended with ${code ?? signal}` })
    })
  }

  /** The type of the answer is the one that the process keeps to. */
  ask<A>(question: string, detail: unknown = null): Promise<A> {
    const number = ++this.asked
    return new Promise((resolve, reject) => {
      if (!this.child.connected) return reject(new Error(`${this.name}, ${question}: it has ended`))
      this.waiting.set(number, ({ answer, error }) => {
        if (error === undefined) resolve(answer as A)
        else reject(new Error(`${this.name}, ${question}: ${error}`))
      })
      this.child.send({ number, question, detail } satisfies Asked)
    })
  }
}

const soon = async <A>(what: string, promise: Promise<A>): Promise<A> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${START_WITHIN_MS} ms`)), START_WITHIN_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
