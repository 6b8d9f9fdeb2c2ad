import { isIP, type Socket } from 'node:net'
import { connect as startTls, type TLSSocket } from 'node:tls'
import * as E from 'fp-ts/lib/Either.js'
import { aText, aTextOrBuffer, objectOf, optional, optionsOf } from '../../arguments.ts'
import { keyFingerprint } from '../../identity.ts'
import type { Clock, Timer } from '../clock.ts'
import type { KeyedCertificate } from './acceptor.ts'
import { ALPN_PROTOCOL } from './alpn.ts'
import type { TlsConnectFault } from './faults.ts'

/** How a client looks at the certificate that it is shown, and what it shows itself. */
export interface TlsClientOptions {
  /** Certificates in PEM: the server's has to be issued by one of these; by one that Node knows unless given. */
  readonly ca?: string | Buffer
  /** The server's key has to have this fingerprint (SHA256:…), whoever has issued its certificate. */
  readonly fingerprint?: string
  /** Is shown where the server asks for one. */
  readonly certificate?: KeyedCertificate
}

/** Checks options that were given. */
export const tlsClientOptions = optionsOf({
  ca: optional(aTextOrBuffer),
  fingerprint: optional(aText),
  certificate: optional(objectOf({ cert: aTextOrBuffer, key: aTextOrBuffer })),
})

/** The worth of a certificate, by what was seen of it. */
export interface ShownCertificate {
  /** Of its key. */
  readonly fingerprint: string
  /** Why nobody vouches for it, as a code of Node's; null: somebody does. */
  readonly distrust: string | null
}

/** A handshake that is done. */
export interface Secured {
  readonly socket: TLSSocket
  readonly shown: ShownCertificate
}

/** How long a handshake may take. */
const HANDSHAKE_WITHIN_MS = 5_000

/** Makes the handshake with one server, time and again. */
export class TlsConnector {
  private readonly host: string
  private readonly options: TlsClientOptions
  /** Of the last handshake: the next one is shorter, and shows no certificate. */
  private session: { readonly bytes: Buffer; readonly shown: ShownCertificate } | null = null

  constructor(host: string, options: TlsClientOptions) {
    aText('host', host)
    tlsClientOptions('options', options)
    this.host = host
    this.options = options
  }

  /** The socket belongs to it from now on, and is destroyed where the handshake fails. */
  secure(
    socket: Socket,
    clock: Clock,
    signal: AbortSignal | undefined,
  ): Promise<E.Either<TlsConnectFault, Secured>> {
    const { host, options, session } = this
    return new Promise((resolve) => {
      let timer: Timer | null = null
      const end = (result: E.Either<TlsConnectFault, Secured>): void => {
        if (timer !== null) clock.clearTimer(timer)
        timer = null
        signal?.removeEventListener('abort', abort)
        if (E.isLeft(result)) secure.destroy()
        resolve(result)
      }
      const fail = (code: TlsConnectFault['code'], reason: string): void => end(E.left({ code, reason }))
      const abort = (): void => fail('TLS_FAILED', 'ABORTED')
      // The secure socket reports the errors of this one, too.
      socket.on('error', () => {})
      const secure = startTls({
        socket,
        // The name that the certificate is to have.
        host,
        ...(isIP(host) > 0 ? {} : { servername: host }),
        ALPNProtocols: [ALPN_PROTOCOL],
        minVersion: 'TLSv1.3',
        // The certificate is judged below, with a sentence for each reason.
        rejectUnauthorized: false,
        ...(options.ca === undefined ? {} : { ca: options.ca }),
        ...options.certificate,
        ...(session === null ? {} : { session: session.bytes }),
      })
      timer = clock.setTimer(HANDSHAKE_WITHIN_MS, () => fail('TLS_FAILED', 'TIMEOUT'))
      signal?.addEventListener('abort', abort)
      secure.on('error', (error: NodeJS.ErrnoException) => fail(...whyFailed(error)))
      secure.once('close', () => fail('TLS_FAILED', 'CLOSED'))
      secure.once('secureConnect', () => {
        if (secure.alpnProtocol !== ALPN_PROTOCOL) return fail('TLS_FAILED', 'NO_ALPN')
        const shown = secure.isSessionReused() ? (session?.shown ?? null) : shownBy(secure)
        if (shown === null) return fail('TLS_FAILED', 'NO_CERTIFICATE')
        secure.on('session', (bytes: Buffer) => {
          this.session = { bytes, shown }
        })
        end(E.right({ socket: secure, shown }))
      })
    })
  }

  /** The next handshake is a whole one. */
  forget(): void {
    this.session = null
  }
}

const shownBy = (socket: TLSSocket): ShownCertificate | null => {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) return null
  const now = Date.now()
  // The library names the first of several reasons; this one is never forgiven.
  const isOutdated = now > Date.parse(certificate.validTo) || now < Date.parse(certificate.validFrom)
  // The types say Error; it is the code of one.
  const reason = String(socket.authorizationError ?? 'UNKNOWN')
  return {
    fingerprint: keyFingerprint(certificate.publicKey.export({ format: 'der', type: 'spki' })),
    distrust: isOutdated ? OUTDATED : socket.authorized ? null : reason,
  }
}

/** The reason of a certificate that is not good yet, or no more. */
export const OUTDATED = 'OUTDATED'

/** The codes of certificates that nobody vouches for, as those that a server makes itself. */
const UNVOUCHED: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]

/** Whether all that speaks against a certificate is that nobody is known who has issued it. */
export const isUnvouched = (distrust: string): boolean => UNVOUCHED.includes(distrust)

const whyFailed = ({ code = 'UNKNOWN' }: NodeJS.ErrnoException): [TlsConnectFault['code'], string] =>
  /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNEXPECTED_MESSAGE|BAD_RECORD_TYPE/.test(code)
    ? ['NO_TLS', code]
    : ['TLS_FAILED', code]
