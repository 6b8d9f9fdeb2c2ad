import { Command } from 'commander'
import { type BenchConnection, type BenchResult, bench } from '../client/bench.ts'
import { type Benched, benchedMessage, benchedText } from '../client/benched.ts'
import { printJson } from '../client/client-output.ts'
import { CliError, withRemedy } from '../errors.ts'
import { Exit, type ExitCode, endingExit } from '../exit.ts'
import { loadSpoken } from '../files/spoken-contract.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { inMs } from '../i18n/duration.ts'
import { completed, type Endpoint, givenEndpoint } from '../options/endpoint.ts'
import { refuseConflicts } from '../options/flag-conflicts.ts'
import { lang } from '../options/language.ts'
import { define, texted, toggle, type Values, valued } from '../options/option.ts'
import { passwordFile } from '../options/password.ts'
import { type Person, personOf } from '../options/person.ts'
import { formatEndpoint, socketPath } from '../options/server-address.ts'
import { connectPort, duration, personName, serverAddress, wholeNumber } from '../options/value-types.ts'
import { stopRequest } from '../signals.ts'
import { printable } from '../terminal/printable.ts'
import { printNotice } from '../terminal/standard-error.ts'
import { StandardInput } from '../terminal/standard-input.ts'
import { agent } from '../version.ts'
import { channelOptions, knownServerOf, tlsOf } from './connect-channel.ts'

const words = {
  host: valued(
    '[host]',
    'the host, also as host:port, [v6]:port, colloquy://name@host:port, colloquy+tls://… or unix:path (default: 127.0.0.1)',
    serverAddress,
  ),
  port: valued('[port]', 'the port (default: 7707)', connectPort),
}

const options = {
  connections: valued('--connections <count>', 'connections at the same time', wholeNumber(1, 10_000), '1'),
  inFlight: valued(
    '--in-flight <count>',
    'messages of each that wait for their answer at the same time',
    wholeNumber(1, 256),
    '1',
  ),
  rate: valued(
    '--rate <count>',
    'messages a second in all, whether answers come or not (default: the next one when an answer has come)',
    wholeNumber(1, 100_000),
  ),
  size: valued('--size <bytes>', 'the bytes of the text of a message', wholeNumber(0, 65_536), '64'),
  contract: texted('--contract <file>', 'the contract to speak, a YAML file on the base (default: talk)'),
  message: texted('--message <name>', 'with --contract: the message to say'),
  body: texted(
    '--body <fields>',
    'its fields, as JSON or as connect takes them, such as key=a (default: those of its example, otherwise none)',
  ),
  duration: valued('--duration <time>', 'how long it measures', duration, '10s'),
  warmUp: valued('--warm-up <time>', 'how long it says messages before that', duration, '1s'),
  timeout: valued(
    '--timeout <time>',
    'how long to wait for a connection, and for an answer',
    duration,
    '10s',
  ),
  name: valued('--name <name>', 'who you are, where the server asks', personName),
  passwordFile: passwordFile('the password, where the server asks'),
  ...channelOptions,
  insecurePassword: toggle('--insecure-password', 'send passwords over channels that others can read'),
  lang,
  json: toggle('--json', 'print one JSON object'),
}

type Flags = Values<typeof options>

const examples = `
Examples:
  colloquy serve --mode echo --log console --log-level warn      a server to measure, in another terminal
  colloquy bench                                                 one message at a time: the time that an answer takes
  colloquy bench --connections 4 --in-flight 64                  as many messages as it takes
  colloquy bench --connections 4 --rate 2000                     2,000 messages a second, however fast the answers come
  colloquy bench --contract kv.yaml --message Get --body key=a   a message of a contract of your own
  colloquy bench --name anna --password-file ./password          a server in mode auth
  colloquy bench chat.example.org --tls --size 1024 --json       over TLS, in JSON

It speaks talk to a server that answers with echo, as serve does unless told otherwise; with --contract a message of that. One that
is answered by a stream is measured until its last answer; of one that the contract does not have answered, it is measured how many
can be said.

Each connection says the next message when an answer has come: a closed loop. A server that stands still is asked less while it does,
so the percentiles are those of the messages that were said, and not what callers at a fixed rate would see. Those are what --rate
tells: an open loop, in which the time of each message runs from the moment in which it was due, to the millisecond, so that nothing
which a standstill delayed is left out; at the end it waits for what is not answered, at most as long as --timeout.

Server and bench on one machine share its cores; where bench took most of a core it is likely what was measured. What is not answered
is counted, and in no percentile. Sessions that a password began are revoked at the end; an account holds at most as many
conversations as serve --max-account-sessions allows.`

/** `colloquy bench`. */
export const benchCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('bench').description('Measure how many messages a second a server answers, and how fast.'),
    words,
    options,
    async (place, flags, command) => done(await start(place, flags, command)),
  ).addHelpText('after', examples)

const start = async (place: Values<typeof words>, flags: Flags, command: Command): Promise<ExitCode> => {
  const benched = await benchedOf(flags, command)
  const given = givenEndpoint(
    { flag: 'host', value: place.host },
    { flag: 'port', value: place.port },
    connectPort,
  )
  tlsOf(flags, given.overTls)
  const person = await personOf(flags, given.name, () => new StandardInput())
  const endpoint = await completed(given, 'connect', null)
  if (endpoint === null) return Exit.interrupted
  const left = stopRequest()
  const { connections, inFlight, rate, warmUp, duration: durationMs } = flags
  const measuring = bench({
    connect: connecting(benched, { ...endpoint, overTls: given.overTls }, person, flags),
    connections,
    load: rate === undefined ? { kind: 'closed', inFlight } : { kind: 'open', perSecond: rate },
    warmUpMs: warmUp,
    durationMs,
    signal: left.signal,
  })
  const result = await measuring.catch((error: unknown) => {
    throw withRemedy(error)
  })
  show(result, benched, formatEndpoint(endpoint), flags)
  return left.exit() ?? exitOf(result)
}

/** The message that is to be said. Throws a CliError for flags that do not go together, and for what cannot be said. */
const benchedOf = async (flags: Flags, command: Command): Promise<Benched> => {
  const { contract, message, body, size, timeout, rate } = flags
  if (rate !== undefined) refuseConflicts(command, [options.inFlight], '--rate')
  if (contract === undefined) {
    if (message !== undefined) throw lacking('--message', '--contract')
    if (body !== undefined) throw lacking('--body', '--contract')
    return benchedText(size, timeout)
  }
  refuseConflicts(command, [options.size], '--contract')
  if (message === undefined) throw lacking('--contract', '--message')
  const spoken = await loadSpoken(contract)
  return benchedMessage(spoken.contract, spoken.runnable, message, body, timeout)
}

const lacking = (flag: string, other: string): CliError =>
  new CliError(Exit.wrongUsage, (say) => say.flagNeeds(flag, other))

const connecting = (
  benched: Benched,
  { host, port, overTls }: Endpoint & { readonly overTls: boolean },
  { name, password }: Person,
  flags: Flags,
): (() => Promise<BenchConnection>) => {
  const path = socketPath(host)
  const tls = tlsOf(flags, overTls)
  const knownServer = knownServerOf(flags, `${host}:${port}`, null, printNotice)
  return () =>
    benched.connect(
      {
        ...(path === null ? { host, port } : { path }),
        agent,
        connectWithinMs: flags.timeout,
        tls: tls ?? false,
        knownServer,
        ...(name === null ? {} : { name }),
        ...(password === null ? {} : { credentials: { ...(name === null ? {} : { name }), password } }),
        requireProof: password !== null,
        insecurePassword: flags.insecurePassword,
        reconnect: false,
        // How it ended is told by the measure.
        log: { data: false, write: () => {} },
      },
      password !== null,
    )
}

const exitOf = ({ ending, answered }: BenchResult): ExitCode => {
  if (ending === null) return answered === 0 ? Exit.failed : Exit.done
  const exit = endingExit(ending)
  return exit === Exit.done ? Exit.failed : exit
}

const show = (result: BenchResult, { message, isAnswered }: Benched, place: string, flags: Flags): void => {
  const { connections, inFlight, rate = null, size, warmUp, json, lang } = flags
  const { tookMs, answered, unanswered, core, ending, isStopped } = result
  const latency = isAnswered ? result.latency : null
  const perSecond = tookMs > 0 ? (answered * 1_000) / tookMs : 0
  if (ending !== null) printNotice((say) => say.benchEnded(ending.code))
  else if (answered === 0 && !isStopped) printNotice((say) => say.benchUnanswered(message))
  if (json)
    return printJson({
      event: 'measured',
      place,
      connections,
      inFlight: rate === null ? inFlight : null,
      rate,
      message,
      size: message === null ? size : null,
      warmUpMs: warmUp,
      tookMs: rounded(tookMs),
      [isAnswered ? 'answered' : 'said']: answered,
      unanswered,
      perSecond: Math.round(perSecond),
      latencyMs:
        latency === null
          ? null
          : Object.fromEntries(Object.entries(latency).map(([name, ms]) => [name, rounded(ms)])),
      core: core === null ? null : rounded(core),
      ending: ending?.code ?? null,
      isStopped,
    })
  const say = catalogues[lang].probes
  const lines = [
    say.benchSetting({
      place,
      connections,
      what: message ?? size,
      load: rate === null ? { inFlight } : { perSecond: rate },
      tookS: (tookMs / 1_000).toFixed(1),
    }),
    say.benchRate({ isAnswered, messages: answered, perSecond: Math.round(perSecond), unanswered }),
    ...(latency === null
      ? []
      : [
          say.benchLatency({
            p50: inMs(latency.p50),
            p99: inMs(latency.p99),
            p999: inMs(latency.p999),
            max: inMs(latency.max),
          }),
        ]),
    ...(core === null ? [] : [say.benchCore(Math.round(core * 100), core > BUSY)]),
  ]
  process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''))
}

/** The part of a core above which this process is likely what was measured. */
const BUSY = 0.9

const rounded = (number: number): number => Math.round(number * 1_000) / 1_000
