import { createServer, type Server, type Socket } from 'node:net'
import * as E from 'fp-ts/lib/Either.js'
import {
  aFunction,
  aNumber,
  anObject,
  aSignal,
  aText,
  having,
  limitFrom,
  optional,
  optionsOf,
  wholeFrom,
} from '../arguments.ts'
import { duration } from '../duration.ts'
import { type ArrivalOptions, Arrivals } from './arrival.ts'
import { aClock, type Clock, systemClock } from './clock.ts'
import type { Connection, Endpoint } from './connection.ts'
import { type Introduction, TcpConnection } from './tcp-connection.ts'
import { badHost, badPort, type ConnectFault, type ListenFault, listenFault } from './tcp-faults.ts'
import { type Lookup, Race, systemLookup } from './tcp-race.ts'

import type { ShownCertificate, TlsConnector } from './tls/connector.ts'

export type { ConnectFault, ListenFault } from './tcp-faults.ts'

/** Where to listen. */
export interface ListenPlace {
  /** A name or an address of this machine. */
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Connections that may wait to be accepted; 511 unless given. */
  readonly backlog?: number
  /** A socket that was opened before is listened on, instead of host and port. */
  readonly fd?: number
  /** Hears what goes wrong with accepting later on. The listener goes on. */
  readonly onFault?: (fault: ListenFault) => void
}

/** Where to listen, and who takes the connections. */
export interface ListenOptions extends ListenPlace {
  /** Takes each connection as it comes; nothing is read before its `listen`. */
  readonly onConnection: (connection: Connection) => void
  /**
   * Above this many the system's side closes new ones without a word; at least 1. Whoever wants to refuse with
   * a word counts in `onConnection` instead.
   */
  readonly maxConnections?: number
  /** Looks at the first bytes of each connection, where it may be more than frames. */
  readonly arrivals?: ArrivalOptions
}

const listenOptions = optionsOf({
  host: aText,
  port: aNumber,
  backlog: optional(wholeFrom(0)),
  fd: optional(wholeFrom(0)),
  onFault: optional(aFunction),
  onConnection: aFunction,
  maxConnections: optional(limitFrom(1)),
  arrivals: optional(anObject),
})

/** A port that is listened on. */
export interface TcpListener {
  /** The address and port it really listens on. */
  readonly address: Endpoint
  /** Stops accepting, and waits for no first bytes any more; connections live on. */
  close(): void
}

/** Accepts on a port. */
export interface Acceptor {
  /** The address and port it really listens on. */
  readonly address: Endpoint
  close(): void
}

/** Accepts sockets on a port, which are paused: for another process, or to look at them first. */
export function acceptTcp(
  { host, port, backlog, fd, onFault }: ListenPlace,
  onSocket: (socket: Socket) => void,
  maxConnections?: number,
): Promise<E.Either<ListenFault, Acceptor>> {
  const fault = badHost(host) ?? badPort(port, 0)
  if (fault !== undefined) return Promise.resolve(E.left(fault))
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, onSocket)
  if (maxConnections !== undefined) server.maxConnections = maxConnections
  return new Promise((resolve) => {
    const refuse = (error: Error) => resolve(E.left(listenFault(error, host, port)))
    server.once('error', refuse)
    server.listen(
      fd === undefined ? { host, port, ...(backlog === undefined ? {} : { backlog }) } : { fd },
      () => {
        server.off('error', refuse)
        server.on('error', (error) => onFault?.(listenFault(error, host, port)))
        resolve(E.right({ address: addressOf(server), close: () => void server.close() }))
      },
    )
  })
}

/** Listens on a port. */
export function listenTcp(options: ListenOptions): Promise<E.Either<ListenFault, TcpListener>> {
  listenOptions('options', options)
  const { onConnection, maxConnections } = options
  if (maxConnections !== undefined && !(maxConnections >= 1))
    throw new RangeError('maxConnections is at least 1')
  const taker = new SocketTaker(onConnection, options.arrivals)
  return acceptTcp(options, (socket) => taker.take(socket), maxConnections).then(
    E.map(({ address, close }) => listenerOf(address, taker, close)),
  )
}

/** Takes sockets that another process has accepted: gives the listener that they come to, and what takes each. */
export const handedSockets = (
  address: Endpoint,
  onConnection: (connection: Connection) => void,
  arrivals?: ArrivalOptions,
  introduction?: Introduction,
): { readonly listener: TcpListener; readonly take: (socket: Socket) => void } => {
  const taker = new SocketTaker(onConnection, arrivals, introduction)
  return {
    listener: listenerOf(address, taker, () => undefined),
    take: (socket) => {
      // Node makes the socket, and without this ends it where the other side does.
      socket.allowHalfOpen = true
      taker.take(socket)
    },
  }
}

const listenerOf = (address: Endpoint, taker: SocketTaker, close: () => void): TcpListener => ({
  address,
  close: () => {
    close()
    taker.stop()
  },
})

/** Makes connections of sockets. */
class SocketTaker {
  private readonly arrivals: Arrivals | null
  private readonly onConnection: (connection: Connection) => void
  private readonly introduction: Introduction | undefined

  constructor(
    onConnection: (connection: Connection) => void,
    arrivals?: ArrivalOptions,
    introduction?: Introduction,
  ) {
    this.onConnection = onConnection
    this.introduction = introduction
    this.arrivals = arrivals === undefined ? null : new Arrivals(arrivals, onConnection)
  }

  take(socket: Socket): void {
    if (this.arrivals !== null) return this.arrivals.take(socket)
    this.onConnection(new TcpConnection(socket, this.introduction))
  }

  stop(): void {
    this.arrivals?.stop()
  }
}

const addressOf = (server: Server): Endpoint => {
  const bound = server.address()
  // A string or null only for pipes and closed servers.
  return typeof bound === 'object' && bound !== null
    ? { address: bound.address, port: bound.port }
    : { address: '', port: 0 }
}

/** Where to connect to, and for how long to try. */
export interface ConnectOptions {
  readonly host: string
  readonly port: number
  /** Milliseconds for the name and the connection together; Infinity: as long as the system waits. */
  readonly timeoutMs: number
  /** Gives up when it fires. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** Finds the addresses of a name; the system's resolver unless given. */
  readonly lookup?: Lookup
}

const connectOptions = optionsOf({
  host: aText,
  port: aNumber,
  timeoutMs: duration,
  signal: optional(aSignal),
  clock: optional(aClock),
  lookup: optional(aFunction),
})

/**
 * Connects, to whichever address of the host answers first. Throws a RangeError for a `timeoutMs` that is none. Little is read
 * before the connection's `listen`, and nothing is lost.
 */
export function connectTcp(options: ConnectOptions): Promise<E.Either<ConnectFault, Connection>> {
  return connectSocket(options, async (socket) => E.right(new TcpConnection(socket)))
}

/** `take` is called in the moment in which the socket is connected: from then on its errors are for somebody else. */
function connectSocket<A>(
  options: ConnectOptions,
  take: (socket: Socket) => Promise<E.Either<ConnectFault, A>>,
): Promise<E.Either<ConnectFault, A>> {
  connectOptions('options', options)
  const { host, port, timeoutMs, signal, clock = systemClock, lookup = systemLookup } = options
  duration('timeoutMs', timeoutMs)
  const fault = badHost(host) ?? badPort(port, 1)
  if (fault !== undefined) return Promise.resolve(E.left(fault))
  if (signal?.aborted) return Promise.resolve(E.left({ code: 'ABORTED', host, port }))
  return new Promise((resolve) => {
    const race = new Race({ host, port, timeoutMs, clock, lookup }, (result) => {
      signal?.removeEventListener('abort', abort)
      resolve(E.isLeft(result) ? result : take(result.right))
    })
    const abort = (): void => race.abort()
    signal?.addEventListener('abort', abort)
  })
}

/** A connection over TLS, and what the certificate is worth that the server has shown. */
export interface TlsConnection {
  readonly connection: Connection
  readonly shown: ShownCertificate
}

/** Connects as `connectTcp` does, and makes the handshake; the certificate is for the caller to judge. */
export function connectTls(
  options: ConnectOptions,
  connector: TlsConnector,
): Promise<E.Either<ConnectFault, TlsConnection>> {
  connectOptions('options', options)
  having('a TlsConnector', 'secure')('connector', connector)
  const { host, port, clock = systemClock, signal } = options
  return connectSocket(options, async (socket) => {
    const secured = await connector.secure(socket, clock, signal)
    if (E.isRight(secured))
      return E.right({
        connection: new TcpConnection(secured.right.socket, TLS_CHANNEL),
        shown: secured.right.shown,
      })
    const { code, reason } = secured.left
    return E.left(reason === 'ABORTED' ? { code: 'ABORTED', host, port } : { code, host, port, reason })
  })
}

const TLS_CHANNEL: Introduction = { channel: { kind: 'tls', certified: null } }
