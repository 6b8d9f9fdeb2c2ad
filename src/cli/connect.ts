import { homedir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type ClientEvent, connect, type Log } from '../index.ts'
import { Dialogue } from './console/dialogue.ts'
import { canPrompt } from './console/prompt.ts'
import { Exit, type ExitCode, endingExit } from './exit.ts'
import { type Line, linesOf } from './lines.ts'
import { type Language, language } from './log/catalogue/language.ts'
import { givenPassword } from './password.ts'
import { completed, type Endpoint } from './prompts/endpoint.ts'
import { openPrompts } from './prompts/open.ts'
import type { Prompts } from './prompts/prompts.ts'
import { PromptedProver } from './prompts/prover.ts'
import { converseRaw } from './raw.ts'
import { jsonScreen, plainScreen } from './screen.ts'
import { connectPort, host, lang, read } from './settings.ts'
import { talk } from './talk.ts'
import { TokenStore } from './tokens.ts'
import { agent } from './version.ts'

interface Flags {
  readonly name?: string
  readonly passwordFile?: string
  readonly register?: boolean
  readonly raw?: boolean
  readonly message?: readonly string[]
  /** false: --no-tokens */
  readonly tokens?: string | boolean
  readonly logout?: boolean
  readonly insecurePassword?: boolean
  readonly lang?: string
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
    .argument('[host]', 'the host (default: a terminal is asked, else 127.0.0.1)')
    .argument('[port]', 'the port (default: likewise, else 7707)')
    .option('--name <name>', 'who you are')
    .option('--password-file <path>', 'a file that holds the password (or set COLLOQUY_PASSWORD)')
    .option('--register', 'register the name instead of logging in')
    .option('--raw', 'send standard input as it is, without frames, to a server in mode raw')
    .option('--message <text>', 'say this instead of standard input; repeatable', collect)
    .option('--tokens <path>', 'the file that tokens are kept in (default: in the folder of your state)')
    .option('--no-tokens', 'neither use nor keep a token')
    .option('--logout', 'revoke the token at the end')
    .option('--insecure-password', 'send passwords and tokens over channels that others can read')
    .option('--lang <language>', 'en or ru: what service messages are in (default: as the locale)')
    .option('--json', 'print one JSON object an event')
    .addHelpText('after', examples)
    .action(async (hostGiven: string | undefined, portGiven: string | undefined, flags: Flags) =>
      done(await start(hostGiven, portGiven, flags)),
    )

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

const start = async (
  hostGiven: string | undefined,
  portGiven: string | undefined,
  flags: Flags,
): Promise<ExitCode> => {
  const given = {
    host: hostGiven === undefined ? null : read('host', hostGiven, host),
    port: portGiven === undefined ? null : read('port', portGiven, connectPort),
  }
  const spoken = language(
    flags.lang === undefined ? undefined : read('--lang', flags.lang, lang),
    process.env,
  )
  const prompts = await openPrompts(flags.json ?? false, spoken)
  try {
    const endpoint = await completed(given, 'connect', prompts)
    if (endpoint === null) return Exit.interrupted
    return flags.raw === true
      ? await speakRaw(endpoint, spoken)
      : await converse(endpoint, flags, spoken, prompts)
  } finally {
    await prompts?.release()
  }
}

const speakRaw = async ({ host, port }: Endpoint, spoken: Language): Promise<ExitCode> => {
  const { signal, interrupted } = leaveSignal()
  const exit = await converseRaw(host, port, plainScreen(spoken), signal)
  return interrupted() ? Exit.interrupted : exit
}

const converse = async (
  { host, port }: Endpoint,
  flags: Flags,
  spoken: Language,
  prompts: Prompts | null,
): Promise<ExitCode> => {
  const { name, message, register = false, logout = false } = flags
  const dialogue = isDialogue(flags) ? new Dialogue(spoken) : null
  const screen = dialogue ?? (flags.json === true ? jsonScreen() : plainScreen(spoken))
  const beginnings = new Beginnings()
  const leaving = leaveSignal()
  const tokens = tokenStore(flags, `${host}:${port}`)
  const password = givenPassword(flags.passwordFile)
  const asked =
    prompts === null ? null : new PromptedProver(prompts, { name: name ?? null, password, register })
  const client = await connect({
    host,
    port,
    agent,
    ...(asked !== null ? { name: asked.name } : name === undefined ? {} : { name }),
    credentials: {
      ...(name === undefined ? {} : { name }),
      ...(password === null ? {} : { password }),
      ...(tokens === null ? {} : { tokens }),
      ...(asked === null ? {} : { prover: asked.prove }),
      register,
    },
    requireProof: password !== null || register || logout || tokens?.has(name) === true,
    insecurePassword: flags.insecurePassword ?? false,
    ...(dialogue === null ? {} : { converse: dialogue.converse }),
    log: beginnings.watch(prompts?.quiet(screen.log) ?? screen.log),
    signal: leaving.signal,
  }).catch((error: unknown) => {
    screen.close()
    if (leaving.interrupted()) return null
    throw error
  })
  await asked?.begun()
  if (client === null) return Exit.interrupted
  const conversing = (): Promise<void> => beginnings.next()
  const talked =
    dialogue !== null
      ? await dialogue.hold(client, { conversing, logout })
      : await talk(client, {
          lines: message === undefined ? linesOf(process.stdin) : eachOf(message),
          screen,
          conversing,
          brokeOff: (tell) => beginnings.tellEnds(tell),
          logout,
        })
  process.stdin.destroy()
  screen.close()
  if (leaving.interrupted()) return Exit.interrupted
  const exit = endingExit(talked.ending)
  return exit === Exit.done && talked.unsaid + talked.unanswered > 0 ? Exit.failed : exit
}

/** Whether a person sits at a terminal, and types what is said. */
const isDialogue = ({ json, message }: Flags): boolean =>
  canPrompt() && json !== true && message === undefined

/** Tells when conversations begin. */
class Beginnings {
  private waiting: (() => void)[] = []
  private ended: () => void = () => {}

  /** Watches a client's events on their way to a log. */
  watch(log: Log<ClientEvent>): Log<ClientEvent> {
    return {
      data: log.data,
      write: (event) => {
        if (event.event === 'ready') for (const resolve of this.waiting.splice(0)) resolve()
        if (event.event === 'disconnected') this.ended()
        log.write(event)
      },
    }
  }

  /** Calls back at each end. */
  tellEnds(tell: () => void): void {
    this.ended = tell
  }

  /** Resolves when the next one begins; that one goes on at the moment says nothing. */
  next(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve))
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

async function* eachOf(messages: readonly string[]): AsyncGenerator<Line> {
  yield* messages.map(E.right)
}
