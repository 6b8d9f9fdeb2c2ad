export { isLoopback, networks } from '../address.ts'
export type { ArrivalFault, ArrivalOptions } from './arrival.ts'
export { aClock, type Clock, systemClock, type Timer } from './clock.ts'
export {
  aConnection,
  type CloseReason,
  type Connection,
  channelOf,
  type Endpoint,
  isPrivate,
} from './connection.ts'
export { descriptorRoom } from './descriptors.ts'
export { Echo } from './echo.ts'
export { FramedSocket } from './framed-socket.ts'
export { Groups } from './groups.ts'
export { linger } from './linger.ts'
export { proxySentence } from './proxy/header.ts'
export {
  beginning,
  framedType,
  RECOGNISED_BY_BYTES,
  type Stranger,
  type StrangerToRaw,
  strangerBy,
  strangerSentence,
  strangerToRaw,
} from './stranger.ts'
export {
  type Acceptor,
  acceptTcp,
  type ConnectFault,
  connectTcp,
  connectTls,
  handedSockets,
  type ListenFault,
  listenTcp,
  type TcpListener,
} from './tcp.ts'
export { listenFault } from './tcp-faults.ts'
export { connectSentence, listenSentence, unknownServerSentence } from './tcp-sentences.ts'
export { MAX_TEXT_BYTES, receiveText, sendText } from './text.ts'
export { TextFault } from './text-fault.ts'
export {
  type KeyedCertificate,
  TlsAcceptor,
  type TlsServerOptions,
  tlsServerOptions,
} from './tls/acceptor.ts'
export {
  isUnvouched,
  OUTDATED,
  type ShownCertificate,
  type TlsClientOptions,
  TlsConnector,
  tlsClientOptions,
} from './tls/connector.ts'
export type { TlsFault, TlsFaultCode } from './tls/faults.ts'
export { acceptUnix, connectUnix, listenUnix, UNIX_ADDRESS, UNIX_INTRODUCTION } from './unix.ts'
