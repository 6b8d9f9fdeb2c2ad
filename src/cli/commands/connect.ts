import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type Client, ColloquyError, password as checkedPassword, connect } from '../../index.ts'
import { nameKey } from '../../store/index.ts'
import { jsonOutput, plainOutput } from '../client/client-output.ts'
import { withConnectProgress } from '../client/connect-progress.ts'
import { Deadline } from '../client/deadline.ts'
import { Delivery } from '../client/delivery.ts'
import { InteractiveClient } from '../client/interactive-client.ts'
import { exitOf } from '../client/outcome.ts'
import { PromptedCredentials } from '../client/prompted-credentials.ts'
import { runRawClient } from '../client/raw-client.ts'
import { runScriptedClient } from '../client/scripted-client.ts'
import { CliError } from '../errors.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { tokenFile } from '../files/token-file.ts'
import { TokenStore, type TokenStoreOptions } from '../files/token-store.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { Language } from '../i18n/language.ts'
import { completed, type Endpoint } from '../options/endpoint.ts'
import { refuseConflicts } from '../options/flag-conflicts.ts'
import { langOption, languageOf } from '../options/language.ts'
import { givenPassword, passwordSource } from '../options/password.ts'
import { connectPort, givenEndpoint, name, read, timeout } from '../options/settings.ts'
import { stopRequest } from '../signals.ts'
import { type Line, linesOf } from '../terminal/input-lines.ts'
import { canEditLines } from '../terminal/line-editor.ts'
import { openPrompts } from '../terminal/open-prompts.ts'
import { roomOnStdout, unblockTerminals } from '../terminal/output.ts'
import { printable } from '../terminal/printable.ts'
import { openProgress, type Progress } from '../terminal/progress.ts'
import type { Prompts } from '../terminal/prompts.ts'
import { StandardInput } from '../terminal/standard-input.ts'
import { agent } from '../version.ts'

interface Flags {
  readonly name?: string
  readonly passwordFile?: string
  readonly register?: boolean
  readonly raw?: boolean
  readonly message?: readonly string[]
  readonly timeout?: string
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

/** How long is waited for a connection, and for answers. */
interface Patience {
  readonly ms: number
  /** Whether the person said so. */
  readonly isGiven: boolean
}

const DEFAULT_TIMEOUT_MS = 10_000

const examples = `
Examples:
  COLLOQUY_PASSWORD=… colloquy connect --name anna --register   registers, then says what is typed
  colloquy connect --name anna --message hello                  says hello with the token of last time, prints the answer
  printf 'one\\ntwo\\n' | colloquy connect localhost 7707         says two lines to a server that asks for no password
  colloquy connect --name anna --logout                         revokes the token

When a conversation breaks off, the next one is waited for without end, unless --message or --timeout is given.`

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
    .option('--password-file <path>', `the password: ${passwordSource} (or set COLLOQUY_PASSWORD)`)
    .option('--register', 'register the name instead of logging in')
    .option('--raw', 'send standard input as it is, without frames, to a server in mode raw')
    .option('--message <text>', 'say this instead of standard input; repeatable', collect)
    .option(
      '--timeout <time>',
      'how long to wait for a connection and for answers, such as 500ms, 10s or 2m; with --message for all of it together (default: 10s)',
    )
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
  const lang = languageOf(flags.lang)
  if (flags.raw === true) {
    refuseConflicts(command, framed, '--raw')
    if (given.name !== null) throw new CliError(Exit.wrongUsage, (say) => say.flagConflict('name@', '--raw'))
  }
  const patience: Patience = {
    ms: flags.timeout === undefined ? DEFAULT_TIMEOUT_MS : read('--timeout', flags.timeout, timeout),
    isGiven: flags.timeout !== undefined,
  }
  let opened: StandardInput | null = null
  const input = (): StandardInput => {
    opened ??= new StandardInput()
    return opened
  }
  const person = flags.raw === true ? null : await personOf(flags, given.name, input)
  const progress = openProgress()
  const mayAsk = flags.input && flags.json !== true
  const prompts = mayAsk ? await openPrompts(lang, progress) : null
  try {
    const endpoint = await completed(given, 'connect', prompts)
    if (endpoint === null) return Exit.interrupted
    return person === null
      ? await speakRaw(endpoint, flags, patience, lang)
      : await converse(
          endpoint,
          flags,
          patience,
          { ...person, name: person.name ?? endpoint.name },
          input,
          lang,
          prompts,
          progress,
        )
  } finally {
    await prompts?.release()
  }
}

/**
 * Who somebody says to be, by a flag or in the address, before anybody is told. Throws a CliError or a ColloquyError
 * where it cannot be.
 */
const personOf = async (
  { name: byFlag, passwordFile }: Flags,
  inAddress: string | null,
  input: () => StandardInput,
): Promise<Person> => {
  if (byFlag !== undefined && inAddress !== null)
    throw new CliError(Exit.wrongUsage, (say) => say.givenTwice('name', inAddress, byFlag))
  const given = byFlag ?? inAddress
  const secret = await givenPassword(passwordFile, input)
  return {
    name: given === null ? null : read(byFlag === undefined ? 'name' : '--name', given, name),
    password: secret === null ? null : checkedPassword(secret),
  }
}

const speakRaw = async (
  { host, port }: Endpoint,
  { quiet = false }: Flags,
  { ms }: Patience,
  lang: Language,
): Promise<ExitCode> => {
  const left = stopRequest()
  const exit = await runRawClient(host, port, ms, plainOutput(lang, quiet), left.signal)
  return left.exit() ?? exit
}

const converse = async (
  { host, port }: Endpoint,
  flags: Flags,
  patience: Patience,
  { name, password }: Person,
  input: () => StandardInput,
  lang: Language,
  prompts: Prompts | null,
  progress: Progress,
): Promise<ExitCode> => {
  const { message, register = false, logout = false } = flags
  const delivery = new Delivery()
  const { quiet = false } = flags
  const interactive = isInteractive(flags) ? new InteractiveClient(lang, delivery, quiet) : null
  const output = interactive ?? (flags.json === true ? jsonOutput(lang) : plainOutput(lang, quiet))
  const left = stopRequest()
  const deadline =
    interactive === null && (message !== undefined || patience.isGiven)
      ? new Deadline(patience.ms, () => output.showError((say) => say.tookTooLong(patience.ms)))
      : null
  const signal = deadline === null ? left.signal : AbortSignal.any([left.signal, deadline.signal])
  const tokens = tokenStore(flags, {
    server: `${host}:${port}`,
    complain: (phrase) => output.showError(phrase),
    unwanted: signal,
  })
  const asked = prompts === null ? null : new PromptedCredentials(prompts, { name, password, register })
  // What was kept is an offer; who gives a password, registers or logs out insists.
  const requireProof = password !== null || register || logout
  if (!requireProof) tokens?.check()
  const unhurried = <Given extends readonly unknown[], A>(ask: (...given: Given) => Promise<A>) =>
    deadline === null ? ask : (...given: Given): Promise<A> => deadline.hold(ask(...given))
  let client: Client | null = null
  /** Bounds the wait for the next conversation. */
  const waiting = (): void => {
    deadline?.start()
    void client?.ready().then(() => deadline?.stop(), noReason)
  }
  try {
    const connecting = connect({
      host,
      port,
      agent,
      connectWithinMs: patience.ms,
      ...(asked !== null ? { name: unhurried(asked.name) } : name === null ? {} : { name }),
      credentials: {
        ...(name === null ? {} : { name }),
        ...(password === null ? {} : { password }),
        ...(tokens === null ? {} : { tokens }),
        ...(asked === null ? {} : { prover: unhurried(asked.prove) }),
        register,
      },
      requireProof,
      insecurePassword: flags.insecurePassword ?? false,
      ...(interactive === null ? {} : { converse: interactive.converse }),
      ended: (conversation) => {
        if (interactive !== null) return interactive.ended(conversation)
        delivery.ended(conversation)
        if (message === undefined && conversation.again) waiting()
      },
      log: withConnectProgress(prompts?.quiet(output.log) ?? output.log, progress, catalogues[lang].console),
      signal,
      ...(deadline === null ? {} : { abandon: deadline.abandon }),
    })
    // After the connection's own time, which has more to say when it is over.
    deadline?.start()
    client = await connecting
    await asked?.begun()
    const { name: greeted } = client
    const told = asked?.toldName ?? name
    if (told !== null && greeted !== null && nameKey(greeted) !== nameKey(told))
      output.showError((say) => say.otherName(printable(greeted), printable(told)))
    if (message === undefined) deadline?.stop()
    const talked =
      interactive !== null
        ? await interactive.hold(client, { logout })
        : await runScriptedClient(client, {
            lines: message === undefined ? linesOf(input()) : eachOf(message),
            output,
            delivery,
            answersWithinMs: patience.ms,
            deadline,
            room: () => roomOnStdout(left.signal),
            isStopped: () => left.signal.aborted,
            isUnheard: () => left.signal.aborted && left.exit() === null,
            logout,
          })
    const { failure } = client
    return left.exit() ?? exitOf({ ...talked, failure, logout, isStopped: left.signal.aborted })
  } catch (error) {
    const exit = left.exit()
    if (exit !== null) return exit
    if (deadline?.hasPassed === true) return Exit.cannotConnect
    throw flags.json === true ? error : withRemedy(error)
  } finally {
    await client?.bye()
    deadline?.stop()
    progress.end()
    await prompts?.release()
    process.stdin.destroy()
    output.close()
  }
}

/** A denial with what can be done then. */
const withRemedy = (error: unknown): unknown => {
  if (!(error instanceof ColloquyError) || error.failure.code !== 'DENIED') return error
  const { reason, retryAfterMs } = error.failure
  return new CliError(Exit.denied, (say) => `${say.denied(reason)} ${say.afterDenial(reason, retryAfterMs)}`)
}

/** Why there is none is told elsewhere. */
const noReason = (): void => {}

/** Whether a person sits at a terminal, and types what is said. */
const isInteractive = ({ json, message }: Flags): boolean =>
  canEditLines() && json !== true && message === undefined

const tokenStore = (
  { tokens }: Flags,
  around: Omit<TokenStoreOptions, 'file' | 'isChosen'>,
): TokenStore | null => {
  if (tokens === false) return null
  const isChosen = typeof tokens === 'string'
  const file = isChosen ? tokens : tokenFile(around.complain)
  return file === null ? null : new TokenStore({ ...around, file, isChosen })
}

async function* eachOf(messages: readonly string[]): AsyncGenerator<Line> {
  yield* messages.map(E.right)
}
