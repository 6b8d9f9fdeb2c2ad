/**
 * Why a TLS handshake failed at a server.
 * - `TLS_VERSION`: the other side speaks no TLS 1.3
 * - `TLS_ALPN`: it offers other protocols
 * - `TLS_DISTRUST`: it does not accept our certificate
 * - `TLS_LATE`: it was not done in time
 * - `TLS_CLOSED`: the connection ended within it
 * - `TLS_FAILED`: anything else
 */
export type TlsFaultCode =
  | 'TLS_VERSION'
  | 'TLS_ALPN'
  | 'TLS_DISTRUST'
  | 'TLS_LATE'
  | 'TLS_CLOSED'
  | 'TLS_FAILED'

/** A failed handshake; `reason` is the code of the library, empty where there is none. */
export interface TlsFault {
  readonly code: TlsFaultCode
  readonly reason: string
}

const BY_REASON: readonly (readonly [TlsFaultCode, RegExp])[] = [
  ['TLS_VERSION', /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW|WRONG_VERSION_NUMBER/],
  ['TLS_ALPN', /NO_APPLICATION_PROTOCOL/],
  ['TLS_DISTRUST', /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_\w+|UNSUPPORTED_CERTIFICATE)/],
  ['TLS_CLOSED', /^(?:ECONNRESET|EPIPE)$/],
]

/** Reads what an error of Node's says about a handshake. */
export const tlsFault = ({ code = '' }: NodeJS.ErrnoException): TlsFault => ({
  code: BY_REASON.find(([, says]) => says.test(code))?.[0] ?? 'TLS_FAILED',
  reason: code,
})

/**
 * Why a TLS handshake failed at a client; `reason` is the code of the library, or TIMEOUT, CLOSED, ABORTED, NO_ALPN, NO_CERTIFICATE.
 * - `NO_TLS`: the server answers with something else
 * - `TLS_FAILED`: the handshake came to nothing
 */
export interface TlsConnectFault {
  readonly code: 'NO_TLS' | 'TLS_FAILED'
  readonly reason: string
}
