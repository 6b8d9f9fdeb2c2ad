import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import type { HostileCase, LeftOut, Target, TlsTarget, Tried } from '../../conform/index.ts'
import { ColloquyError, type DenialReason, talk } from '../../index.ts'
import { isLoopback } from '../../transport/index.ts'
import { printJson } from '../client/client-output.ts'
import { CliError, withRemedy } from '../errors.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { packageFile } from '../files/package-file.ts'
import { loadSpoken } from '../files/spoken-contract.ts'
import { tlsFile } from '../files/tls-file.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { ConformTexts } from '../i18n/conform.ts'
import { givenEndpoint } from '../options/endpoint.ts'
import { lang } from '../options/language.ts'
import { define, texted, toggle, type Values, valued } from '../options/option.ts'
import { givenPassword, passwordFile } from '../options/password.ts'
import { formatEndpoint, socketPath } from '../options/server-address.ts'
import { connectPort, duration, personName, serverAddress } from '../options/value-types.ts'
import { printable } from '../terminal/printable.ts'
import { StandardInput } from '../terminal/standard-input.ts'

const examples = `
Examples:
  colloquy conform 127.0.0.1:7707                          tries a server with some 400 hostile cases
  COLLOQUY_PASSWORD=… colloquy conform 127.0.0.1:7707 --name anna   those that need a proof, too
  colloquy conform chat.example.org --tls                  over TLS, and the TLS itself
  colloquy conform unix:/run/colloquy.sock                 over a socket in the file system
  colloquy conform 127.0.0.1:7707 --slow                   also those that wait for deadlines, for some minutes
  colloquy conform 127.0.0.1:7707 --contract kv.yaml       a server that speaks another contract
  colloquy conform 127.0.0.1:7707 --json | jq 'select(.outcome == "broken")'

Each case breaks one rule of protocol/WIRE.md, or keeps just within it, on a connection of its own. Of what comes out otherwise
it says which rule that is, what was sent, what came and what should have come. Nothing is registered. A server that is not on
this machine takes it for an attack, and refuses what follows: have it exempt this address (serve --exempt). Exit code 5
when something was found.`

const words = {
  host: valued(
    '[host]',
    'the server, as host, host:port, [v6]:port or unix:path (default: 127.0.0.1)',
    serverAddress,
  ),
  port: valued('[port]', 'its port (default: 7707)', connectPort),
}

const options = {
  tls: toggle('--tls', 'speak TLS 1.3, and try the TLS itself'),
  ca: texted('--ca <file>', 'the certificate has to be issued by one of these (PEM)'),
  name: valued('--name <name>', 'prove this account where the server asks for a proof', personName),
  passwordFile: passwordFile('the password of the account'),
  contract: texted('--contract <file>', 'the contract that the server speaks, a YAML file (default: talk)'),
  timeout: valued(
    '--timeout <time>',
    'how long an answer is waited for, such as 500ms or 5s',
    duration,
    '3s',
  ),
  slow: toggle('--slow', 'try cases that wait for deadlines, too, of up to 2 minutes'),
  json: toggle('--json', 'print one JSON object a case'),
  lang,
}

type Flags = Values<typeof options>

/** `colloquy conform`. */
export const conformCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('conform').description(
      'Try a server with hostile cases, and say which rule of the wire document it breaks.',
    ),
    words,
    options,
    async (place, flags) => done(await tryServer(place, flags)),
  ).addHelpText('after', examples)

const tryServer = async (place: Values<typeof words>, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(place, flags)
  // Loaded here, since other commands start without it.
  const { casesOf, conform, ProofDenied, RULES } = await import('../../conform/index.ts')
  const say = catalogues[flags.lang].conform
  const left = new Map<LeftOut, number>()
  let passed = 0
  let broken = 0
  const told = (tried: Tried): void => {
    if (flags.json) printJson(asJson(tried, RULES[tried.rule]))
    if (tried.outcome === 'passed') passed += 1
    else if (tried.outcome === 'leftOut') left.set(tried.why, (left.get(tried.why) ?? 0) + 1)
    else {
      broken += 1
      if (!flags.json) print(asText(tried, RULES[tried.rule], say))
    }
  }
  try {
    await conform(packedCases(casesOf), target, told)
  } catch (error) {
    throw error instanceof ProofDenied ? denied(error.reason) : cannotConnect(error, target)
  }
  if (!flags.json) {
    for (const [why, cases] of left) print([say.leftOut(cases, why)])
    print([say.summary(passed, broken)])
  }
  return broken === 0 ? Exit.done : Exit.brokenContract
}

/** The cases that this package ships. */
const packedCases = (casesOf: (text: string) => readonly HostileCase[]): readonly HostileCase[] => {
  const folder = packageFile('spec/hostile')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => casesOf(readFileSync(join(folder, file), 'utf8')))
}

const targetOf = async (place: Values<typeof words>, flags: Flags): Promise<Target> => {
  const given = givenEndpoint(
    { flag: 'host', value: place.host },
    { flag: 'port', value: place.port },
    connectPort,
  )
  const host = given.host ?? '127.0.0.1'
  const path = socketPath(host)
  const password = flags.name === undefined ? null : await givenPassword(flags.passwordFile, stdin)
  const isOverTls = flags.tls || given.overTls
  if (path !== null && isOverTls)
    throw new CliError(Exit.wrongUsage, (say) => say.flagConflict('unix:', '--tls'))
  if (flags.ca !== undefined && !isOverTls)
    throw new CliError(Exit.wrongUsage, (say) => say.flagNeeds('--ca', '--tls'))
  const isPrivate = isOverTls || path !== null || isLoopback(host) || host === 'localhost'
  if (password !== null && !isPrivate) throw new CliError(Exit.denied, (say) => say.insecureChannel)
  const tls: TlsTarget | null = isOverTls
    ? {
        ca: flags.ca === undefined ? null : tlsFile('--ca', flags.ca).toString('utf8'),
        isChecked: flags.ca !== undefined || password !== null,
      }
    : null
  const { tables } = flags.contract === undefined ? talk : (await loadSpoken(flags.contract)).runnable
  return {
    host,
    port: given.port ?? 7707,
    path,
    tls,
    offer: { protocol: tables.protocol, minVersion: tables.speaks, maxVersion: tables.version },
    proof: flags.name === undefined || password === null ? null : { name: flags.name, password },
    withinMs: flags.timeout,
    slow: flags.slow,
  }
}

const stdin = (): StandardInput => new StandardInput()

const print = (lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''))
}

type Broken = Extract<Tried, { readonly outcome: 'broken' }>

/** The bytes of a report; more of them are cut. */
const MAX_SHOWN_BYTES = 64

const hexOf = (bytes: Buffer): string =>
  `${bytes.subarray(0, MAX_SHOWN_BYTES).toString('hex')}${bytes.length > MAX_SHOWN_BYTES ? '…' : ''}`

const asText = (
  { name, rule, expect, sent, came, ended, offending }: Broken,
  sentence: string,
  say: ConformTexts,
): readonly string[] => {
  const about = offending === undefined ? [] : [say.about(offending)]
  const heard = [...(came.length === 0 ? [say.nothing] : came), ...about, ended ? say.ended : say.open]
  return [
    name,
    `  ${say.rule}: ${rule}: ${sentence}`,
    `  ${say.sent}: ${sent.length === 0 ? say.nothing : hexOf(sent)}`,
    `  ${say.came}: ${heard.join(', ')}`,
    `  ${say.wanted}: ${expect.length === 0 ? say.nothing : expect.join(', ')}`,
  ]
}

const asJson = ({ name, rule, expect, ...tried }: Tried, sentence: string): object => ({
  case: name,
  rule,
  sentence,
  ...tried,
  ...('sent' in tried ? { sent: hexOf(tried.sent) } : {}),
  expect,
})

const denied = (reason: string): unknown =>
  withRemedy(
    new ColloquyError(
      // A name of the base, or the number of a reason that a later version has.
      { code: 'DENIED', reason: reason as DenialReason, retryAfterMs: 0, attemptsLeft: 0 },
      `The proof was denied: ${reason}.`,
    ),
  )

const cannotConnect = (error: unknown, { host, port, path, tls, withinMs }: Target): unknown => {
  const { code, message } = error as NodeJS.ErrnoException
  const reason = code ?? message
  const fault =
    path !== null
      ? ({ code: 'SOCKET_CLOSED', path, reason } as const)
      : reason === 'ETIMEDOUT'
        ? ({ code: 'TIMEOUT', host, port, timeoutMs: withinMs } as const)
        : reason === 'ECONNREFUSED'
          ? ({ code: 'REFUSED', host, port } as const)
          : ({ code: tls === null ? 'CONNECT_FAILED' : 'TLS_FAILED', host, port, reason } as const)
  return new ColloquyError({ code: 'CANNOT_CONNECT', fault }, `${formatEndpoint({ host, port })} (${reason})`)
}
