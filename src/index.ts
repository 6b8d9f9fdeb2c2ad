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
export { type Client, type ClientOptions, connect } from './client.ts'
export {
  type Asker,
  type AskOptions,
  type ClientConverse,
  type ClientEvent,
  ColloquyError,
  type Converse,
  type Credentials,
  type EndedConversation,
  type Ending,
  type Failure,
  type HeardMessage,
  type Log,
  type Loss,
  type Mode,
  type Peer,
  type PeerEvent,
  type Proof,
  type Prover,
  password,
  personName,
  type ServerConverse,
  type ServerEvent,
  type ServerPeer,
  type TakenToken,
  type Tally,
  type TokenKeeper,
  type Totals,
} from './peer/index.ts'
export { createEchoServer, type EchoServerOptions } from './raw.ts'
export { createServer, type Server, type ServerOptions } from './server.ts'
export { memoryStore, openSqliteStore, type Store, type StoreFault } from './store/index.ts'
export type { Clock, Endpoint, Stranger, Timer } from './transport/index.ts'
export { FramedSocket, MAX_TEXT_BYTES, receiveText, sendText, TextFault } from './transport/index.ts'
