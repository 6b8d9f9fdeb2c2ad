import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { type ClientEvent, connect, type Log } from '../index.ts'
import { Exit, type ExitCode, endingExit, Trouble } from './exit.ts'
import { linesOf } from './lines.ts'
import { jsonScreen, plainScreen } from './screen.ts'
import { connectPort, host, read } from './settings.ts'
import { talk } from './talk.ts'
import { TokenStore } from './tokens.ts'
import { agent } from './version.ts'

interface Flags {
  readonly name?: string
  readonly passwordFile?: string
  readonly register?: boolean
  readonly message?: readonly string[]
  /** false: --no-tokens */
  readonly tokens?: string | boolean
  readonly logout?: boolean
  readonly insecurePassword?: boolean
  readonly json?: boolean
}

const examples = `
Examples:
  COLLOQUY_PASSWORD=… colloquy connect --name anna --register   registers, then says what is typed
  colloquy connect --name anna --message hello                  says hello with the token of last time, prints the answer
  printf 'one\\ntwo\\n' | colloquy connect localhost 7707         says two lines to a server that asks for no password
  colloquy connect --name anna --logout                         revokes the token`

/** `colloquy connect`. */
export const connectCommand = (done: (code: ExitCode) => void): Command =>
  new Command('connect')
    .description('Hold a conversation with a server: lines of standard input are said, replies are printed.')
    .argument('[host]', 'the host', '127.0.0.1')
    .argument('[port]', 'the port', '7707')
    .option('--name <name>', 'who you are')
    .option('--password-file <path>', 'a file that holds the password (or set COLLOQUY_PASSWORD)')
    .option('--register', 'register the name instead of logging in')
    .option('--message <text>', 'say this instead of standard input; repeatable', collect)
    .option('--tokens <path>', 'the file that tokens are kept in (default: in the folder of your state)')
    .option('--no-tokens', 'neither use nor keep a token')
    .option('--logout', 'revoke the token at the end')
    .option('--insecure-password', 'send passwords and tokens over channels that others can read')
    .option('--json', 'print one JSON object an event')
    .addHelpText('after', examples)
    .action(async (hostGiven: string, portGiven: string, flags: Flags) =>
      done(await converse(read('host', hostGiven, host), read('port', portGiven, connectPort), flags)),
    )

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

const converse = async (host: string, port: number, flags: Flags): Promise<ExitCode> => {
  const { name, message, register = false, logout = false } = flags
  const screen = flags.json === true ? jsonScreen() : plainScreen()
  const gate = new Gate()
  const leaving = leaveSignal()
  const tokens = tokenStore(flags, `${host}:${port}`)
  const password = passwordOf(flags)
  const client = await connect({
    host,
    port,
    agent,
    ...(name === undefined ? {} : { name }),
    credentials: {
      ...(name === undefined ? {} : { name }),
      ...(password === null ? {} : { password }),
      ...(tokens === null ? {} : { tokens }),
      register,
    },
    requireProof: password !== null || register || logout || tokens?.has(name) === true,
    insecurePassword: flags.insecurePassword ?? false,
    log: gate.watch(screen.log),
    signal: leaving.signal,
  }).catch((error: unknown) => {
    screen.close()
    if (leaving.interrupted()) return null
    throw error
  })
  if (client === null) return Exit.interrupted
  const lines = message === undefined ? linesOf(process.stdin) : eachOf(message)
  const talked = await talk(client, { lines, screen, conversing: () => gate.opened(), logout })
  process.stdin.destroy()
  screen.close()
  if (leaving.interrupted()) return Exit.interrupted
  const exit = endingExit(talked.ending)
  return exit === Exit.done && talked.unsaid + talked.unanswered > 0 ? Exit.failed : exit
}

/** Open while there is a conversation. */
class Gate {
  private open = false
  private waiting: (() => void)[] = []

  /** Watches a client's events on their way to a log. */
  watch(log: Log<ClientEvent>): Log<ClientEvent> {
    return {
      data: log.data,
      write: (event) => {
        if (event.event === 'ready') this.opens()
        if (event.event === 'disconnected') this.open = false
        log.write(event)
      },
    }
  }

  opened(): Promise<void> {
    return this.open ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve))
  }

  private opens(): void {
    this.open = true
    for (const resolve of this.waiting.splice(0)) resolve()
  }
}

/** Aborts at the first SIGINT or SIGTERM, or when nobody reads stdout any more. A second signal ends the process. */
const leaveSignal = (): { readonly signal: AbortSignal; readonly interrupted: () => boolean } => {
  const leaving = new AbortController()
  let interrupted = false
  const interrupt = (): void => {
    if (interrupted) process.exit(Exit.interrupted)
    interrupted = true
    leaving.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  process.stdout.on('error', () => leaving.abort())
  return { signal: leaving.signal, interrupted: () => interrupted }
}

const tokenStore = ({ tokens }: Flags, server: string): TokenStore | null => {
  if (tokens === false) return null
  const state = process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state')
  return new TokenStore(typeof tokens === 'string' ? tokens : join(state, 'colloquy', 'tokens.json'), server)
}

/** The password, from a file or the environment: never from the command line, where others could read it. */
const passwordOf = ({ passwordFile }: Flags): string | null => {
  if (passwordFile === undefined) return process.env.COLLOQUY_PASSWORD ?? null
  try {
    return readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Trouble(Exit.wrongUsage, `The password file cannot be read (${code}); check --password-file.`)
  }
}

async function* eachOf(messages: readonly string[]): AsyncGenerator<string> {
  yield* messages
}
