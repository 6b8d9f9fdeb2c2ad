import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket, connect as startConnecting } from 'node:net'
import * as E from 'fp-ts/lib/Either.js'
import { aFunction, aSignal, aText, optional, optionsOf } from '../arguments.ts'
import { duration } from '../duration.ts'
import { aClock, type Clock, systemClock, type Timer } from './clock.ts'
import type { Connection } from './connection.ts'
import type { Acceptor, TcpListener } from './tcp.ts'
import { type Introduction, TcpConnection } from './tcp-connection.ts'
import type { ConnectFault, ListenFault } from './tcp-faults.ts'

/** Where to listen. */
export interface UnixPlace {
  /** The path of the socket. One that nobody listens on any more is replaced. */
  readonly path: string
  /** Hears what goes wrong with accepting later on. The listener goes on. */
  readonly onFault?: (fault: ListenFault) => void
}

/** Where to listen, and who takes the connections. */
export interface UnixListenOptions extends UnixPlace {
  /** Takes each connection as it comes; nothing is read before its `listen`. */
  readonly onConnection: (connection: Connection) => void
}

const listenOptions = optionsOf({ path: aText, onFault: optional(aFunction), onConnection: aFunction })

/** Both ends of a connection over a socket in the file system have no address. */
export const UNIX_ADDRESS = 'unix'

const NOWHERE = { address: UNIX_ADDRESS, port: 0 }
export const UNIX_INTRODUCTION: Introduction = {
  channel: { kind: 'unix' },
  ends: { remote: NOWHERE, local: NOWHERE },
}

/** Only its owner may connect. */
const SOCKET_MODE = 0o600

/** Listens on a socket in the file system, for this user alone. The address of the listener is its path, with port 0. */
export async function listenUnix(options: UnixListenOptions): Promise<E.Either<ListenFault, TcpListener>> {
  listenOptions('options', options)
  const accepting = await acceptUnix(options, (socket) =>
    options.onConnection(new TcpConnection(socket, UNIX_INTRODUCTION)),
  )
  return E.map(
    ({ address, close }: Acceptor): TcpListener => ({
      address,
      close,
    }),
  )(accepting)
}

/** Accepts sockets in the same way, which are paused: for another process. */
export async function acceptUnix(
  { path, onFault }: UnixPlace,
  onSocket: (socket: Socket) => void,
): Promise<E.Either<ListenFault, Acceptor>> {
  const listen = (): Promise<Server | NodeJS.ErrnoException> =>
    new Promise((resolve) => {
      const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, onSocket)
      server.once('error', resolve)
      server.listen(path, () => resolve(server))
      // It is there once `listen` returns, before anybody is accepted.
      if (process.platform !== 'win32') chmod(path)
    })
  let listening = await listen()
  if (listening instanceof Error && listening.code === 'EADDRINUSE' && (await isDeserted(path))) {
    rmSync(path, { force: true })
    listening = await listen()
  }
  if (listening instanceof Error) return E.left(listenFault(listening, path))
  const server = listening
  server.on('error', (error) => onFault?.(listenFault(error, path)))
  return E.right({ address: { address: path, port: 0 }, close: () => void server.close() })
}

const chmod = (path: string): void => {
  try {
    chmodSync(path, SOCKET_MODE)
  } catch {
    // There is none: the event says why.
  }
}

/** Whether nobody listens on a socket that is there. */
const isDeserted = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = startConnecting(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'))
  })

const listenFault = ({ code = 'UNKNOWN' }: NodeJS.ErrnoException, path: string): ListenFault =>
  code === 'EADDRINUSE'
    ? { code: 'SOCKET_TAKEN', path }
    : code === 'EMFILE' || code === 'ENFILE'
      ? { code: 'NO_DESCRIPTORS' }
      : { code: 'SOCKET_FAILED', path, reason: code }

/** Which socket to connect to, and for how long to try. */
export interface UnixConnectOptions {
  readonly path: string
  /** Milliseconds; Infinity: as long as the system waits. */
  readonly timeoutMs: number
  /** Gives up when it fires. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
}

const connectOptions = optionsOf({
  path: aText,
  timeoutMs: duration,
  signal: optional(aSignal),
  clock: optional(aClock),
})

/** Connects to a socket in the file system. Throws a RangeError for a `timeoutMs` that is none. */
export function connectUnix(options: UnixConnectOptions): Promise<E.Either<ConnectFault, Connection>> {
  connectOptions('options', options)
  const { path, timeoutMs, signal, clock = systemClock } = options
  const at = { host: path, port: 0 }
  if (signal?.aborted) return Promise.resolve(E.left({ code: 'ABORTED', ...at }))
  return new Promise((resolve) => {
    let timer: Timer | null = null
    const socket: Socket = startConnecting({ path, allowHalfOpen: true })
    const end = (result: E.Either<ConnectFault, Connection>): void => {
      if (timer !== null) clock.clearTimer(timer)
      signal?.removeEventListener('abort', abort)
      if (E.isLeft(result)) socket.destroy()
      resolve(result)
    }
    const abort = (): void => end(E.left({ code: 'ABORTED', ...at }))
    const lost = ({ code = 'UNKNOWN' }: NodeJS.ErrnoException): void =>
      end(
        E.left(
          code === 'EMFILE' ? { code: 'NO_DESCRIPTORS' } : { code: 'SOCKET_CLOSED', path, reason: code },
        ),
      )
    timer = clock.setTimer(timeoutMs, () => end(E.left({ code: 'SOCKET_CLOSED', path, reason: 'ETIMEDOUT' })))
    signal?.addEventListener('abort', abort)
    // On failure the listener stays: a late error of a destroyed socket must not escape.
    socket.on('error', lost).once('connect', () => {
      socket.off('error', lost)
      end(E.right(new TcpConnection(socket, UNIX_INTRODUCTION)))
    })
  })
}
