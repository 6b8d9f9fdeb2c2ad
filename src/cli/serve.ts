import { join } from 'node:path'
import { Command } from 'commander'
import type { LevelWithSilent } from 'pino'
import { ColloquyError, createServer, type Log, type Mode, type Server, type ServerEvent } from '../index.ts'
import { makeDataFolder, openStore } from './data-folder.ts'
import { Exit, type ExitCode } from './exit.ts'
import { openLogFile } from './log-file.ts'
import { host, listenPort, logLevel, maxSessions, mode, read, registration } from './settings.ts'
import { agent } from './version.ts'

interface Flags {
  readonly host: string
  readonly port: string
  readonly mode: string
  readonly data: string
  readonly logLevel: string
  readonly registration: string
  readonly maxSessions?: string
  readonly insecurePassword?: boolean
  readonly json?: boolean
}

interface Settings {
  readonly host: string
  readonly port: number
  readonly mode: Mode
  readonly data: string
  readonly logLevel: LevelWithSilent
  readonly registration: 'open' | 'closed'
  readonly maxSessions: number | null
  readonly insecurePassword: boolean
  readonly json: boolean
}

/** So many ports above a taken one are tried. */
const FURTHER_PORTS = 100

const examples = `
Examples:
  colloquy serve                          listens on 127.0.0.1:7707, keeps its data in ./colloquy-data
  colloquy serve --port 0 --json          listens on any free port, and says so as JSON
  colloquy serve --mode identify          greets by name, and asks for no password
  colloquy serve --registration closed    takes no new names`

/** `colloquy serve`. */
export const serveCommand = (done: (code: ExitCode) => void): Command =>
  new Command('serve')
    .description('Run a conversation server until it is stopped; it says back what it hears.')
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the port; if it is taken the next free one, 0: any', '7707')
    .option('--mode <mode>', 'auth, identify or echo: whom it asks for what', 'auth')
    .option('--data <folder>', 'the folder of its store and its log', './colloquy-data')
    .option('--log-level <level>', 'trace, debug, info, warn, error or silent', 'info')
    .option('--registration <state>', 'open or closed: whether it takes new names', 'open')
    .option('--max-sessions <count>', 'sessions at the same time (default: the limit of open files less 64)')
    .option('--insecure-password', 'take passwords over channels that others can read')
    .option('--json', 'say as JSON when it listens')
    .addHelpText('after', examples)
    .action(async (flags: Flags) => done(await serve(settingsOf(flags))))

const settingsOf = (flags: Flags): Settings => ({
  host: read('--host', flags.host, host),
  port: read('--port', flags.port, listenPort),
  mode: read('--mode', flags.mode, mode),
  data: flags.data,
  logLevel: read('--log-level', flags.logLevel, logLevel),
  registration: read('--registration', flags.registration, registration),
  maxSessions:
    flags.maxSessions === undefined ? null : read('--max-sessions', flags.maxSessions, maxSessions),
  insecurePassword: flags.insecurePassword ?? false,
  json: flags.json ?? false,
})

const serve = async (settings: Settings): Promise<ExitCode> => {
  const stop = stopSignal()
  const folder = makeDataFolder(settings.data)
  const log = openLogFile(join(folder, 'server.log'), settings.logLevel)
  // In echo mode nobody is remembered.
  const opened = settings.mode === 'echo' ? null : await openStore(folder)
  try {
    const server = await listen(settings, log, opened?.store)
    process.stdout.write(`${readyLine(settings, server)}\n`)
    await stop
    await server.close()
    return Exit.done
  } finally {
    await opened?.store.close()()
    opened?.release()
  }
}

const listen = async (
  settings: Settings,
  log: Log<ServerEvent>,
  store: Parameters<typeof createServer>[0]['store'],
): Promise<Server> => {
  const { host, port, mode, registration, insecurePassword } = settings
  for (let further = 0; ; further++)
    try {
      return await createServer({
        host,
        port: port + further,
        mode,
        registration,
        insecurePassword,
        agent,
        log,
        ...(store === undefined ? {} : { store }),
        ...(settings.maxSessions === null ? {} : { maxSessions: settings.maxSessions }),
        converse: { Say: (message, peer) => peer.reply({ type: 'Say', text: message.text }) },
      })
    } catch (error) {
      if (!isTaken(error) || further === FURTHER_PORTS || port + further === 65_535) throw error
    }
}

const isTaken = (error: unknown): boolean =>
  error instanceof ColloquyError &&
  error.failure.code === 'CANNOT_LISTEN' &&
  error.failure.fault.code === 'PORT_TAKEN'

const readyLine = ({ json, mode, port }: Settings, server: Server): string => {
  if (json) return JSON.stringify({ event: 'listening', host: server.host, port: server.port, mode })
  const address = `${server.host.includes(':') ? `[${server.host}]` : server.host}:${server.port}`
  const moved = port !== 0 && port !== server.port
  return `listening on ${address}${moved ? ` (${port} is taken)` : ''}`
}

/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once. */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let stopping = false
    const stop = (): void => {
      if (stopping) process.exit(Exit.interrupted)
      stopping = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
