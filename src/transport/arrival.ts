import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import * as E from 'fp-ts/lib/Either.js'
import { isLoopback, sourceOf } from '../address.ts'
import type { Clock } from './clock.ts'
import type { Channel, Connection, Endpoint } from './connection.ts'
import { Deadline } from './deadline.ts'
import { Groups } from './groups.ts'
import { type Ends, MAX_HEADER_BYTES, type ProxyFault, readProxyHeader } from './proxy/header.ts'
import { type Introduction, TcpConnection } from './tcp-connection.ts'
import type { TlsAcceptor } from './tls/acceptor.ts'
import { ALPN_PROTOCOL } from './tls/alpn.ts'
import type { TlsFault } from './tls/faults.ts'

/**
 * Why a connection that stands is refused: by the header of its proxy, or
 * - `NO_ALPN`: over TLS no protocol was named
 * - `NO_CERTIFICATE`: over TLS no certificate was shown, or none of those that are accepted
 */
export type ArrivalFault = ProxyFault | 'NO_ALPN' | 'NO_CERTIFICATE'

/** The beginnings that a connection may have, and who takes it then. */
export interface ArrivalOptions {
  /** Takes those that begin with TLS; they are strangers unless given. */
  readonly tls?: TlsAcceptor
  /** Whether an address is that of a proxy, which must announce whom it connects. */
  readonly proxies?: (address: string) => boolean
  /** Connections whose first bytes are waited for, at most; of more the oldest of the address with the most of them goes. */
  readonly maxArriving: number
  readonly clock: Clock
  /** Takes a connection by which a proxy looks whether this server answers. */
  readonly onCheck: (connection: Connection) => void
  /** Takes a connection that is to be refused with a word. */
  readonly onRefused: (connection: Connection, fault: ArrivalFault) => void
  /** Hears of a handshake that failed: there is nobody to tell. */
  readonly onFailed: (remote: Endpoint, fault: TlsFault) => void
}

/** How long the first bytes, a header and a handshake may take, each. */
const ARRIVE_WITHIN_MS = 5_000

/** The first byte of a TLS handshake (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 0x16

const NOTHING = Buffer.alloc(0)

/** Connections that were accepted, and whose first bytes are yet to say what they are. */
export class Arrivals {
  private readonly options: ArrivalOptions
  private readonly onConnection: (connection: Connection) => void
  private readonly arriving = new Groups<Arrival>()

  constructor(options: ArrivalOptions, onConnection: (connection: Connection) => void) {
    this.options = options
    this.onConnection = onConnection
  }

  /** Takes a socket that was accepted, and is paused. */
  take(socket: Socket): void {
    const { tls, proxies, maxArriving } = this.options
    if (socket.remoteAddress === undefined) {
      // It was reset before it was accepted, as health checks are: nobody can tell any more where it came from.
      socket.on('error', ignore).destroy()
      return
    }
    const isProxied = proxies?.(socket.remoteAddress ?? '') === true
    if (tls === undefined && !isProxied) return this.onConnection(new TcpConnection(socket))
    if (this.arriving.size >= maxArriving) this.arriving.oldestOfLargest()?.giveUp()
    const arrival = new Arrival(socket, isProxied, this.options, {
      connection: (taken, introduction) => this.onConnection(new TcpConnection(taken, introduction)),
      check: (taken, introduction) => this.options.onCheck(new TcpConnection(taken, introduction)),
      refused: (taken, introduction, fault) =>
        this.options.onRefused(new TcpConnection(taken, introduction), fault),
      over: () => this.arriving.delete(arrival),
    })
    this.arriving.add(sourceOf(socket.remoteAddress ?? ''), arrival)
  }

  /** Nobody is waited for any more. */
  stop(): void {
    for (const arrival of this.arriving.all) arrival.giveUp()
  }
}

/** The outcome of an arrival. `over` is called once, before either of the others. */
interface Outcome {
  readonly connection: (socket: Socket, introduction: Introduction) => void
  readonly check: (socket: Socket, introduction: Introduction) => void
  readonly refused: (socket: Socket, introduction: Introduction, fault: ArrivalFault) => void
  readonly over: () => void
}

/** A connection until its first bytes have said what it is. */
class Arrival {
  private readonly socket: Socket
  private readonly options: ArrivalOptions
  private readonly outcome: Outcome
  private readonly deadline: Deadline
  /** Whether the header of a proxy is still to come. */
  private isProxied: boolean
  /** The proxy itself is there, to look whether we are. */
  private isCheck = false
  private ends: Ends | undefined
  private bytes: Buffer = NOTHING
  private stopHandshake: (() => void) | null = null
  private isOver = false

  constructor(socket: Socket, isProxied: boolean, options: ArrivalOptions, outcome: Outcome) {
    this.socket = socket
    this.isProxied = isProxied
    this.options = options
    this.outcome = outcome
    this.deadline = new Deadline(options.clock, this)
    this.deadline.set(ARRIVE_WITHIN_MS)
    // Asked for now, Node remembers it.
    void socket.remoteAddress
    socket.on('error', ignore).on('close', this.closed).on('end', this.cut).on('readable', this.look)
  }

  giveUp(): void {
    this.end()
    this.socket.destroy()
  }

  /** Reads what came, for as long as that does not say what it is. */
  private readonly look = (): void => {
    const chunk: Buffer | null = this.socket.read()
    if (chunk === null) return
    this.bytes = this.bytes.length === 0 ? chunk : Buffer.concat([this.bytes, chunk])
    this.judge()
  }

  private judge(): void {
    if (this.isProxied && !this.readHeader()) return
    const [first] = this.bytes
    if (first === undefined) {
      // The bytes behind the header tell whether it is TLS.
      if (this.options.tls === undefined) this.plain()
    } else if (first === TLS_HANDSHAKE && this.options.tls !== undefined) this.secure(this.options.tls)
    else this.plain()
  }

  /** Whether the header is behind us. */
  private readHeader(): boolean {
    const header = readProxyHeader(this.bytes.subarray(0, MAX_HEADER_BYTES))
    switch (header.outcome) {
      case 'incomplete':
        return false
      case 'refused':
        this.refuse(header.code)
        return false
      case 'local':
        this.isCheck = true
        this.behindHeader(header.bytes)
        return true
      case 'proxied':
        this.ends = header.ends
        this.behindHeader(header.bytes)
        return true
      default:
        return header satisfies never
    }
  }

  private behindHeader(bytes: number): void {
    this.isProxied = false
    this.bytes = this.bytes.subarray(bytes)
    this.deadline.set(ARRIVE_WITHIN_MS)
  }

  private plain(hasEnded = false): void {
    this.end()
    this.standing(this.socket, {
      ...this.introduction(this.plainChannel()),
      first: this.bytes,
      hasEnded,
    })
  }

  private secure(tls: TlsAcceptor): void {
    const { socket } = this
    socket.off('readable', this.look).off('end', this.cut).off('close', this.closed)
    socket.unshift(this.bytes)
    this.bytes = NOTHING
    this.deadline.set(ARRIVE_WITHIN_MS)
    this.stopHandshake = tls.accept(socket, (result) => {
      this.stopHandshake = null
      this.end()
      if (E.isLeft(result)) {
        socket.destroy()
        this.options.onFailed(this.remote, result.left)
      } else this.greet(result.right, tls)
    })
  }

  /** The handshake is done: the other side may still lack what is asked of it. */
  private greet(socket: TLSSocket, tls: TlsAcceptor): void {
    const certified = tls.asksForCertificates && socket.authorized ? subjectOf(socket) : null
    const introduction = this.introduction({ kind: 'tls', certified })
    if (socket.alpnProtocol !== ALPN_PROTOCOL) this.outcome.refused(socket, introduction, 'NO_ALPN')
    else if (tls.asksForCertificates && certified === null)
      this.outcome.refused(socket, introduction, 'NO_CERTIFICATE')
    else this.standing(socket, introduction)
  }

  private standing(socket: Socket, introduction: Introduction): void {
    if (this.isCheck) this.outcome.check(socket, introduction)
    else this.outcome.connection(socket, introduction)
  }

  /** The other side has ended it before it said what it is. */
  private readonly cut = (): void => {
    if (!this.isProxied) this.plain(true)
    else if (this.bytes.length > 0) this.refuse('PROXY_CUT')
    // A proxy that looks whether anybody listens.
    else this.giveUp()
  }

  /** The time for what is waited for has passed. */
  expire(): void {
    if (this.stopHandshake !== null) {
      const { remote } = this
      this.giveUp()
      this.options.onFailed(remote, { code: 'TLS_LATE', reason: '' })
    } else if (this.isProxied) this.refuse('PROXY_LATE')
    // A silent peer meets the deadline of Hello, as it does elsewhere.
    else this.plain()
  }

  private refuse(fault: ArrivalFault): void {
    this.end()
    this.outcome.refused(this.socket, this.introduction(this.plainChannel()), fault)
  }

  private introduction(channel: Channel): Introduction {
    const { ends } = this
    return { channel, ...(ends === undefined ? {} : { ends }) }
  }

  /** An address that a proxy tells is local only where the proxy is, too. */
  private plainChannel(): Channel {
    return {
      kind: 'plain',
      isLocal: isLoopback(this.socket.remoteAddress ?? '') && isLoopback(this.remote.address),
    }
  }

  private get remote(): Endpoint {
    const { remoteAddress = '', remotePort = 0 } = this.socket
    return this.ends?.remote ?? { address: remoteAddress, port: remotePort }
  }

  private readonly closed = (): void => this.end()

  private end(): void {
    if (this.isOver) return
    this.isOver = true
    this.deadline.stop()
    this.stopHandshake?.()
    this.stopHandshake = null
    this.socket.off('readable', this.look).off('end', this.cut).off('close', this.closed)
    this.outcome.over()
  }
}

const ignore = (): void => {}

/** The common name of a certificate that was accepted. Several are none. */
const subjectOf = (socket: TLSSocket): string | null => {
  const name: unknown = socket.getPeerCertificate().subject?.CN
  return typeof name === 'string' ? name : null
}
