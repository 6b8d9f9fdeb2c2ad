import { createHmac } from 'node:crypto'
import type { Socket } from 'node:net'
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls'
import * as E from 'fp-ts/lib/Either.js'
import { aBuffer, aTextOrBuffer, objectOf, optional, optionsOf } from '../../arguments.ts'
import { ALPN_PROTOCOL } from './alpn.ts'
import { type TlsFault, tlsFault } from './faults.ts'

/** A certificate with its key, both in PEM; the certificate may be followed by those that lead to its root. */
export interface KeyedCertificate {
  readonly cert: string | Buffer
  readonly key: string | Buffer
}

/** The certificate that a server shows over TLS, and those that it wants to see. */
export interface TlsServerOptions extends KeyedCertificate {
  /** Certificates in PEM: clients must show one that was issued by one of these. Nobody is asked unless given. */
  readonly clientCa?: string | Buffer
  /**
   * A secret of 32 random bytes or more that processes behind one address have in common: a client resumes its TLS session at each of
   * them, for as long as they show the same certificate. Unless given each has one of its own.
   */
  readonly ticketSecret?: Uint8Array
}

const aKeyedCertificate = objectOf({ cert: aTextOrBuffer, key: aTextOrBuffer })

/** Checks options that were given. */
export const tlsServerOptions = optionsOf({
  cert: aTextOrBuffer,
  key: aTextOrBuffer,
  clientCa: optional(aTextOrBuffer),
  ticketSecret: optional(aBuffer),
})

/** Hears what came of a handshake. */
export type Settle = (result: E.Either<TlsFault, TLSSocket>) => void

/** Speaks TLS 1.3 on sockets that were accepted elsewhere. */
export class TlsAcceptor {
  private readonly server: Server
  private options: TlsServerOptions
  /** By the addresses of the connection: what Node makes of a socket does not lead back to it. */
  private readonly pending = new Map<string, Settle>()

  /** Throws an error of Node's for a certificate or key that is none, or that do not belong together. */
  constructor(options: TlsServerOptions) {
    tlsServerOptions('options', options)
    this.options = options
    this.server = createServer({
      ...context(options),
      ...tickets(options),
      ALPNProtocols: [ALPN_PROTOCOL],
      // A client with no certificate, or a wrong one, is refused later, with a sentence.
      requestCert: options.clientCa !== undefined,
      rejectUnauthorized: false,
    })
    this.server.on('secureConnection', (socket) => {
      socket.allowHalfOpen = true
      this.settle(socket, E.right(socket))
    })
    this.server.on('tlsClientError', (error, socket) => this.settle(socket, E.left(tlsFault(error))))
  }

  /** Whether clients must show a certificate. */
  get asksForCertificates(): boolean {
    return this.options.clientCa !== undefined
  }

  /** Shows another certificate from now on; connections live on. Throws as the constructor does, and changes nothing then. */
  renew(certificate: KeyedCertificate): void {
    aKeyedCertificate('certificate', certificate)
    const { cert, key } = certificate
    const renewed = { ...this.options, cert, key }
    this.server.setSecureContext({ ...context(renewed), ...tickets(renewed) })
    this.options = renewed
  }

  /**
   * Begins the handshake on a socket, whose first bytes were put back. `settle` is called once: with what is to be read
   * from now on, or why there is nothing. Gives up, without a word to `settle`, where the result is called.
   */
  accept(socket: Socket, settle: Settle): () => void {
    const key = keyOf(socket)
    const end: Settle = (result) => {
      this.pending.delete(key)
      socket.off('close', closed)
      settle(result)
    }
    const closed = (): void => end(E.left({ code: 'TLS_CLOSED', reason: '' }))
    this.pending.set(key, end)
    socket.once('close', closed)
    // A client that leaves in the middle of the handshake has left for good.
    socket.allowHalfOpen = false
    this.server.emit('connection', socket)
    return () => {
      this.pending.delete(key)
      socket.off('close', closed)
    }
  }

  private settle(socket: TLSSocket, result: E.Either<TlsFault, TLSSocket>): void {
    // No error of it escapes, whoever takes it.
    socket.on('error', () => {})
    const settle = this.pending.get(keyOf(socket))
    if (settle === undefined) socket.destroy()
    else settle(result)
  }
}

const context = ({ cert, key, clientCa }: TlsServerOptions): TlsOptions => ({
  cert,
  key,
  minVersion: 'TLSv1.3',
  ...(clientCa === undefined ? {} : { ca: clientCa }),
})

const keyOf = ({ remoteAddress, remotePort, localAddress, localPort }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`

/** Bytes of the keys that Node seals tickets with. */
const TICKET_KEYS_BYTES = 48

/** Other keys with another certificate: nobody resumes a session that was begun with the one before. */
const tickets = ({ ticketSecret, cert }: TlsServerOptions): Pick<TlsOptions, 'ticketKeys'> =>
  ticketSecret === undefined
    ? {}
    : { ticketKeys: createHmac('sha512', ticketSecret).update(cert).digest().subarray(0, TICKET_KEYS_BYTES) }
