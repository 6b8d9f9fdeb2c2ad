import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { type Ended, type Hearer, type Running, runAgain, type Start } from './many-runs.ts'
import { temporaryFolder } from './temporary.ts'
import { tool } from './tools/index.ts'
import { Warden } from './warden.ts'

export type { Ended } from './many-runs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const interop = join(root, 'spec', 'interop')

/** The built program. COLLOQUY_DIST is the folder that it was built into. */
const cli = resolve(root, process.env.COLLOQUY_DIST ?? 'dist', 'cli.js')

/** Longest wait for anything that a program is to do. */
const WITHIN_MS = 30_000

/** Time that a program has to stop in order. */
const STOP_WITHIN_MS = 2_000

/** One line of a server's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string; readonly msg: string }

/** Waits, but not for ever. */
export const within = async <A>(what: string, promise: Promise<A>, ms = WITHIN_MS): Promise<A> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Starts a program in a process of its own. */
const runAlone = (command: string, { args, env, cwd }: Start, hearer: Hearer): Running => {
  const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  for (const way of ['stdout', 'stderr'] as const)
    child[way].on('data', (chunk: Buffer) => hearer.printed(way, chunk))
  child.once('close', (code, signal) => hearer.ended(code, signal))
  // A program that has ended takes no more input.
  child.stdin.on('error', () => {})
  return { child, stdin: child.stdin, isAlone: true }
}

/** Starts any program in a process of its own. Who starts it ends it. */
export const startProgram = (
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Program => new Program(nameOf(args), (hearer) => runAlone(command, { args, env, cwd }, hearer))

const nameOf = (args: readonly string[]): string => args.slice(0, 3).join(' ')

/** A program that runs, and all that it printed. */
export class Program {
  readonly child: ChildProcess
  /** Whether no other program runs in its process. */
  readonly isAlone: boolean
  readonly startedAtMs = performance.now()
  private readonly stdin: Writable
  private readonly printed: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] }
  private readonly ended: Promise<void>
  private readonly name: string
  private exit: Pick<Ended, 'code' | 'signal'> | undefined
  private watchers: (() => void)[] = []

  constructor(name: string, begin: (hearer: Hearer) => Running) {
    this.name = name
    let over = (): void => {}
    this.ended = new Promise((resolve) => {
      over = resolve
    })
    const { child, stdin, isAlone } = begin({
      printed: (way, chunk) => {
        this.printed[way].push(chunk)
        this.look()
      },
      ended: (code, signal) => {
        this.exit = { code, signal }
        this.look()
        over()
      },
    })
    this.child = child
    this.isAlone = isAlone
    this.stdin = stdin
  }

  get stdout(): string {
    return this.stdoutBytes.toString('utf8')
  }

  get stdoutBytes(): Buffer {
    return Buffer.concat(this.printed.stdout)
  }

  get stderr(): string {
    return Buffer.concat(this.printed.stderr).toString('utf8')
  }

  get output(): Buffer {
    return Buffer.concat([...this.printed.stdout, ...this.printed.stderr])
  }

  get isRunning(): boolean {
    return this.exit === undefined
  }

  /** Whole lines of stdout. */
  get lines(): readonly string[] {
    return this.stdout.split('\n').slice(0, -1)
  }

  /** The events that stdout tells with --json. */
  get events(): readonly LogLine[] {
    return this.lines.map((line) => JSON.parse(line))
  }

  /** Resolves with what `find` finds in what was printed; rejects when the program ends before. */
  async until<A>(what: string, find: (program: Program) => A | undefined): Promise<A> {
    const found = new Promise<A>((resolve, reject) => {
      const watcher = (): void => {
        const result = find(this)
        if (result === undefined && this.isRunning) return
        this.watchers = this.watchers.filter((each) => each !== watcher)
        if (result !== undefined) resolve(result)
        else reject(new Error(`${this.name} ended without ${what}: ${this.output}`))
      }
      this.watchers.push(watcher)
      watcher()
    })
    return within(`${this.name}: ${what}`, found).catch((error: unknown) => {
      throw new Error(`${error} stdout: ${this.stdout.slice(-2_000)} stderr: ${this.stderr.slice(-2_000)}`)
    })
  }

  /** Resolves with the first line of stdout. */
  firstLine(): Promise<string> {
    return this.until('a line', ({ lines }) => lines[0])
  }

  /** Resolves with the first event of this name, on stdout with --json. */
  event(name: string): Promise<LogLine> {
    return this.until(`event ${name}`, ({ events }) => events.find(({ event }) => event === name))
  }

  /** Writes to stdin. */
  type(input: string | Uint8Array): void {
    this.stdin.write(input)
  }

  /** Writes to stdin and ends it. */
  typeLast(input: string | Uint8Array = ''): this {
    this.stdin.end(input)
    return this
  }

  /** Sends a signal to this process alone. */
  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.child.kill(signal)
  }

  /** Resolves with how it ended. */
  async end(ms = WITHIN_MS): Promise<Ended> {
    await within(`${this.name}: its end`, this.ended, ms).catch((error: unknown) => {
      throw new Error(`${error} stdout: ${this.stdout.slice(-2_000)} stderr: ${this.stderr.slice(-2_000)}`)
    })
    const { code = null, signal = null } = this.exit ?? {}
    return { code, signal, stdout: this.stdout, stderr: this.stderr }
  }

  /** Ends it, whatever it does. */
  async stop(): Promise<void> {
    this.signal('SIGTERM')
    const timer = setTimeout(() => this.signal('SIGKILL'), STOP_WITHIN_MS)
    await this.end().finally(() => clearTimeout(timer))
  }

  private look(): void {
    for (const watcher of this.watchers) watcher()
  }
}

/** A server that listens. */
export interface Serving {
  readonly program: Program
  readonly port: number
  /** Its data folder. */
  readonly data: string
  /** Its log so far, each line parsed. */
  readonly log: () => readonly LogLine[]
  /** SIGTERM, and its end. */
  readonly stop: () => Promise<Ended>
}

/** Options of a test for a server; it listens on any free port, and keeps its data in a new folder. */
export interface ServeOptions {
  readonly mode?: 'auth' | 'identify' | 'echo'
  readonly data?: string
  readonly port?: number
  readonly more?: readonly string[]
  /** As in Around. */
  readonly alone?: boolean
}

/** Options of a test for a program's surroundings. */
export interface Around {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** How many files it may have open; as this process unless given. */
  readonly openFiles?: number
  /** Whether it has a process of its own; as the file of the test says unless given. */
  readonly alone?: boolean
}

/** Starts programs, and remembers them for the end of the file: none outlives it, no folder stays. */
export class Programs {
  private homeFolder: string | undefined
  private readonly started: Program[] = []
  private readonly servers: string[] = []
  private readonly secrets: string[] = []
  private readonly spilling = new Set<Program>()
  private readonly alone: boolean
  private warden: Warden | undefined

  /**
   * Each program runs in a process that runs others after it. `alone`: it has one of its own, as where the test is about
   * a process: its end, its signals, its streams.
   */
  constructor({ alone = false }: { readonly alone?: boolean } = {}) {
    this.alone = alone
    jest.setTimeout(60_000)
    let before = 0
    beforeEach(() => {
      before = this.started.length
    })
    // Programs that a test has started end with it, so that the next one finds processes that are free.
    afterEach(() => stopAll(this.started.slice(before).filter(({ isAlone }) => !isAlone)))
    afterAll(async () => {
      await stopAll(this.started)
      this.warden?.dismiss()
    })
  }

  /** Where the programs of this file find what a user's folders hold. */
  get home(): string {
    this.homeFolder ??= this.folder()
    return this.homeFolder
  }

  /** A new folder. */
  folder(): string {
    return temporaryFolder()
  }

  /** A new password, which must never be seen again. */
  secret(): string {
    const secret = `canary ${Math.random().toString(36).slice(2)} ${this.secrets.length}`
    this.secrets.push(secret)
    return secret
  }

  /** Remembers a token, which must never be seen again. */
  hide(token: string): string {
    this.secrets.push(token)
    return token
  }

  /** Starts the built program. */
  start(
    args: readonly string[],
    { env = {}, cwd = this.home, openFiles, alone = this.alone }: Around = {},
  ): Program {
    const around = { env: { ...this.env(), ...env }, cwd }
    if (!alone && openFiles === undefined)
      return this.remember(new Program(nameOf(args), (hearer) => runAgain(cli, { ...around, args }, hearer)))
    const command = [process.execPath, cli, ...args]
    const [file = '', ...rest] =
      openFiles === undefined ? command : ['sh', '-c', `ulimit -n ${openFiles}; exec "$@"`, 'sh', ...command]
    return this.startAlone(file, { ...around, args: rest })
  }

  /** Runs the built program to its end, with nothing on stdin. */
  async run(args: readonly string[], around: Around = {}): Promise<Ended> {
    return this.start(args, around).typeLast().end()
  }

  /** Runs a script of the Python peer to its end. What it prints may hold its own tokens. */
  async python(args: readonly string[]): Promise<Ended> {
    return this.startPython(args).end()
  }

  startPython(args: readonly string[]): Program {
    const env = { ...this.env(), PYTHONDONTWRITEBYTECODE: '1' }
    const program = this.startAlone(tool('python3').path, { args, env, cwd: interop })
    this.spilling.add(program)
    return program
  }

  /** Runs a scenario of the Python peer against a server; its last line. The test fails when the peer does. */
  async scenario(port: number, args: readonly string[]): Promise<LogLine> {
    const asked = ['colloquy_peer.py', '--quiet', '--port', String(port), ...args]
    const { code, stdout, stderr } = await this.startPython(asked).end(60_000)
    const last = stdout.trimEnd().split('\n').at(-1) ?? ''
    if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${stdout}${stderr}`)
    const result: LogLine = JSON.parse(last)
    if (typeof result.token === 'string') this.hide(result.token)
    return result
  }

  /** Starts a server and waits for its ready line. */
  async serve({
    mode = 'auth',
    data = join(this.folder(), 'data'),
    port = 0,
    more = [],
    alone = this.alone,
  }: ServeOptions = {}) {
    // The view of an operator is no JSON.
    const format = more.includes('operator') ? [] : ['--json']
    const program = this.start(
      ['serve', '--port', String(port), '--mode', mode, '--data', data, ...format, ...more],
      { alone },
    )
    this.servers.push(data)
    const ready = await program.firstLine()
    const serving: Serving = {
      program,
      port: format.length === 0 ? Number(/:(\d+)/.exec(ready)?.[1]) : JSON.parse(ready).port,
      data,
      log: () => logOf(data),
      stop: () => {
        program.signal('SIGTERM')
        return program.end()
      },
    }
    return serving
  }

  /** Resolves with the first line of a server's log that has this event, and these fields. */
  async logged(
    data: string,
    event: string,
    fields: Readonly<Record<string, unknown>> = {},
  ): Promise<LogLine> {
    const matches = (line: LogLine): boolean =>
      line.event === event &&
      Object.entries(fields).every(([name, value]) => isDeepStrictEqual(line[name], value))
    for (const sinceMs = performance.now(); performance.now() - sinceMs < WITHIN_MS; await pause(20)) {
      const found = existsSync(join(data, 'server.log')) ? logOf(data).find(matches) : undefined
      if (found !== undefined) return found
    }
    throw new Error(`no ${event} in the log of ${data}`)
  }

  /**
   * Whatever the tests above printed, logged and stored: no password is in it, and no token. Where all of them may be
   * left out this test is, too: by the `test` that `needs` gives.
   */
  keepSecrets(run: typeof test.skip = test): void {
    run('no password and no token is in anything that was printed, logged or stored', () => {
      const seen = new Map<string, Buffer>()
      this.started.forEach((program, index) => {
        if (!this.spilling.has(program)) seen.set(`the output of program ${index}`, program.output)
      })
      for (const folder of this.servers)
        for (const file of readdirSync(folder)) {
          const path = join(folder, file)
          if (statSync(path).isFile()) seen.set(path, readFileSync(path))
        }
      const spilt = [...seen].flatMap(([where, bytes]) => [
        ...this.secrets.filter((secret) => bytes.includes(secret)).map(() => `a secret in ${where}`),
        ...(/\.(sqlite|pem)$/.test(where) || where.includes('.sqlite-') ? [] : tokensIn(bytes, where)),
      ])
      expect(spilt).toEqual([])
      expect(seen.size).toBeGreaterThan(0)
    })
  }

  private env(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: this.home,
      XDG_STATE_HOME: join(this.home, 'state'),
      LANG: 'C.UTF-8',
    }
  }

  /** Starts a program in a process of its own, which does not outlive the tests. */
  private startAlone(command: string, { args, cwd, env }: Start): Program {
    const program = startProgram(command, args, cwd, env)
    this.warden ??= new Warden()
    this.warden.watch(program.child)
    return this.remember(program)
  }

  private remember(program: Program): Program {
    this.started.push(program)
    return program
  }
}

const stopAll = async (programs: readonly Program[]): Promise<void> => {
  await Promise.all(programs.filter(({ isRunning }) => isRunning).map((program) => program.stop()))
}

/** The lines of a server's log, of all its files in the order in which they were written. */
export const logOf = (data: string): readonly LogLine[] =>
  ['server.log', 'data.log', 'audit.log']
    .map((name) => join(data, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => readFileSync(path, 'utf8').split('\n').slice(0, -1))
    .map((line) => JSON.parse(line))
    .sort((one, other) => Date.parse(one.time) - Date.parse(other.time) || (one.seq ?? 0) - (other.seq ?? 0))

/** Texts of the length and the characters of a token. */
const tokensIn = (bytes: Buffer, where: string): readonly string[] =>
  (bytes.toString('latin1').match(/(?<!SHA256:|[\w-])[\w-]{43}(?![\w-])/g) ?? []).map(
    () => `a token in ${where}`,
  )
