import { type KeyObject, X509Certificate } from 'node:crypto'
import { keyFingerprint } from '../../../identity.ts'
import type { IdentifyBy, KeyedCertificate, TlsServerOptions } from '../../../index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { ownCertificate } from '../../files/own-certificate.ts'
import { serverKey } from '../../files/server-key.ts'
import { tlsFile } from '../../files/tls-file.ts'
import { repeatable, texted, type Values, valued } from '../../options/option.ts'
import { choice, network } from '../../options/value-types.ts'

/** The flags that say what conversations run over. */
export const channelOptions = {
  tls: valued(
    '--tls <auto>',
    'speak TLS 1.3, too, on the same port, with a certificate that is made in the data folder',
    choice(['auto']),
  ),
  tlsCert: texted(
    '--tls-cert <file>',
    'speak TLS 1.3, too, with this certificate and those that lead to its root (PEM); read again when it changes, and at SIGHUP',
  ),
  tlsKey: texted('--tls-key <file>', 'the key of the certificate (PEM)'),
  clientCa: texted(
    '--client-ca <file>',
    'clients must show a certificate over TLS that was issued by one of these (PEM)',
  ),
  identifyBy: valued(
    '--identify-by <what>',
    'how clients are told apart; certificate: by the name in the one that --client-ca asks for, and nothing else',
    choice(['proof', 'certificate']),
    'proof',
  ),
  proxyFrom: repeatable(
    '--proxy-from <network>',
    'connections from there, such as 10.0.0.0/8, begin with a PROXY header of version 2; repeatable',
    network,
  ),
}

/** The flag that says how much strangers are told. */
export const greetKnown = valued(
  '--greet-known <where>',
  'whom it tells the name that was last seen at the address: those in private networks and on this machine, all, or none',
  choice(['private', 'all', 'none']),
  'private',
)

export type ChannelFlags = Values<typeof channelOptions>

/** The channel of a server, as the library takes it. */
export interface ServedChannel {
  readonly tls?: TlsServerOptions
  readonly proxyFrom: readonly string[]
  readonly identifyBy: IdentifyBy
  readonly identity?: KeyObject
}

/** Checks the flags by themselves. Throws a CliError for those that mean nothing together. */
export const checkChannel = (flags: ChannelFlags): void => {
  const { tls, tlsCert, tlsKey, clientCa, identifyBy } = flags
  const wrong = (flag: string, where: string): never => {
    throw new CliError(Exit.wrongUsage, (say) => say.flagConflict(flag, where))
  }
  if (tls !== undefined && tlsCert !== undefined) wrong('--tls-cert', '--tls auto')
  if (tls !== undefined && tlsKey !== undefined) wrong('--tls-key', '--tls auto')
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw new CliError(Exit.wrongUsage, (say) => say.certificateHalf)
  if (clientCa !== undefined && tls === undefined && tlsCert === undefined)
    throw new CliError(Exit.wrongUsage, (say) => say.flagNeeds('--client-ca', '--tls-cert'))
  if (identifyBy === 'certificate' && clientCa === undefined)
    throw new CliError(Exit.wrongUsage, (say) => say.flagNeeds('--identify-by', '--client-ca'))
}

/** Reads what the flags name. Throws a CliError for what cannot be read. */
export const checkFiles = (flags: ChannelFlags): void => {
  givenCertificate(flags)
  if (flags.clientCa !== undefined) tlsFile('--client-ca', flags.clientCa)
}

/** Reads what the flags name, and makes what is to be made. Throws a CliError for what cannot be read. */
export const openChannel = async (
  flags: ChannelFlags,
  folder: string,
  mode: string,
): Promise<ServedChannel> => {
  const { tls, clientCa, proxyFrom, identifyBy } = flags
  const certificate = tls === 'auto' ? await ownCertificate(folder) : givenCertificate(flags)
  const asked = clientCa === undefined ? {} : { clientCa: tlsFile('--client-ca', clientCa) }
  return {
    proxyFrom,
    identifyBy,
    ...(certificate === null ? {} : { tls: { ...certificate, ...asked } }),
    // Elsewhere nothing secret is said.
    ...(mode === 'auth' ? { identity: serverKey(folder) } : {}),
  }
}

/** The fingerprint of the key of a certificate. */
export const certificateFingerprint = ({ cert }: KeyedCertificate): string =>
  keyFingerprint(new X509Certificate(cert).publicKey.export({ format: 'der', type: 'spki' }))

/** The certificate that the flags name; null: they name none. Throws a CliError for what cannot be read. */
export const givenCertificate = ({ tlsCert, tlsKey }: ChannelFlags): KeyedCertificate | null =>
  tlsCert === undefined || tlsKey === undefined
    ? null
    : { cert: tlsFile('--tls-cert', tlsCert), key: tlsFile('--tls-key', tlsKey) }
