import { minLevels } from '../../log/levels.ts'
import { logTargets } from '../../log/options.ts'
import { dataFolder } from '../../options/data-folder.ts'
import { databaseOptions, nodeOption } from '../../options/database.ts'
import { lang } from '../../options/language.ts'
import { texted, toggle, type Values, valued } from '../../options/option.ts'
import { recordFolder } from '../../options/record.ts'
import { checkConfig, configFile } from '../../options/settle.ts'
import {
  choice,
  listenPlace,
  listenPort,
  serverAddress,
  text,
  wholeNumber,
} from '../../options/value-types.ts'
import { channelOptions, greetKnown } from './channel.ts'
import { inspectOptions } from './inspect.ts'
import { sourceOptions } from './source-options.ts'
import { workersOption } from './workers-option.ts'

/** The flags of `colloquy serve`, in the order in which its help lists them. */
export const serveOptions = {
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

/** The values of all flags. */
export type ServeFlags = Values<typeof serveOptions>
