import type { KnownFaultCode } from '../engine/codes.ts'
import { ColloquyError } from '../engine/errors.ts'
import {
  type ArrivalFault,
  type KeyedCertificate,
  networks,
  proxySentence,
  TlsAcceptor,
  type TlsServerOptions,
} from '../transport/index.ts'

/** Settings of all that may come before the frames of a connection. */
export interface ArrivingOptions {
  /**
   * Speaks TLS 1.3 as well, on the same port: the first byte of a connection says which it is. Without TLS, passwords and tokens
   * are taken from this machine alone, as ever.
   */
  readonly tls?: TlsServerOptions
  /**
   * The networks of proxies, such as 10.0.0.0/8 or ::1: each connection from there has to begin with a PROXY header of
   * version 2, and counts as one from the address in it.
   */
  readonly proxyFrom?: readonly string[]
}

/** The most connections that may be about to say what they are, and the fewest. */
const MAX_ARRIVING = 1_024
const MIN_ARRIVING = 16

/** Whether connections are looked at before they are sessions. */
export const looksFirst = ({ tls, proxyFrom = [] }: ArrivingOptions): boolean =>
  tls !== undefined || proxyFrom.length > 0

/** How many of those that there is room for may be about to say what they are; the others have done so. */
export const roomToArrive = (room: number): number =>
  Math.max(MIN_ARRIVING, Math.min(MAX_ARRIVING, Math.floor(room / 4)))

/** The parts that look at a connection first. */
export interface LookingParts {
  readonly tls?: TlsAcceptor
  readonly proxies?: (address: string) => boolean
}

/** Makes them. Throws a ColloquyError, BAD_CERTIFICATE, or a RangeError for what is no network. */
export const lookingParts = ({ tls, proxyFrom = [] }: ArrivingOptions): LookingParts => ({
  ...(tls === undefined ? {} : { tls: orBadCertificate(() => new TlsAcceptor(tls)) }),
  ...(proxyFrom.length === 0 ? {} : { proxies: listed(proxyFrom) }),
})

/** Throws a RangeError for what is no network. */
const listed = (proxyFrom: readonly string[]): ((address: string) => boolean) => {
  const list = networks(proxyFrom)
  if (list === null) throw new RangeError('proxyFrom has networks such as 10.0.0.0/8 or ::1.')
  return list
}

/** Shows another certificate. Throws as `lookingParts` does. */
export const renewCertificate = (acceptor: TlsAcceptor | undefined, certificate: KeyedCertificate): void => {
  if (acceptor === undefined) throw new TypeError('The server speaks no TLS; start it with the option tls.')
  orBadCertificate(() => acceptor.renew(certificate))
}

const orBadCertificate = <A>(make: () => A): A => {
  try {
    return make()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new ColloquyError(
      { code: 'BAD_CERTIFICATE', reason: code },
      `The certificate and its key cannot be used (${code}); give both in PEM, the one that belongs to the other.`,
    )
  }
}

/** The Fault that a connection is refused with before it has said a frame. */
export const arrivalRefusal = (
  fault: ArrivalFault,
): { readonly code: KnownFaultCode; readonly detail: string } => {
  switch (fault) {
    case 'NO_ALPN':
      return { code: 'VERSION', detail: 'NO_ALPN: over TLS the protocol colloquy/1 is to be offered (ALPN).' }
    case 'NO_CERTIFICATE':
      return {
        code: 'UNAUTHORIZED',
        detail: 'NO_CERTIFICATE: this server asks for a certificate of its own authority; connect with one.',
      }
    case 'PROXY_LATE':
      return { code: 'TIMEOUT', detail: proxySentence[fault] }
    default:
      return { code: 'MALFORMED', detail: proxySentence[fault] }
  }
}
