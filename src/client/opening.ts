import * as E from 'fp-ts/lib/Either.js'
import {
  type Clock,
  type ConnectFault,
  type Connection,
  connectTcp,
  connectTls,
  connectUnix,
  isUnvouched,
  OUTDATED,
  type ShownCertificate,
  type TlsClientOptions,
  TlsConnector,
} from '../transport/index.ts'
import type { KnownServer } from './known-server.ts'

/** Where connections are made to, and over what. */
export interface OpeningOptions {
  readonly host: string
  readonly port: number
  /** A socket in the file system, instead of host and port; null: none. */
  readonly path: string | null
  /** Milliseconds for each. */
  readonly timeoutMs: number
  readonly clock: Clock
  /** null: without TLS. */
  readonly tls: TlsClientOptions | null
  readonly knownServer: KnownServer
}

/** Makes a connection; gives up when the signal aborts. */
export type Open = (signal: AbortSignal) => Promise<E.Either<ConnectFault, Connection>>

/** Makes connections to one server, one after the other. */
export const opener = ({ tls, path, ...options }: OpeningOptions): Open => {
  const { host, port, timeoutMs, clock } = options
  if (path !== null) return (signal) => connectUnix({ path, timeoutMs, signal, clock })
  if (tls === null) return (signal) => connectTcp({ host, port, timeoutMs, signal, clock })
  const connector = new TlsConnector(host, tls)
  return (signal) => openSecure(connector, { ...options, path, tls }, signal)
}

type SecureOptions = OpeningOptions & { readonly tls: TlsClientOptions }

/** A question takes its time, and no server waits so long: the connection is made anew after it. */
const openSecure = async (
  connector: TlsConnector,
  options: SecureOptions,
  signal: AbortSignal,
): ReturnType<Open> => {
  const { host, port, timeoutMs, clock, knownServer } = options
  let trusted: string | null = null
  for (;;) {
    const opened = await connectTls({ host, port, timeoutMs, signal, clock }, connector)
    if (E.isLeft(opened)) return opened
    const { connection, shown } = opened.right
    const isTrusted = shown.fingerprint === trusted && shown.distrust !== OUTDATED
    const fault = isTrusted ? null : await judgeOver(connection, shown, options)
    if (fault === null) return E.right(connection)
    connection.destroy()
    connector.forget()
    if (fault.code !== 'UNKNOWN_SERVER' || fault.known !== null) return E.left(fault)
    if (!(await knownServer.trust('tls', shown.fingerprint, signal)))
      return E.left(signal.aborted ? { code: 'ABORTED', host, port } : fault)
    trusted = shown.fingerprint
  }
}

/** The same as `judge`; where the memory of keys fails, nothing is left open. */
const judgeOver = async (
  connection: Connection,
  shown: ShownCertificate,
  options: SecureOptions,
): Promise<ConnectFault | null> => {
  try {
    return await judge(shown, options)
  } catch (error) {
    connection.destroy()
    throw error
  }
}

/** Why the certificate that a server shows is not accepted; null: it is. */
const judge = async (
  { fingerprint, distrust }: ShownCertificate,
  { host, port, tls, knownServer }: SecureOptions,
): Promise<ConnectFault | null> => {
  const at = { host, port, fingerprint }
  if (distrust === OUTDATED) return { code: 'CERTIFICATE_REFUSED', ...at, reason: OUTDATED }
  if (tls.fingerprint !== undefined && tls.fingerprint !== fingerprint)
    return { code: 'UNKNOWN_SERVER', ...at, known: tls.fingerprint }
  if (distrust === null) return null
  const isGiven = tls.fingerprint !== undefined
  if (!isGiven && (tls.ca !== undefined || !isUnvouched(distrust)))
    return { code: 'CERTIFICATE_REFUSED', ...at, reason: distrust }
  const known = await knownServer.known('tls')
  if (known === fingerprint) return null
  return { code: 'UNKNOWN_SERVER', ...at, known: isGiven ? null : known }
}
