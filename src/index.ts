export type {
  AskName,
  ByeReason,
  Challenge,
  ClientConversation,
  DenialReason,
  Denied,
  FaultCode,
  Login,
  Register,
  Resume,
  Say,
  ServerConversation,
} from '../protocol/generated/messages.ts'
export {
  type Client,
  type ClientConverse,
  type ClientOptions,
  type Credentials,
  connect,
  type EndedConversation,
  type Proof,
  type Prover,
  password,
  personName,
  type TakenToken,
  type TokenKeeper,
} from './client/index.ts'
export { createEchoServer, type EchoServerOptions } from './echo-server.ts'
export {
  type AskOptions,
  type ClientEvent,
  ColloquyError,
  type Converse,
  type Ending,
  type Failure,
  type HeardMessage,
  type Log,
  type Loss,
  type MessageContext,
  type MessageCounts,
  type Peer,
  type PeerEvent,
  type ServerEvent,
  type Totals,
} from './engine/index.ts'
export type { Mode, ServerConverse, ServerPeer } from './server/index.ts'
export { createServer, type Server, type ServerOptions } from './server/index.ts'
export { memoryStore, openSqliteStore, type Store, type StoreFault } from './store/index.ts'
export type { Clock, Endpoint, Stranger, Timer } from './transport/index.ts'
export { FramedSocket, MAX_TEXT_BYTES, receiveText, sendText, TextFault } from './transport/index.ts'
