import { setTimeout as pause } from 'node:timers/promises'
import { Command } from 'commander'
import { talk } from '../../index.ts'
import { printJson } from '../client/client-output.ts'
import { type Pong, ping } from '../client/ping.ts'
import { CliError, conversationPhrase, errorExit } from '../errors.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { loadSpoken } from '../files/spoken-contract.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { inMs } from '../i18n/duration.ts'
import { completed, type Endpoint, givenEndpoint } from '../options/endpoint.ts'
import { lang } from '../options/language.ts'
import { define, texted, toggle, type Values, valued } from '../options/option.ts'
import { formatEndpoint, socketPath } from '../options/server-address.ts'
import { connectPort, duration, serverAddress, wholeNumber } from '../options/value-types.ts'
import { stopRequest } from '../signals.ts'
import { printable } from '../terminal/printable.ts'
import { printNotice } from '../terminal/standard-error.ts'
import { agent } from '../version.ts'
import { channelOptions, knownServerOf, tlsOf } from './connect-channel.ts'

const words = {
  host: valued(
    '[host]',
    'the host, also as host:port, [v6]:port, colloquy://host:port, colloquy+tls://… or unix:path (default: 127.0.0.1)',
    serverAddress,
  ),
  port: valued('[port]', 'the port (default: 7707)', connectPort),
}

const options = {
  count: valued('--count <count>', 'how many times', wholeNumber(1, 1_000_000), '1'),
  interval: valued('--interval <time>', 'the time from one to the next', duration, '1s'),
  timeout: valued('--timeout <time>', 'how long each may take in all, such as 500ms or 10s', duration, '10s'),
  contract: texted('--contract <file>', 'the contract to speak, a YAML file on the base (default: talk)'),
  ...channelOptions,
  quiet: toggle('--quiet', 'print nothing but what goes wrong'),
  lang,
  json: toggle('--json', 'print one JSON object a ping, with --count one more for all of them'),
}

type Flags = Values<typeof options>

const examples = `
Examples:
  colloquy ping                                     whether a server answers on 127.0.0.1:7707, and how fast
  colloquy ping chat.example.org --tls --count 5    five times, a second apart
  colloquy ping unix:./colloquy.sock --quiet        by its exit code alone, as a script wants it
  colloquy ping --contract kv.yaml --json           whether the server speaks this contract

A ping is Hello, Welcome and Bye: it proves nothing, and the server asks for no password. Exit codes: 0 every ping was
answered, 3 the server cannot be reached, takes nobody or says nothing, 5 it speaks another protocol or breaks the contract,
1 it broke off; of several pings that of the first which was not answered. In mode auth a server counts an address that
comes without a proof more often than once a second as misbehaving, unless serve --exempt names it.`

/** `colloquy ping`. */
export const pingCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('ping').description('Ask a server whether it answers: Hello, Welcome, Bye.'),
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
  if (given.name !== null) throw new CliError(Exit.wrongUsage, (say) => say.flagConflict('name@', 'ping'))
  const tls = tlsOf(flags, given.overTls)
  const contract = flags.contract === undefined ? talk : (await loadSpoken(flags.contract)).runnable
  const endpoint = await completed(given, 'connect', null)
  if (endpoint === null) return Exit.interrupted
  const path = socketPath(endpoint.host)
  const { host, port } = endpoint
  const left = stopRequest()
  const one = (): Promise<Pong> =>
    ping({
      contract,
      ...(path === null ? { host, port } : { path }),
      tls: tls ?? false,
      knownServer: knownServerOf(flags, `${host}:${port}`, null, printNotice),
      agent,
      withinMs: flags.timeout,
      signal: left.signal,
    })
  const exit = await several(one, endpoint, contract.tables.protocol, flags, left.signal)
  return left.exit() ?? exit
}

const several = async (
  one: () => Promise<Pong>,
  endpoint: Endpoint,
  protocol: string,
  flags: Flags,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const { count, interval } = flags
  const place = formatEndpoint(endpoint)
  const welcomes: number[] = []
  let exit: ExitCode = Exit.done
  let sent = 0
  while (sent < count && !signal.aborted) {
    sent += 1
    const sinceMs = performance.now()
    try {
      const pong = await one()
      welcomes.push(pong.welcomeMs)
      show(pong, place, protocol, flags)
    } catch (error) {
      if (signal.aborted) break
      if (exit === Exit.done) exit = errorExit(error)
      if (count === 1 && !flags.json) throw error
      printNotice(conversationPhrase(error))
      if (flags.json) printJson({ event: 'unanswered', place, exit: errorExit(error) })
    }
    const restMs = interval - (performance.now() - sinceMs)
    if (sent < count && restMs > 0) await pause(restMs, undefined, { signal }).catch(() => {})
  }
  if (count > 1) sum(sent, welcomes, flags)
  return exit
}

const show = (pong: Pong, place: string, protocol: string, { quiet, json, lang }: Flags): void => {
  const times = {
    connectMs: inMs(pong.connectMs),
    welcomeMs: inMs(pong.welcomeMs),
    byeMs: inMs(pong.byeMs),
  }
  if (json) {
    const { connectMs, welcomeMs, byeMs, ...said } = pong
    const rounded = {
      connectMs: Number(times.connectMs),
      welcomeMs: Number(times.welcomeMs),
      byeMs: Number(times.byeMs),
    }
    return printJson({ event: 'answered', place, protocol, ...said, ...rounded })
  }
  if (quiet) return
  const { version, server, sameContract } = pong
  print(catalogues[lang].probes.answered({ place, protocol, version, server, sameContract, ...times }))
}

const sum = (sent: number, welcomes: readonly number[], { quiet, json, lang }: Flags): void => {
  const times =
    welcomes.length === 0
      ? null
      : {
          min: inMs(Math.min(...welcomes)),
          mean: inMs(welcomes.reduce((sum, each) => sum + each, 0) / welcomes.length),
          max: inMs(Math.max(...welcomes)),
        }
  if (json) {
    const [min, mean, max] = [times?.min, times?.mean, times?.max].map((each) =>
      each === undefined ? null : Number(each),
    )
    printJson({ event: 'pinged', sent, answered: welcomes.length, welcomeMs: { min, mean, max } })
  } else if (!quiet) print(catalogues[lang].probes.pings(sent, welcomes.length, times))
}

const print = (line: string): void => {
  process.stdout.write(`${printable(line)}\n`)
}
