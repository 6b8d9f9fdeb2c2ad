import type { CloseReason } from './connection.ts'

/** Why a port could not be listened on. */
export type ListenFault =
  | {
      readonly code: 'PORT_TAKEN' | 'ADDRESS_NOT_OURS' | 'PRIVILEGED_PORT'
      readonly host: string
      readonly port: number
    }
  /** Somebody else listens on a socket in the file system, or it cannot be made. */
  | { readonly code: 'SOCKET_TAKEN'; readonly path: string }
  | { readonly code: 'SOCKET_FAILED'; readonly path: string; readonly reason: string }
  | { readonly code: 'LISTEN_FAILED'; readonly host: string; readonly port: number; readonly reason: string }
  | CommonFault

/** Why a connection could not be made. */
export type ConnectFault =
  | {
      readonly code: 'REFUSED' | 'UNREACHABLE' | 'RESET'
      readonly host: string
      readonly port: number
    }
  | { readonly code: 'TIMEOUT'; readonly host: string; readonly port: number; readonly timeoutMs: number }
  | { readonly code: 'ABORTED'; readonly host: string; readonly port: number }
  /** Nobody listens on a socket in the file system, or it cannot be connected to. */
  | { readonly code: 'SOCKET_CLOSED'; readonly path: string; readonly reason: string }
  /** There is no TLS, or no handshake was made; `reason` is a code of the library, or TIMEOUT, CLOSED, NO_ALPN, NO_CERTIFICATE. */
  | {
      readonly code: 'NO_TLS' | 'TLS_FAILED'
      readonly host: string
      readonly port: number
      readonly reason: string
    }
  /** The certificate is not accepted; `reason` is a code of the library, or OUTDATED. The fingerprint is that of its key. */
  | {
      readonly code: 'CERTIFICATE_REFUSED'
      readonly host: string
      readonly port: number
      readonly reason: string
      readonly fingerprint: string
    }
  /** Nobody vouches for the server's certificate, and its key is not known, or another one is (`known`). */
  | {
      readonly code: 'UNKNOWN_SERVER'
      readonly host: string
      readonly port: number
      readonly fingerprint: string
      readonly known: string | null
    }
  | { readonly code: 'CONNECT_FAILED'; readonly host: string; readonly port: number; readonly reason: string }
  | CommonFault

/** Faults of listening and of connecting. `min` and `max` are the ports that exist. */
export type CommonFault =
  | { readonly code: 'UNKNOWN_HOST'; readonly host: string }
  | { readonly code: 'BAD_PORT'; readonly port: number; readonly min: number; readonly max: number }
  | { readonly code: 'NO_DESCRIPTORS' }

/** The fault of a host that is none, which Node would take for every address of this machine; or undefined. */
export function badHost(host: unknown): CommonFault | undefined {
  return typeof host === 'string' && host !== '' ? undefined : { code: 'UNKNOWN_HOST', host: String(host) }
}

/** The fault of a port that is no whole number between `min` and 65,535, or undefined. */
export function badPort(port: number, min: 0 | 1): CommonFault | undefined {
  const max = 65_535
  const fits = Number.isInteger(port) && port >= min && port <= max
  return fits ? undefined : { code: 'BAD_PORT', port, min, max }
}

/** Reads what an error of Node's says about listening. */
export function listenFault(error: NodeJS.ErrnoException, host: string, port: number): ListenFault {
  switch (error.code) {
    case 'EADDRINUSE':
      return { code: 'PORT_TAKEN', host, port }
    case 'EADDRNOTAVAIL':
      return { code: 'ADDRESS_NOT_OURS', host, port }
    case 'EACCES':
    case 'EPERM':
      return { code: 'PRIVILEGED_PORT', host, port }
    default:
      return commonFault(error, host) ?? { code: 'LISTEN_FAILED', host, port, reason: nameOf(error) }
  }
}

/** Reads what an error of Node's says about connecting; `timeoutMs` is how long it took. */
export function connectFault(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  timeoutMs: number,
): ConnectFault {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { code: 'REFUSED', host, port }
    case 'ECONNRESET':
      return { code: 'RESET', host, port }
    case 'ETIMEDOUT':
      return { code: 'TIMEOUT', host, port, timeoutMs }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { code: 'UNREACHABLE', host, port }
    default:
      return commonFault(error, host) ?? { code: 'CONNECT_FAILED', host, port, reason: nameOf(error) }
  }
}

/** The one of two faults that says more: where somebody answered, what was answered. */
export const moreTelling = (one: ConnectFault, other: ConnectFault): ConnectFault =>
  TELLING.indexOf(other.code) > TELLING.indexOf(one.code) ? other : one

/** Faults of one address of several, the most telling last. */
const TELLING: readonly ConnectFault['code'][] = [
  'UNREACHABLE',
  'CONNECT_FAILED',
  'NO_DESCRIPTORS',
  'TIMEOUT',
  'RESET',
  'REFUSED',
]

/** Reads what an error of Node's says about the end of an open connection. */
export function closeReason(error: NodeJS.ErrnoException): CloseReason {
  switch (error.code) {
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
      return 'reset'
    case 'ETIMEDOUT':
      return 'timeout'
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return 'unreachable'
    default:
      return 'failed'
  }
}

function commonFault(error: NodeJS.ErrnoException, host: string): CommonFault | undefined {
  if (error.syscall === 'getaddrinfo' || error.code === 'ENOTFOUND') return { code: 'UNKNOWN_HOST', host }
  if (error.code === 'EMFILE' || error.code === 'ENFILE') return { code: 'NO_DESCRIPTORS' }
  return undefined
}

function nameOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.name
}
