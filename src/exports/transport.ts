/**
 * Connections over TCP, clocks, and texts on a socket.
 * @module
 */

export type { ArrivalFault, ArrivalOptions } from '../transport/arrival.ts'
export { type Clock, systemClock, type Timer } from '../transport/clock.ts'
export {
  type Channel,
  type CloseReason,
  type Connection,
  type ConnectionListener,
  channelOf,
  type Endpoint,
  isPrivate,
} from '../transport/connection.ts'
export { FramedSocket } from '../transport/framed-socket.ts'
export { LINGER_LIMITS, type LingerLimits, linger } from '../transport/linger.ts'
export type { ProxyFault } from '../transport/proxy/header.ts'
export type { Stranger, StrangerToRaw } from '../transport/stranger.ts'
export {
  type ConnectFault,
  type ConnectOptions,
  connectTcp,
  connectTls,
  type ListenFault,
  type ListenOptions,
  listenTcp,
  type TcpListener,
  type TlsConnection,
} from '../transport/tcp.ts'
export type { CommonFault } from '../transport/tcp-faults.ts'
export type { Lookup } from '../transport/tcp-race.ts'
export { connectSentence, listenSentence } from '../transport/tcp-sentences.ts'
export { MAX_TEXT_BYTES, receiveText, sendText } from '../transport/text.ts'
export { TextFault, type TextFaultDetail } from '../transport/text-fault.ts'
export {
  type KeyedCertificate,
  type Settle,
  TlsAcceptor,
  type TlsServerOptions,
} from '../transport/tls/acceptor.ts'
export {
  type Secured,
  type ShownCertificate,
  type TlsClientOptions,
  TlsConnector,
} from '../transport/tls/connector.ts'
export type { TlsConnectFault, TlsFault, TlsFaultCode } from '../transport/tls/faults.ts'
export {
  connectUnix,
  listenUnix,
  UNIX_ADDRESS,
  type UnixConnectOptions,
  type UnixListenOptions,
} from '../transport/unix.ts'
