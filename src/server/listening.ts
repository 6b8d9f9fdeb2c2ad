import type { Socket } from 'node:net'
import type * as E from 'fp-ts/lib/Either.js'
import { ColloquyError, type Log, type ServerEvent } from '../engine/index.ts'
import {
  type Acceptor,
  type ArrivalOptions,
  acceptTcp,
  acceptUnix,
  type Connection,
  type ListenFault,
  listenSentence,
  listenTcp,
  listenUnix,
  type TcpListener,
} from '../transport/index.ts'

const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = 7707

/** Where a server listens, as its options say. */
export interface ServerPlace {
  readonly host?: string
  readonly port?: number
  readonly fd?: number
  readonly path?: string
}

/** Takes connections that have come, and hears what goes wrong with accepting later on. */
export interface Hearing {
  readonly onConnection: (connection: Connection) => void
  readonly onFault: (fault: ListenFault) => void
  readonly arrivals?: ArrivalOptions
}

type Listening<A> = Promise<E.Either<ListenFault, A>>

/** Listens for connections. */
export const listenAt = (place: ServerPlace, { arrivals, ...hearing }: Hearing): Listening<TcpListener> =>
  place.path !== undefined
    ? listenUnix({ path: place.path, ...hearing })
    : listenTcp({ ...tcpPlace(place), ...hearing, ...(arrivals === undefined ? {} : { arrivals }) })

/** Listens for sockets that go to other processes. */
export const acceptAt = (
  place: ServerPlace,
  onFault: (fault: ListenFault) => void,
  onSocket: (socket: Socket) => void,
): Listening<Acceptor> =>
  place.path !== undefined
    ? acceptUnix({ path: place.path, onFault }, onSocket)
    : acceptTcp({ ...tcpPlace(place), onFault }, onSocket)

const tcpPlace = ({ host = DEFAULT_HOST, port = DEFAULT_PORT, fd }: ServerPlace) => ({
  host,
  port,
  ...(fd === undefined ? {} : { fd }),
})

/** Tells the log of what goes wrong with accepting, while the server listens. */
export const acceptingFault =
  (log: Log<ServerEvent>) =>
  ({ code }: ListenFault): void =>
    log.write({ event: 'failed', what: 'accepting', detail: code })

/** Tells the log of a port that cannot be listened on, and gives the error for it. */
export const notListening = (fault: ListenFault, log: Log<ServerEvent>): ColloquyError => {
  log.write(
    fault.code === 'PORT_TAKEN'
      ? { event: 'taken', host: fault.host, port: fault.port }
      : { event: 'failed', what: 'listening', detail: listenSentence(fault) },
  )
  return cannotListen(fault)
}

/** The error for a port that cannot be listened on. */
export const cannotListen = (fault: ListenFault): ColloquyError =>
  new ColloquyError({ code: 'CANNOT_LISTEN', fault }, listenSentence(fault))
