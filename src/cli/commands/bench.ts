import { Command } from 'commander'
import { connect } from '../../index.ts'
import { type BenchClient, type BenchResult, bench } from '../client/bench.ts'
import { printJson } from '../client/client-output.ts'
import { withRemedy } from '../errors.ts'
import { Exit, type ExitCode, endingExit } from '../exit.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { inMs } from '../i18n/duration.ts'
import { completed, type Endpoint, givenEndpoint } from '../options/endpoint.ts'
import { lang } from '../options/language.ts'
import { define, toggle, type Values, valued } from '../options/option.ts'
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
  size: valued('--size <bytes>', 'the bytes of the text of a message', wholeNumber(0, 65_536), '64'),
  duration: valued('--duration <time>', 'how long it measures', duration, '10s'),
  warmUp: valued('--warm-up <time>', 'how long it asks before that', duration, '1s'),
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
  colloquy bench --name anna --password-file ./password          a server in mode auth
  colloquy bench chat.example.org --tls --size 1024 --json       over TLS, in JSON

It speaks talk to a server that answers with echo, as serve does unless told otherwise. Each connection says the next message when
an answer has come: a closed loop. A server that stands still is asked less while it does, so the percentiles are those of the
messages that were said, and not what callers at a fixed rate would see. Server and bench on one machine share its cores; where
bench took most of a core it is likely what was measured. What is not answered is counted, and in no percentile. Sessions that a
password began are revoked at the end; an account holds at most as many conversations as serve --max-account-sessions allows.`

/** `colloquy bench`. */
export const benchCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('bench').description('Measure how many messages a second a server answers, and how fast.'),
    words,
    options,
    async (place, flags) => done(await start(place, flags)),
  ).addHelpText('after', examples)

const start = async (place: Values<typeof words>, flags: Flags): Promise<ExitCode> => {
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
  const { connections, inFlight, size, warmUp, duration: durationMs, timeout } = flags
  const measuring = bench({
    connect: connecting({ ...endpoint, overTls: given.overTls }, person, flags),
    leave: (client) => (person.password === null ? client.bye() : client.logout()),
    connections,
    inFlight,
    text: 'x'.repeat(size),
    warmUpMs: warmUp,
    durationMs,
    answersWithinMs: timeout,
    signal: left.signal,
  })
  const result = await measuring.catch((error: unknown) => {
    throw withRemedy(error)
  })
  show(result, formatEndpoint(endpoint), flags)
  return left.exit() ?? exitOf(result)
}

const connecting = (
  { host, port, overTls }: Endpoint & { readonly overTls: boolean },
  { name, password }: Person,
  flags: Flags,
): (() => Promise<BenchClient>) => {
  const path = socketPath(host)
  const tls = tlsOf(flags, overTls)
  const knownServer = knownServerOf(flags, `${host}:${port}`, null, printNotice)
  return () =>
    connect({
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
    })
}

const exitOf = ({ ending, latency }: BenchResult): ExitCode => {
  if (ending === null) return latency === null ? Exit.failed : Exit.done
  const exit = endingExit(ending)
  return exit === Exit.done ? Exit.failed : exit
}

const show = (result: BenchResult, place: string, flags: Flags): void => {
  const { connections, inFlight, size, warmUp, json, lang } = flags
  const { tookMs, answered, unanswered, latency, core, ending, isStopped } = result
  const perSecond = tookMs > 0 ? (answered * 1_000) / tookMs : 0
  if (ending !== null) printNotice((say) => say.benchEnded(ending.code))
  else if (latency === null && !isStopped) printNotice((say) => say.benchUnanswered)
  if (json)
    return printJson({
      event: 'measured',
      place,
      connections,
      inFlight,
      size,
      warmUpMs: warmUp,
      tookMs: rounded(tookMs),
      answered,
      unanswered,
      perSecond: Math.round(perSecond),
      latencyMs:
        latency === null
          ? null
          : Object.fromEntries(Object.entries(latency).map(([name, ms]) => [name, rounded(ms)])),
      core: rounded(core),
      ending: ending?.code ?? null,
      isStopped,
    })
  const say = catalogues[lang].probes
  const lines = [
    say.benchSetting({ place, connections, inFlight, size, tookS: (tookMs / 1_000).toFixed(1) }),
    say.benchRate(answered, Math.round(perSecond), unanswered),
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
    say.benchCore(Math.round(core * 100), core > BUSY),
  ]
  process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''))
}

/** The part of a core above which this process is likely what was measured. */
const BUSY = 0.9

const rounded = (number: number): number => Math.round(number * 1_000) / 1_000
