import { resolve } from 'node:path'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { nameKey } from '../../store/index.ts'
import { plainOutput } from '../client/client-output.ts'
import { withConnectProgress } from '../client/connect-progress.ts'
import { Deadline } from '../client/deadline.ts'
import { noticeOutage } from '../client/outage.ts'
import { exitOf } from '../client/outcome.ts'
import { PromptedCredentials } from '../client/prompted-credentials.ts'
import { runRawClient } from '../client/raw-client.ts'
import { noticeSilence } from '../client/silence.ts'
import { contractTalker, type Talk, type Talker, textTalker } from '../client/talker.ts'
import { CliError, withRemedy } from '../errors.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { loadSpoken, type SpokenContract } from '../files/spoken-contract.ts'
import { tokenFile } from '../files/token-file.ts'
import { TokenStore, type TokenStoreOptions } from '../files/token-store.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Language } from '../i18n/language.ts'
import { type CompletedEndpoint, completed, type Endpoint, givenEndpoint } from '../options/endpoint.ts'
import { refuseConflicts } from '../options/flag-conflicts.ts'
import { lang } from '../options/language.ts'
import { define, repeatable, texted, toggle, type Values, valued } from '../options/option.ts'
import { passwordFile } from '../options/password.ts'
import { type Person, personOf } from '../options/person.ts'
import { recordFile } from '../options/record.ts'
import { socketPath } from '../options/server-address.ts'
import { connectPort, duration, personName, serverAddress } from '../options/value-types.ts'
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
import { channelOptions, knownServerOf, tlsOf } from './connect-channel.ts'
import { hasSessionWork, manageSessions, type SessionWork } from './own-sessions.ts'

const words = {
  host: valued(
    '[host]',
    'the host, also as host:port, [v6]:port, colloquy://name@host:port, colloquy+tls://… or unix:path (default: prompts on a terminal, otherwise 127.0.0.1)',
    serverAddress,
  ),
  port: valued('[port]', 'the port (default: likewise, otherwise 7707)', connectPort),
}

const options = {
  name: valued('--name <name>', 'who you are', personName),
  passwordFile: passwordFile('the password'),
  register: toggle('--register', 'register the name instead of logging in'),
  raw: toggle('--raw', 'send standard input as it is, without frames, to a server in mode raw'),
  message: repeatable('--message <text>', 'say this instead of standard input; repeatable'),
  timeout: valued(
    '--timeout <time>',
    'how long to wait for a connection and for answers, such as 500ms, 10s or 2m; with --message for all of it together (default: 10s)',
    duration,
  ),
  tokens: texted(
    '--tokens <path>',
    'the file that tokens are kept in (default: in the folder of your state)',
  ),
  noTokens: toggle('--no-tokens', 'neither use nor keep a token'),
  logout: toggle('--logout', 'revoke the token at the end'),
  logoutEverywhere: toggle('--logout-everywhere', 'revoke every token of the account at the end'),
  sessions: toggle('--sessions', 'list the sessions of your account, say nothing, and end'),
  revokeSession: repeatable(
    '--revoke-session <id>',
    'end the session of that id, as --sessions gives it; repeatable',
  ),
  contract: texted(
    '--contract <file>',
    'the contract to speak, a YAML file on the base; a line is Get key=a, or JSON (default: talk, which is text)',
  ),
  record: recordFile,
  ...channelOptions,
  insecurePassword: toggle(
    '--insecure-password',
    'send passwords and tokens over channels that others can read',
  ),
  noInput: toggle('--no-input', 'ask nothing on a terminal'),
  quiet: toggle('--quiet', 'print service messages only of what goes wrong'),
  lang,
  json: toggle('--json', 'print one JSON object an event'),
}

/** Flags that mean something in a conversation only. */
const framed = [
  options.contract,
  options.name,
  options.passwordFile,
  options.register,
  options.message,
  options.tokens,
  options.noTokens,
  options.logout,
  options.logoutEverywhere,
  options.sessions,
  options.revokeSession,
  options.record,
  options.insecurePassword,
  options.json,
  ...Object.values(channelOptions),
]

type Flags = Values<typeof options>

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
  colloquy connect --tls chat.example.org --name anna           connects over TLS; so does colloquy+tls://anna@chat.example.org
  colloquy connect --name anna --logout                         revokes the token
  colloquy connect --name anna --logout-everywhere              ends every session of anna
  colloquy connect --name anna --sessions                       lists where anna is logged in; --revoke-session <id> ends one
  colloquy connect --contract kv.yaml --message 'Get key=a'     says a message of a contract of your own, prints the answers
  colloquy connect --name anna --record talk.jsonl              records what is said, to be stepped through in a page

When a conversation breaks off, the next one is waited for without end, unless --message or --timeout is given. Ctrl-C ends
the conversation with a Bye, exit code 130; with --contract at a terminal it first cancels what still waits for answers.`

/** `colloquy connect`. */
export const connectCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('connect').description(
      'Hold a conversation with a server: lines of standard input are said, replies are printed.',
    ),
    words,
    options,
    async (place, flags, command) => done(await start(place, flags, command)),
  ).addHelpText('after', examples)

const start = async (place: Values<typeof words>, flags: Flags, command: Command): Promise<ExitCode> => {
  unblockTerminals()
  const { lang } = flags
  const given = givenEndpoint(
    { flag: 'host', value: place.host },
    { flag: 'port', value: place.port },
    connectPort,
  )
  if (flags.raw) {
    refuseConflicts(command, framed, '--raw')
    if (given.name !== null) throw new CliError(Exit.wrongUsage, (say) => say.flagConflict('name@', '--raw'))
    if (socketPath(given.host ?? '') !== null)
      throw new CliError(Exit.wrongUsage, (say) => say.flagConflict('unix:', '--raw'))
    if (given.overTls)
      throw new CliError(Exit.wrongUsage, (say) => say.flagConflict('colloquy+tls://', '--raw'))
  }
  if (hasSessionWork(sessionWorkOf(flags)))
    refuseConflicts(command, [options.message], flags.sessions ? '--sessions' : '--revoke-session')
  const patience: Patience = {
    ms: flags.timeout ?? DEFAULT_TIMEOUT_MS,
    isGiven: flags.timeout !== undefined,
  }
  let opened: StandardInput | null = null
  const input = (): StandardInput => {
    opened ??= new StandardInput()
    return opened
  }
  if (!flags.raw) tlsOf(flags, given.overTls)
  const person = flags.raw ? null : await personOf(flags, given.name, input)
  const spoken = flags.contract === undefined ? null : await loadSpoken(flags.contract)
  const progress = openProgress()
  const mayAsk = !flags.noInput && !flags.json
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
          spoken,
          prompts,
          progress,
        )
  } finally {
    await prompts?.release()
  }
}

const speakRaw = async (
  { host, port }: Endpoint,
  { quiet }: Flags,
  { ms }: Patience,
  lang: Language,
): Promise<ExitCode> => {
  const left = stopRequest()
  const exit = await runRawClient(host, port, ms, plainOutput(lang, quiet), left.signal)
  return left.exit() ?? exit
}

const talkerOf = async (
  spoken: SpokenContract | null,
  showing: Parameters<typeof textTalker>[0],
): Promise<Talker> => {
  if (spoken === null) return textTalker(showing)
  const { MessageForms } = await import('../messages/message-forms.ts')
  return contractTalker(spoken.runnable, new MessageForms(spoken.contract, 'client'), showing)
}

const converse = async (
  { host, port, overTls }: CompletedEndpoint,
  flags: Flags,
  patience: Patience,
  { name, password }: Person,
  input: () => StandardInput,
  lang: Language,
  spoken: SpokenContract | null,
  prompts: Prompts | null,
  progress: Progress,
): Promise<ExitCode> => {
  const { message, register, quiet } = flags
  const logout = flags.logoutEverywhere ? 'everywhere' : flags.logout ? 'here' : null
  const work = sessionWorkOf(flags)
  const says = message.length > 0 || hasSessionWork(work)
  const typed = isInteractive(flags)
  const talker = await talkerOf(spoken, { lang, isInteractive: typed, json: flags.json, quiet })
  const { output } = talker
  const left = stopRequest()
  const { log, isSilent } = noticeSilence(prompts?.quiet(output.log) ?? output.log)
  const tooLong: Phrase = (say) =>
    isSilent() ? say.neverBegan('TIMEOUT', 'SILENCE') : say.tookTooLong(patience.ms)
  const deadline =
    !typed && (says || patience.isGiven) ? new Deadline(patience.ms, () => output.showError(tooLong)) : null
  const signal = deadline === null ? left.signal : AbortSignal.any([left.signal, deadline.signal])
  const path = socketPath(host)
  const tls = tlsOf(flags, overTls)
  const knownServer = knownServerOf(flags, `${host}:${port}`, prompts, (phrase) => output.showError(phrase))
  const tokens = tokenStore(flags, {
    // A token of the one is no token of the other.
    server:
      path !== null ? `unix:${resolve(path)}` : tls === null ? `${host}:${port}` : `tls:${host}:${port}`,
    complain: (phrase) => output.showError(phrase),
    unwanted: signal,
  })
  const asked = prompts === null ? null : new PromptedCredentials(prompts, { name, password, register })
  // A kept token is an offer; a password, --register, both kinds of --logout, and what is asked of sessions insist on a proof.
  const requireProof = password !== null || register || logout !== null || hasSessionWork(work)
  if (!requireProof) tokens?.check()
  const observer =
    flags.record === undefined
      ? null
      : await (await import('./recording/record.ts')).recordIntoFile(
          flags.record,
          (phrase) => output.showError(phrase),
          spoken?.contract,
        )
  const unhurried = <Given extends readonly unknown[], A>(ask: (...given: Given) => Promise<A>) =>
    deadline === null ? ask : (...given: Given): Promise<A> => deadline.hold(ask(...given))
  let talk: Talk | null = null
  /** Bounds the wait until a conversation goes on, or the next one begins, from the moment in which it broke off. */
  const boundOutage = async (): Promise<void> => {
    deadline?.start()
    await talk?.client.ready().then(() => deadline?.stop(), noReason)
  }
  try {
    const connecting = talker.connect({
      ...(path === null ? { host, port } : { path }),
      agent,
      connectWithinMs: patience.ms,
      tls: tls ?? false,
      knownServer: {
        known: knownServer.known,
        trust: unhurried(knownServer.trust),
      },
      ...(asked !== null ? { name: unhurried(asked.name) } : name === null ? {} : { name }),
      credentials: {
        ...(name === null ? {} : { name }),
        ...(password === null ? {} : { password }),
        ...(tokens === null ? {} : { tokens }),
        ...(asked === null ? {} : { prover: unhurried(asked.prove) }),
        register,
      },
      requireProof,
      insecurePassword: flags.insecurePassword,
      ended: (conversation) => talker.ended(conversation),
      log: withConnectProgress(
        says ? log : noticeOutage(log, boundOutage),
        progress,
        catalogues[lang].console,
      ),
      ...(observer === null ? {} : { observer }),
      signal,
      ...(deadline === null ? {} : { abandon: deadline.abandon }),
    })
    // After the connection's own time, which has more to say when it is over.
    deadline?.start()
    talk = await connecting
    await asked?.begun()
    const { client } = talk
    const { name: greeted } = client
    const told = asked?.toldName ?? name
    if (told !== null && greeted !== null && nameKey(greeted) !== nameKey(told))
      output.showError((say) => say.otherName(printable(greeted), printable(told)))
    if (hasSessionWork(work)) await manageSessions(client, work, flags.json, lang)
    if (!says) deadline?.stop()
    const talked = await talk.hold({
      lines: (maxBytes) => (says ? eachOf(message) : linesOf(input(), maxBytes)),
      answersWithinMs: patience.ms,
      deadline,
      room: () => roomOnStdout(left.signal),
      isStopped: () => left.signal.aborted,
      isUnheard: () => left.signal.aborted && left.exit() === null,
      logout,
    })
    const { failure } = client
    return (
      left.exit() ?? exitOf({ ...talked, failure, logout: logout !== null, isStopped: left.signal.aborted })
    )
  } catch (error) {
    const exit = left.exit()
    if (exit !== null) return exit
    if (deadline?.hasPassed === true) return Exit.cannotConnect
    throw flags.json ? error : withRemedy(error)
  } finally {
    await talk?.client.bye()
    deadline?.stop()
    progress.end()
    await prompts?.release()
    process.stdin.destroy()
    output.close()
  }
}

/** Why there is none is told elsewhere. */
const noReason = (): void => {}

/** Whether a person sits at a terminal, and types what is said. */
const isInteractive = (flags: Flags): boolean =>
  canEditLines() && !flags.json && flags.message.length === 0 && !hasSessionWork(sessionWorkOf(flags))

const sessionWorkOf = ({ sessions, revokeSession }: Flags): SessionWork => ({
  list: sessions,
  revoke: revokeSession,
})

const tokenStore = (
  { tokens, noTokens }: Flags,
  around: Omit<TokenStoreOptions, 'file' | 'isChosen'>,
): TokenStore | null => {
  if (noTokens) return null
  const isChosen = tokens !== undefined
  const file = tokens ?? tokenFile(around.complain)
  return file === null ? null : new TokenStore({ ...around, file, isChosen })
}

async function* eachOf(messages: readonly string[]): AsyncGenerator<Line> {
  yield* messages.map(E.right)
}
