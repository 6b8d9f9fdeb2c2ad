import { resolve } from 'node:path'
import { Command } from 'commander'
import { combined } from '../../engine/index.ts'
import {
  ColloquyError,
  createEchoServer,
  type createServer,
  type Log,
  type Observer,
  type Server,
  type ServerEvent,
} from '../../index.ts'
import type { Inspector } from '../../inspect/index.ts'
import { CliError } from '../errors.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { makeDataFolder } from '../files/data-folder.ts'
import { loadSpoken, type SpokenContract } from '../files/spoken-contract.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { minLevels } from '../log/levels.ts'
import { logTargets, openLog, type ServerLog } from '../log/open.ts'
import { dataFolder } from '../options/data-folder.ts'
import { databaseOptions, databasePassword, nodeOption } from '../options/database.ts'
import { completed, type Endpoint, type GivenEndpoint, givenEndpoint } from '../options/endpoint.ts'
import { refuseConflicts } from '../options/flag-conflicts.ts'
import { lang } from '../options/language.ts'
import { define, isGiven, texted, toggle, type Values, valued } from '../options/option.ts'
import { recordFolder } from '../options/record.ts'
import { formatServerAddress, socketPath } from '../options/server-address.ts'
import { checkConfig, configFile, settle } from '../options/settle.ts'
import { choice, listenPlace, listenPort, serverAddress, text, wholeNumber } from '../options/value-types.ts'
import { onStopSignal } from '../signals.ts'
import { isColoured } from '../terminal/colours.ts'
import { logInFrontOf } from '../terminal/log-in-front.ts'
import { openPrompts } from '../terminal/open-prompts.ts'
import { unblockTerminals } from '../terminal/output.ts'
import { printable } from '../terminal/printable.ts'
import { openProgress } from '../terminal/progress.ts'
import { printNotice } from '../terminal/standard-error.ts'
import { UncaughtErrors } from '../uncaught.ts'
import { agent } from '../version.ts'
import {
  CertificateWatch,
  certificateFingerprint,
  channelOptions,
  checkChannel,
  checkFiles,
  greetKnown,
  openChannel,
  type ServedChannel,
} from './serve/channel.ts'
import { servingHint } from './serve/hint.ts'
import { checkInspect, inspectOptions, openInspection } from './serve/inspect.ts'
import { checkModule } from './serve/load-handlers.ts'
import type { Measured, MetricsEndpoint } from './serve/metrics-endpoint.ts'
import { openServedStore } from './serve/open-store.ts'
import { ownCommand } from './serve/own-command.ts'
import { recording } from './serve/recording.ts'
import { takeSettings } from './serve/reload.ts'
import { openReplier, type Replier } from './serve/replier.ts'
import { sourceOptions, sourcesOf, sourceTakers } from './serve/source-options.ts'
import { activatedSocket, notifySystemd } from './serve/systemd.ts'
import { workersReplier } from './serve/workers/workers-replier.ts'
import { checkWorkers, workersOption } from './serve/workers-option.ts'

const options = {
  host: valued(
    '--host <host>',
    'the address to listen on, also as host:port (default: prompts on a terminal without flags, otherwise 127.0.0.1)',
    serverAddress,
  ),
  port: valued(
    '--port <port>',
    'the port; if it is taken the next free one, 0: any (default: likewise, otherwise 7707)',
    listenPort,
  ),
  strictPort: toggle('--strict-port', 'end with 3 if the port is taken, instead of taking the next free one'),
  socket: texted('--socket <path>', 'listen on this socket in the file system instead, for you only'),
  mode: valued(
    '--mode <mode>',
    'whom it asks for what; raw gives bytes back without frames',
    choice(['auth', 'identify', 'echo', 'raw']),
    'auth',
  ),
  data: dataFolder('--data <folder>', 'the folder of its store and its log, for you only'),
  ...databaseOptions,
  node: nodeOption,
  workers: workersOption,
  log: valued('--log <where>', 'where it says what happens', choice(logTargets), 'file'),
  logLevel: valued(
    '--log-level <level>',
    'how much it says; trace: each frame, debug: each change of state',
    choice(minLevels),
    'info',
  ),
  record: recordFolder,
  lang,
  contract: texted(
    '--contract <file>',
    'the contract to speak, a YAML file on the base, whose answers a module of --reply gives (default: talk, which is text)',
  ),
  reply: valued(
    '--reply <echo|operator|path>',
    'who answers what clients say; a path is that of a module',
    text,
    'echo',
  ),
  registration: valued(
    '--registration <state>',
    'whether it takes new names',
    choice(['open', 'closed']),
    'open',
  ),
  maxSessions: valued(
    '--max-sessions <count>',
    'sessions at the same time (default: the limit of open files less 80)',
    wholeNumber(1, 1_000_000),
  ),
  metrics: valued(
    '--metrics <host:port>',
    'answer HTTP there: /metrics for Prometheus, /health, /ready',
    listenPlace,
  ),
  ...inspectOptions,
  ...sourceOptions,
  ...channelOptions,
  greetKnown,
  insecurePassword: toggle('--insecure-password', 'take passwords over channels that others can read'),
  config: configFile,
  checkConfig,
  noInput: toggle('--no-input', 'ask nothing on a terminal'),
  quiet: toggle('--quiet', 'print nothing but where it listens'),
  json: toggle('--json', 'say as JSON when it listens'),
}

/** Flags that mean something in a conversation only. */
const framed = [
  options.workers,
  options.socket,
  options.contract,
  options.record,
  options.reply,
  options.registration,
  options.maxSessions,
  options.metrics,
  ...Object.values(inspectOptions),
  ...Object.values(sourceOptions),
  options.greetKnown,
  options.insecurePassword,
  ...Object.values(channelOptions),
]

/** Flags that say where to listen. */
const places = [options.host, options.port, options.strictPort]

/** Flags that mean something on a network only. */
const networked = [...places, ...Object.values(channelOptions)]

type Settings = Omit<Values<typeof options>, keyof Endpoint> &
  Endpoint & {
    /** A socket that was opened before; null: it opens one. */
    readonly fd: number | null
  }

/** Ports that are tried above one that is taken. */
const MAX_FURTHER_PORTS = 100

const examples = `
Examples:
  colloquy serve                          listens on 127.0.0.1:7707, keeps its data in ./colloquy-data
  colloquy serve --port 0 --json          listens on any free port, and says so as JSON
  colloquy serve --port 7800 --strict-port  listens there or nowhere, and asks nothing
  colloquy serve --mode identify          greets by name, and asks for no password
  colloquy serve --mode raw               gives bytes back as they are, for nc and telnet
  colloquy serve --registration closed    takes no new names
  colloquy serve --reply operator         lets you answer what clients say: #1 text, @name text, /help
  colloquy serve --reply ./replies.js     answers as the module says: export default { Say(message, peer) { … } }
  colloquy serve --contract kv.yaml --reply ./handlers.js  speaks a contract of your own
  colloquy serve --log both --lang ru     says what happens on the terminal, too, in Russian
  colloquy serve --tls auto               speaks TLS, too, and prints the fingerprint that clients are asked about
  colloquy serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem  speaks TLS with a certificate of yours
  colloquy serve --store postgres://colloquy@db.example.org/colloquy  keeps accounts and sessions where other servers do, too
  colloquy serve --socket ./colloquy.sock  listens on a socket in the file system
  colloquy serve --proxy-from 10.0.0.0/8  stands behind proxies that send a PROXY header
  colloquy serve --metrics 127.0.0.1:9707  tells Prometheus how it does, and others whether it is ready
  colloquy serve --workers 4              spreads connections over four processes
  colloquy serve --config serve.yaml      takes settings from a file
  colloquy serve --inspect                prints the address of a live page: sessions, their messages, refusals
  colloquy serve --record ./talks         records each conversation into a file, which visualize steps through

Every flag can also be given by the environment, --max-sessions 100 as COLLOQUY_MAX_SESSIONS=100, or in the file of --config, as
max-sessions: 100. A flag counts more than the environment, and that more than the file.

SIGINT, SIGTERM and SIGHUP stop it in order: it says Bye to everybody, and ends with 0. Under nohup SIGHUP means nothing;
with --config or --tls-cert and no terminal it has both read again: certificate, log-level, registration and the limits on one
address and account hold from then on, and the log says what holds only when the server is started again.
A module that fails outside of its handlers stops it in the same way, and it ends with 70.`

/** `colloquy serve`. */
export const serveCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('serve').description('Run a conversation server until it is stopped.'),
    {},
    options,
    async (_words, given, command) => {
      let code: ExitCode = Exit.failed
      try {
        code = await start(given, command)
      } finally {
        // Also where it was refused: a module may keep the process alive.
        done(code)
      }
    },
    settle(process.env),
  ).addHelpText('after', examples)

const start = async (given: Values<typeof options>, command: Command): Promise<ExitCode> => {
  unblockTerminals()
  const place = givenPlace(given)
  checkChannel(given)
  checkInspect(given)
  checkWorkers(given)
  if (given.socket !== undefined) refuseConflicts(command, networked, '--socket')
  const fd = activatedSocket(process.env, process.pid)
  if (fd !== null) refuseConflicts(command, [...places, options.socket], 'LISTEN_FDS')
  if (given.mode === 'raw') refuseConflicts(command, framed, '--mode raw')
  if (given.mode === 'echo' || given.mode === 'raw')
    refuseConflicts(command, [...Object.values(databaseOptions), nodeOption], `--mode ${given.mode}`)
  if (given.checkConfig) return checked(given)
  const mayAsk = !given.noInput && !given.json && !hasFlags(command)
  const prompts = mayAsk ? await openPrompts(given.lang) : null
  const endpoint = await completed(place, 'listen', prompts).finally(() => prompts?.release())
  return endpoint === null ? Exit.interrupted : serve({ ...given, ...endpoint, fd }, given)
}

/** Reads what the flags name, too, and makes nothing. */
const checked = async (given: Values<typeof options>): Promise<ExitCode> => {
  checkFiles(given)
  await contractOf(given)
  if (!PERSONS.includes(given.reply)) checkModule(given.reply)
  if (given.store !== undefined) await databasePassword(given.storePasswordFile)
  process.stdout.write(`${catalogues[given.lang].errors.configFine}\n`)
  return Exit.done
}

/** A person who knows a flag knows how to say where to listen, too. */
const hasFlags = (command: Command): boolean =>
  Object.values(options).some((declared) => isGiven(command, declared))

/** Where it is to listen. Nobody listens as somebody: an address with a name is none. */
const givenPlace = ({ host, port }: Values<typeof options>): GivenEndpoint => {
  const given = givenEndpoint({ flag: '--host', value: host }, { flag: '--port', value: port }, listenPort)
  const { name, overTls } = given
  if (name !== null || overTls || socketPath(given.host ?? '') !== null)
    throw new CliError(Exit.wrongUsage, (say) =>
      say.badValue('--host', name === null ? (host?.host ?? '') : `${name}@…`, say.must.host),
    )
  return given
}

/** The repliers that need no module. */
const PERSONS: readonly string[] = ['echo', 'operator']

const contractOf = async ({
  contract,
  reply,
}: Pick<Settings, 'contract' | 'reply'>): Promise<SpokenContract | null> => {
  if (contract === undefined) return null
  if (PERSONS.includes(reply)) throw new CliError(Exit.wrongUsage, (say) => say.contractUnanswered(reply))
  return loadSpoken(contract)
}

const serve = async (settings: Settings, given: Values<typeof options>): Promise<ExitCode> => {
  let watch: CertificateWatch | null = null
  let reload = async (): Promise<void> => {}
  const stop = new Promise<void>((stopped) =>
    onStopSignal(
      stopped,
      hangupReloads(settings, () => {
        watch?.renew()
        void reload()
      }),
    ),
  )
  const spoken = await contractOf(settings)
  const faults = new UncaughtErrors(PERSONS.includes(settings.reply) ? null : settings.reply)
  const { workers } = settings
  const reply =
    workers === undefined
      ? await faults.before(openReplier(settings, spoken?.runnable))
      : workersReplier(workers, settings)
  const folder = makeDataFolder(settings.data)
  const { log: to, logLevel: level, lang } = settings
  const log = openLog({
    folder,
    to,
    level,
    lang,
    ...(reply.console === null ? {} : { console: reply.console }),
  })
  process.once('exit', log.close)
  faults.tell(log)
  // With workers each records its own connections.
  const recorder = workers === undefined ? await recording(settings, log, spoken) : null
  const channel = await openChannel(settings, folder, settings.mode)
  // In echo and raw mode nobody is remembered.
  const opened =
    settings.mode === 'echo' || settings.mode === 'raw' ? null : await openServedStore(settings, folder)
  let inspector: Inspector | null = null
  try {
    inspector = await openInspection(settings, folder)
    const observer = combined([recorder, inspector?.observer].filter((one) => one != null))
    const progress = openProgress()
    const server = await listen(
      settings,
      reply,
      progress.above(reply.watch(log)),
      observer,
      opened?.store,
      channel,
    )
    const metrics = await measured(settings, server)
    process.stdout.write(`${readyLine(settings, server, channel, metrics, inspector)}\n`)
    notifySystemd('ready', process.env)
    if (inspector !== null && !settings.json) tellLivePage(inspector)
    if (settings.tls === 'auto' && !settings.json && !settings.quiet) tellFingerprint(channel)
    if (settings.tlsCert !== undefined) watch = new CertificateWatch(settings, server, log)
    if (settings.config !== undefined) reload = () => readSettingsAgain({ ...given }, server, log)
    if (process.stdout.isTTY && !settings.json && !settings.quiet) hint(settings, server)
    await Promise.race([stop, faults.first, reply.attend()])
    reply.close()
    watch?.stop()
    notifySystemd('stopping', process.env)
    progress.begin(catalogues[lang].console.stopping)
    await server.close()
    metrics?.close()
    progress.end()
    faults.check()
    return Exit.done
  } finally {
    await inspector?.close()
    await opened?.store.close()()
    opened?.release()
    reply.close()
    log.close()
  }
}

/** A server as the command needs it; in mode raw nothing is measured. */
type Listening = Pick<Server, 'host' | 'port' | 'close' | 'renewCertificate'> &
  Partial<
    Omit<Awaited<ReturnType<Replier['listen']>>, keyof Server> &
      Measured &
      Pick<Server, 'setRegistration' | 'setSources'>
  >

const listen = async (
  settings: Settings,
  reply: Replier,
  log: Log<ServerEvent>,
  observer: Observer | null,
  store: Parameters<typeof createServer>[0]['store'],
  channel: ServedChannel,
): Promise<Listening> => {
  const { host, port, mode, registration, insecurePassword } = settings
  const maxFurther = settings.strictPort || settings.fd !== null ? 0 : MAX_FURTHER_PORTS
  for (let further = 0; ; further++)
    try {
      const place = {
        host,
        port: port + further,
        log: further === 0 ? log : unlessStarting(log),
      }
      if (mode === 'raw') return await createEchoServer(place)
      return await reply.listen({
        ...place,
        mode,
        registration,
        insecurePassword,
        sources: sourcesOf(settings),
        greetKnown: settings.greetKnown,
        ...channel,
        ...(settings.fd === null ? {} : { fd: settings.fd }),
        ...(settings.socket === undefined ? {} : { path: resolve(settings.socket) }),
        agent,
        ...(observer === null ? {} : { observer }),
        ...(store === undefined ? {} : { store }),
        ...(settings.node === undefined ? {} : { node: settings.node }),
        latencies: settings.metrics !== undefined,
        ...(settings.maxSessions === undefined ? {} : { maxSessions: settings.maxSessions }),
      })
    } catch (error) {
      if (!isTaken(error) || further === maxFurther || port + further === 65_535) throw error
    }
}

/** A server starts once, on however many ports it tries to listen. */
const unlessStarting = (log: Log<ServerEvent>): Log<ServerEvent> =>
  logInFrontOf(log, (event) => {
    if (event.event !== 'starting') log.write(event)
  })

const isTaken = (error: unknown): boolean =>
  error instanceof ColloquyError &&
  error.failure.code === 'CANNOT_LISTEN' &&
  error.failure.fault.code === 'PORT_TAKEN'

/** Serves the figures where that is wanted, and tells where; where they cannot be, the server does not stay, either. */
const measured = async (
  { metrics, json, quiet }: Settings,
  server: Listening,
): Promise<MetricsEndpoint | null> => {
  if (metrics === undefined || !isMeasured(server)) return null
  try {
    // Loaded here, since most servers start without HTTP.
    const { openMetrics } = await import('./serve/metrics-endpoint.ts')
    const endpoint = await openMetrics(metrics, server)
    if (!json && !quiet) printNotice((say) => say.metricsServed(endpoint.url))
    return endpoint
  } catch (error) {
    await server.close(0)
    throw error
  }
}

const isMeasured = (server: Listening): server is Listening & Measured => server.metrics !== undefined

const readyLine = (
  settings: Settings,
  server: Pick<Server, 'host' | 'port'>,
  { tls }: ServedChannel,
  metrics: MetricsEndpoint | null,
  inspector: Inspector | null,
): string => {
  const { json, mode, port } = settings
  const fingerprint = tls === undefined ? {} : { fingerprint: certificateFingerprint(tls) }
  const { socket } = settings
  const figures = {
    ...(metrics === null ? {} : { metrics: metrics.url }),
    ...(inspector === null ? {} : { inspect: inspector.url }),
  }
  if (json && socket !== undefined)
    return JSON.stringify({ event: 'listening', socket: server.host, mode, ...figures })
  if (socket !== undefined) return `listening on unix:${server.host}`
  if (json)
    return JSON.stringify({
      event: 'listening',
      host: server.host,
      port: server.port,
      mode,
      ...fingerprint,
      ...figures,
    })
  const address = formatServerAddress(server.host, server.port)
  const moved = settings.fd === null && port !== 0 && port !== server.port
  return `listening on ${address}${moved ? ` (${port} is taken)` : ''}`
}

/**
 * With a certificate or settings from files, SIGHUP has them read again, where it does not come from a terminal that is closed; undefined:
 * it means what it means everywhere.
 */
const hangupReloads = ({ tlsCert, config }: Settings, again: () => void): (() => boolean) | undefined => {
  if ((tlsCert === undefined && config === undefined) || process.stdin.isTTY || process.stdout.isTTY)
    return undefined
  return () => {
    again()
    return true
  }
}

/** Reads the settings again, takes those that can be taken while the server runs, and tells of the others. */
const readSettingsAgain = async (
  running: Values<typeof options>,
  server: Listening,
  log: ServerLog,
): Promise<void> => {
  try {
    const read = await givenAgain()
    checkChannel(read)
    const reloaded = takeSettings(options, running, read, {
      logLevel: (level) => {
        log.setLevel(level)
        server.setLogLevel?.(level)
      },
      ...(server.setRegistration === undefined ? {} : { registration: server.setRegistration }),
      ...(server.setSources === undefined ? {} : sourceTakers(read, server.setSources)),
    })
    log.write({ event: 'reloaded', ...reloaded })
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    log.write({ event: 'failed', what: 'settings', detail: error.message })
  }
}

/** The settings as this very command line would be given now. */
const givenAgain = (): Promise<Values<typeof options>> =>
  new Promise((resolve, reject) => {
    const args = process.argv.slice(process.argv.indexOf('serve') + 1)
    define(new Command('serve'), {}, options, (_words, read) => resolve(read), settle(process.env))
      .parseAsync(args, { from: 'user' })
      .catch(reject)
  })

/** Tells whoever starts a server where its live page is: there, and in no log. */
const tellLivePage = ({ url }: Inspector): void => printNotice((say) => say.inspectServed(url))

/** Tells whoever starts a server what clients are to be told. */
const tellFingerprint = ({ tls }: ServedChannel): void => {
  if (tls === undefined) return
  const fingerprint = certificateFingerprint(tls)
  printNotice((say) => say.serverFingerprint(fingerprint))
}

/** Tells a person how to go on, below the line that it listens. */
const hint = (settings: Settings, server: Pick<Server, 'host' | 'port'>): void => {
  const { mode, data, log, insecurePassword, contract, lang } = settings
  const call = ownCommand({ script: process.argv[1] ?? '', folder: process.cwd(), env: process.env })
  const lines = servingHint(
    {
      server,
      mode,
      data,
      log,
      insecurePassword,
      contract,
      call,
      tls: settings.tls !== undefined || settings.tlsCert !== undefined,
    },
    catalogues[lang].console,
  ).map(printable)
  const isDim = isColoured(process.stdout, process.env)
  for (const line of lines) process.stdout.write(isDim ? `\u001b[2m${line}\u001b[22m\n` : `${line}\n`)
}
