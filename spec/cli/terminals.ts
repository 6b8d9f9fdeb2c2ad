import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll } from '@jest/globals'
import { temporaryFolder } from '../support/temporary.ts'
import { tool } from '../support/tools/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cli = resolve(root, process.env.COLLOQUY_DIST ?? 'dist', 'cli.js')

/** Longest wait for anything that is to be seen. */
const WITHIN_MS = 15_000

/** To look at the screen takes a process: it is looked at when something was printed, and this often in any case. */
const LOOK_EVERY_MS = 250

/**
 * Notes how the terminal was, runs the program, and tells how it ended and whether the terminal is as it was. The shell
 * outlives Ctrl-C and the end of its terminal.
 */
const wrapper = `trap : INT HUP
stty -a > "$0/before"; "$@"; code=$?
stty -a > "$0/after"; echo "$code" > "$0/code"
cmp -s "$0/before" "$0/after" && echo "The terminal is as it was."
echo "Ended with $code."; exec cat`

/** The settings that a terminal is started with. */
export interface TerminalOptions {
  /** A folder of its own. */
  readonly folder: string
  readonly env?: Readonly<Record<string, string>>
  /** The command that runs the program, whose arguments follow. */
  readonly through?: readonly string[]
}

/** Terminals of a tmux of its own, which is gone at the end of the file. */
export class Terminals {
  private folder: string | undefined
  private opened = 0

  constructor() {
    afterAll(() => {
      if (this.folder === undefined) return
      try {
        if (this.opened === 0) return
        this.endPrograms()
        this.tmux('kill-server')
      } catch {
        // It went with its last terminal.
      }
    })
  }

  /** Runs the built program on a new terminal. */
  open(args: readonly string[], { folder, env = {}, through = [] }: TerminalOptions): Terminal {
    const name = `t${this.opened++}`
    const surroundings = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      LANG: 'C.UTF-8',
      TERM: 'screen',
      ...env,
    }
    const assignments = Object.entries(surroundings).map(([variable, value]) => `${variable}=${value}`)
    const command = [...through, process.execPath, cli, ...args]
    const size = ['-x', '100', '-y', '50']
    const run = ['env', '-i', ...assignments, 'sh', '-c', wrapper, folder, ...command]
    this.tmux('-u', '-f', '/dev/null', 'new-session', '-d', '-s', name, '-c', folder, ...size, ...run)
    const printed = join(this.folder ?? folder, `${name}.printed`)
    this.tmux('pipe-pane', '-t', name, `cat > '${printed}'`)
    return new Terminal(name, folder, printed, (...order) => this.tmux(...order))
  }

  /** Programs that still run, since their test failed: they would outlive their terminal. */
  private endPrograms(): void {
    const shells = this.tmux('list-panes', '-a', '-F', '#{pane_pid}').trim().split('\n')
    for (const pid of shells.flatMap(childrenOf)) process.kill(Number(pid), 'SIGKILL')
  }

  private tmux(...order: readonly string[]): string {
    this.folder ??= temporaryFolder()
    return execFileSync(tool('tmux').path, ['-S', join(this.folder, 'socket'), ...order], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
}

/** A terminal on which the program runs. */
export class Terminal {
  private readonly name: string
  private readonly folder: string
  /** The file that all that is printed goes to, too. */
  private readonly printed: string
  private server = 0
  private readonly tmux: (...order: readonly string[]) => string

  constructor(name: string, folder: string, printed: string, tmux: (...order: readonly string[]) => string) {
    this.name = name
    this.folder = folder
    this.printed = printed
    this.tmux = tmux
  }

  /** All that was shown so far; lines that the terminal broke are whole. */
  get screen(): string {
    return this.tmux('capture-pane', '-p', '-J', '-S', '-500', '-t', this.name).replace(/ +$/gm, '')
  }

  /** The screen as it is now, with the escape sequences of its colours. */
  get attributes(): string {
    return this.tmux('capture-pane', '-p', '-e', '-t', this.name)
  }

  get cursorIsVisible(): boolean {
    return this.tmux('display-message', '-p', '-t', this.name, '#{cursor_flag}').trim() === '1'
  }

  /** How the program was called, as others see it. */
  get call(): string {
    return readFileSync(`/proc/${this.program}/cmdline`, 'utf8')
  }

  /** Types a text as it is. */
  type(text: string): void {
    this.tmux('send-keys', '-t', this.name, '-l', '--', text)
  }

  /** Pastes a text as it is, all at once. */
  paste(text: string): void {
    this.tmux('set-buffer', '-b', this.name, '--', text)
    this.tmux('paste-buffer', '-r', '-d', '-b', this.name, '-t', this.name)
  }

  /** Pastes a text as a terminal does that brackets pastes, if the program asks for that. */
  pasteBracketed(text: string): void {
    this.tmux('set-buffer', '-b', this.name, '--', text)
    this.tmux('paste-buffer', '-p', '-r', '-d', '-b', this.name, '-t', this.name)
  }

  /** Presses keys by their names in tmux: Enter, C-c. */
  press(...keys: readonly string[]): void {
    this.tmux('send-keys', '-t', this.name, ...keys)
  }

  /** Types a text and presses Enter. */
  enter(text: string): void {
    if (text !== '') this.type(text)
    this.press('Enter')
  }

  /** Shows and takes nothing from now on, as a terminal that is stopped; nothing else of it may be used before `resume`. */
  stop(): void {
    this.server = Number(this.tmux('display-message', '-p', '#{pid}'))
    process.kill(this.server, 'SIGSTOP')
  }

  resume(): void {
    process.kill(this.server, 'SIGCONT')
  }

  /** Sends a signal to the program alone. */
  signal(signal: NodeJS.Signals): void {
    process.kill(Number(this.program), signal)
  }

  /** Waits for a question, answers it, and waits until the answer is taken. */
  async answer(asks: string, text: string): Promise<void> {
    await this.until(`◆  ${asks}`)
    const before = this.screen.split(`◇  ${asks}`).length
    this.enter(text)
    await this.until(`◇  ${asks}`, before)
  }

  /** Resolves when a text is shown more than so many times. */
  async until(text: string, times = 1): Promise<void> {
    let lookedMs = Number.NEGATIVE_INFINITY
    let bytes = 0
    for (const sinceMs = performance.now(); performance.now() - sinceMs < WITHIN_MS; await pause(10)) {
      const size = statSync(this.printed, { throwIfNoEntry: false })?.size ?? 0
      if (size === bytes && performance.now() - lookedMs < LOOK_EVERY_MS) continue
      bytes = size
      lookedMs = performance.now()
      if (this.screen.split(text).length > times) return
    }
    throw new Error(`“${text}” was not shown within ${WITHIN_MS} ms, but:\n${this.screen}`)
  }

  /** Resolves with the exit code when the program has ended. Throws if the terminal is not as it was. */
  async end(): Promise<number> {
    await this.until('Ended with ')
    const { screen } = this
    if (!screen.includes('The terminal is as it was.') || !this.cursorIsVisible)
      throw new Error(`The terminal is not as it was: ${readFileSync(join(this.folder, 'after'), 'utf8')}`)
    return Number(/Ended with (\d+)\./.exec(screen)?.[1])
  }

  /** Takes the terminal away. Resolves with the exit code of the program, should its shell outlive that. */
  async vanish(): Promise<string> {
    this.tmux('kill-session', '-t', this.name)
    const file = join(this.folder, 'code')
    for (const sinceMs = performance.now(); performance.now() - sinceMs < WITHIN_MS; await pause(25))
      if (existsSync(file) && readFileSync(file, 'utf8') !== '') return readFileSync(file, 'utf8').trim()
    throw new Error(`The program did not end within ${WITHIN_MS} ms.`)
  }

  private get program(): string {
    const shell = this.tmux('display-message', '-p', '-t', this.name, '#{pane_pid}').trim()
    return childrenOf(shell)[0] ?? ''
  }
}

const childrenOf = (pid: string): readonly string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
