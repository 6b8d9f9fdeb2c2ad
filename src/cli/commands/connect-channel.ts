import * as E from 'fp-ts/lib/Either.js'
import type { TlsClientOptions } from '../../index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { KnownServers } from '../files/known-servers.ts'
import { tlsFile } from '../files/tls-file.ts'
import { knownServersFile } from '../files/token-file.ts'
import type { Phrase } from '../i18n/errors.ts'
import { texted, toggle, type Values, valued } from '../options/option.ts'
import { keyFingerprint } from '../options/value-types.ts'
import { printable } from '../terminal/printable.ts'
import type { Prompts } from '../terminal/prompts.ts'

/** The flags that say what a conversation runs over, and which server is meant. */
export const channelOptions = {
  tls: toggle(
    '--tls',
    'connect over TLS 1.3; a server that nobody vouches for is asked about once, and its key remembered',
  ),
  ca: texted(
    '--ca <file>',
    'the certificate has to be issued by one of these (PEM), instead of those that are built in',
  ),
  fingerprint: valued(
    '--fingerprint <fingerprint>',
    'the key of the server has to be this one (SHA256:…), whoever vouches for it, and is remembered',
    keyFingerprint,
  ),
  cert: texted('--cert <file>', 'show this certificate where the server asks for one (PEM)'),
  key: texted('--key <file>', 'the key of the certificate (PEM)'),
  knownServers: texted(
    '--known-servers <path>',
    'the file that the keys of servers are remembered in (default: in the folder of your state)',
  ),
  forgetServer: toggle('--forget-server', 'forget the key of this server, and take the one that it has now'),
}

type ChannelFlags = Values<typeof channelOptions>

/** Checks the flags by themselves, and reads what they name; null: without TLS. Throws a CliError. */
export const tlsOf = (flags: ChannelFlags, overTls: boolean): TlsClientOptions | null => {
  const { ca, cert, key, fingerprint } = flags
  const isOn = flags.tls || overTls
  for (const [flag, value] of [
    ['--ca', ca],
    ['--cert', cert],
    ['--key', key],
  ] as const)
    if (value !== undefined && !isOn)
      throw new CliError(Exit.wrongUsage, (say) => say.flagNeeds(flag, '--tls'))
  if ((cert === undefined) !== (key === undefined))
    throw new CliError(Exit.wrongUsage, (say) =>
      cert === undefined ? say.flagNeeds('--key', '--cert') : say.flagNeeds('--cert', '--key'),
    )
  if (!isOn) return null
  return {
    ...(ca === undefined ? {} : { ca: tlsFile('--ca', ca) }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(cert === undefined || key === undefined
      ? {}
      : { certificate: { cert: tlsFile('--cert', cert), key: tlsFile('--key', key) } }),
  }
}

/** The keys of one server, in the file that the flags name. */
export const knownServerOf = (
  { knownServers, fingerprint, forgetServer }: ChannelFlags,
  server: string,
  prompts: Prompts | null,
  complain: (phrase: Phrase) => void,
): KnownServers => {
  const known = new KnownServers({
    file: knownServers ?? knownServersFile(),
    server,
    fingerprint: fingerprint ?? null,
    complain,
    ask: async (shown, unwanted) => {
      if (prompts === null) return false
      const { texts } = prompts
      const choices = [['no', texts.notThisServer] as const, ['yes', texts.thisServer] as const]
      const chosen = await prompts.choose(texts.whichServer(printable(server), shown), choices, unwanted)
      return E.isRight(chosen) && chosen.right === 'yes'
    },
  })
  if (forgetServer) known.forget()
  return known
}
