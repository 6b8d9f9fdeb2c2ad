import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { ColloquyError, password as checkedPassword, connect } from '../index.ts'
import { comparisonForm } from '../store/index.ts'
import { Beginnings } from './beginnings.ts'
import { unblockTerminals } from './bounded-output.ts'
import { arriving } from './console/arrival.ts'
import { Dialogue } from './console/dialogue.ts'
import { openProgress, type Progress } from './console/progress.ts'
import { canPrompt } from './console/prompt.ts'
import { texts } from './console/texts/languages.ts'
import { Exit, type ExitCode, endingExit, Trouble } from './exit.ts'
import { leaving } from './leaving.ts'
import { type Line, linesOf } from './lines.ts'
import type { Language } from './log/catalogue/language.ts'
import { refuseOutOfPlace } from './out-of-place.ts'
import { givenPassword } from './password.ts'
import { printable } from './printable.ts'
import { completed, type Endpoint } from './prompts/endpoint.ts'
import { openPrompts } from './prompts/open.ts'
import type { Prompts } from './prompts/prompts.ts'
import { PromptedProver } from './prompts/prover.ts'
import { converseRaw } from './raw.ts'
import { roomOnStdout } from './room.ts'
import { jsonScreen, plainScreen } from './screen.ts'
import { connectPort, givenEndpoint, name, read } from './settings.ts'
import { langOption, languageOf } from './spoken.ts'
import { talk } from './talk.ts'
import { TokenStore } from './tokens.ts'
import type { Phrase } from './trouble/texts.ts'
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
  /** false: --no-input */
  readonly input: boolean
  readonly quiet?: boolean
  readonly json?: boolean
}

interface Person {
  readonly name: string | null
  readonly password: string | null
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
    .argument(
      '[host]',
      'the host, also as host:port, [v6]:port or colloquy://name@host:port (default: prompts on a terminal, otherwise 127.0.0.1)',
    )
    .argument('[port]', 'the port (default: likewise, otherwise 7707)')
    .option('--name <name>', 'who you are')
    .option('--password-file <path>', 'a file that holds the password (or set COLLOQUY_PASSWORD)')
    .option('--register', 'register the name instead of logging in')
    .option('--raw', 'send standard input as it is, without frames, to a server in mode raw')
    .option('--message <text>', 'say this instead of standard input; repeatable', collect)
    .option('--tokens <path>', 'the file that tokens are kept in (default: in the folder of your state)')
    .option('--no-tokens', 'neither use nor keep a token')
    .option('--logout', 'revoke the token at the end')
    .option('--insecure-password', 'send passwords and tokens over channels that others can read')
    .option('--no-input', 'ask nothing on a terminal')
    .option('--quiet', 'print service messages only of what goes wrong')
    .addOption(langOption())
    .option('--json', 'print one JSON object an event')
    .addHelpText('after', examples)
    .action(
      async (hostGiven: string | undefined, portGiven: string | undefined, flags: Flags, command: Command) =>
        done(await start(hostGiven, portGiven, flags, command)),
    )

/** What means something in a conversation only. */
const framed = ['name', 'passwordFile', 'register', 'message', 'tokens', 'logout', 'insecurePassword', 'json']

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

const start = async (
  hostGiven: string | undefined,
  portGiven: string | undefined,
  flags: Flags,
  command: Command,
): Promise<ExitCode> => {
  unblockTerminals()
  const given = givenEndpoint(
    { flag: 'host', value: hostGiven },
    { flag: 'port', value: portGiven },
    connectPort,
  )
  const spoken = languageOf(flags.lang)
  if (flags.raw === true) {
    refuseOutOfPlace(command, framed, '--raw')
    if (given.name !== null) throw new Trouble(Exit.wrongUsage, (say) => say.outOfPlace('name@', '--raw'))
  }
  const person = flags.raw === true ? null : personOf(flags, given.name)
  const progress = openProgress()
  const mayAsk = flags.input && flags.json !== true
  const prompts = mayAsk ? await openPrompts(spoken, progress) : null
  try {
    const endpoint = await completed(given, 'connect', prompts)
    if (endpoint === null) return Exit.interrupted
    return person === null
      ? await speakRaw(endpoint, flags, spoken)
      : await converse(
          endpoint,
          flags,
          { ...person, name: person.name ?? endpoint.name },
          spoken,
          prompts,
          progress,
        )
  } finally {
    await prompts?.release()
  }
}

/**
 * Who somebody says to be, by a flag or in the address, before anybody is told. Throws a Trouble or a ColloquyError
 * where it cannot be.
 */
const personOf = ({ name: byFlag, passwordFile }: Flags, inAddress: string | null): Person => {
  if (byFlag !== undefined && inAddress !== null)
    throw new Trouble(Exit.wrongUsage, (say) => say.givenTwice('name', inAddress, byFlag))
  const given = byFlag ?? inAddress
  const secret = givenPassword(passwordFile)
  return {
    name: given === null ? null : read(byFlag === undefined ? 'name' : '--name', given, name),
    password: secret === null ? null : checkedPassword(secret),
  }
}

const speakRaw = async (
  { host, port }: Endpoint,
  { quiet = false }: Flags,
  spoken: Language,
): Promise<ExitCode> => {
  const left = leaving()
  const exit = await converseRaw(host, port, plainScreen(spoken, quiet), left.signal)
  return left.exit() ?? exit
}

const converse = async (
  { host, port }: Endpoint,
  flags: Flags,
  { name, password }: Person,
  spoken: Language,
  prompts: Prompts | null,
  progress: Progress,
): Promise<ExitCode> => {
  const { message, register = false, logout = false } = flags
  const { quiet = false } = flags
  const dialogue = isDialogue(flags) ? new Dialogue(spoken, quiet) : null
  const screen = dialogue ?? (flags.json === true ? jsonScreen(spoken) : plainScreen(spoken, quiet))
  const beginnings = new Beginnings()
  const left = leaving()
  const tokens = tokenStore(flags, `${host}:${port}`, (phrase) => screen.complain(phrase))
  const asked = prompts === null ? null : new PromptedProver(prompts, { name, password, register })
  const client = await connect({
    host,
    port,
    agent,
    ...(asked !== null ? { name: asked.name } : name === null ? {} : { name }),
    credentials: {
      ...(name === null ? {} : { name }),
      ...(password === null ? {} : { password }),
      ...(tokens === null ? {} : { tokens }),
      ...(asked === null ? {} : { prover: asked.prove }),
      register,
    },
    requireProof: password !== null || register || logout || tokens?.has(name) === true,
    insecurePassword: flags.insecurePassword ?? false,
    ...(dialogue === null ? {} : { converse: dialogue.converse }),
    log: beginnings.watch(arriving(prompts?.quiet(screen.log) ?? screen.log, progress, texts[spoken])),
    signal: left.signal,
  }).catch((error: unknown) => {
    progress.end()
    screen.close()
    const exit = left.exit()
    if (exit !== null) return exit
    throw flags.json === true ? error : withRemedy(error)
  })
  await asked?.begun()
  if (typeof client === 'number') return client
  const { name: greeted } = client
  const told = asked?.toldName ?? name
  if (told !== null && greeted !== null && comparisonForm(greeted) !== comparisonForm(told))
    screen.complain((say) => say.otherName(printable(greeted), printable(told)))
  const conversing = (): Promise<void> => beginnings.next()
  const talked =
    dialogue !== null
      ? await dialogue.hold(client, { conversing, logout })
      : await talk(client, {
          lines: message === undefined ? linesOf(process.stdin) : eachOf(message),
          screen,
          room: () => roomOnStdout(left.signal),
          conversing,
          brokeOff: (tell) => beginnings.tellEnds(tell),
          logout,
        })
  process.stdin.destroy()
  screen.close()
  const exit = endingExit(talked.ending)
  return left.exit() ?? (exit === Exit.done && talked.unsaid + talked.unanswered > 0 ? Exit.failed : exit)
}

/** A denial with what can be done then. */
const withRemedy = (error: unknown): unknown => {
  if (!(error instanceof ColloquyError) || error.failure.code !== 'DENIED') return error
  const { reason, retryAfterMs } = error.failure
  return new Trouble(Exit.denied, (say) => `${say.denied(reason)} ${say.afterDenial(reason, retryAfterMs)}`)
}

/** Whether a person sits at a terminal, and types what is said. */
const isDialogue = ({ json, message }: Flags): boolean =>
  canPrompt() && json !== true && message === undefined

const tokenStore = (
  { tokens }: Flags,
  server: string,
  complain: (phrase: Phrase) => void,
): TokenStore | null => {
  if (tokens === false) return null
  const file = typeof tokens === 'string' ? tokens : join(stateFolder(), 'colloquy', 'tokens.json')
  return new TokenStore(file, server, complain)
}

/** As the XDG base directory specification says: a path that is relative or empty counts as none. */
const stateFolder = (): string => {
  const { XDG_STATE_HOME: given = '' } = process.env
  return isAbsolute(given) ? given : join(homedir(), '.local', 'state')
}

async function* eachOf(messages: readonly string[]): AsyncGenerator<Line> {
  yield* messages.map(E.right)
}
