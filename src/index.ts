/**
 * Servers and clients of a conversation. They speak talk unless another contract is given.
 * @module
 */
import { type Talk, talk } from '../protocol/talk/index.ts'
import type { Say } from '../protocol/talk/messages.ts'
import { anObject } from './arguments.ts'
import * as client from './client/index.ts'
import type { AnyMessage, Contract, Messages } from './codec/index.ts'
import type * as engine from './engine/index.ts'
import * as server from './server/index.ts'

export type {
  AskName,
  ByeReason,
  Challenge,
  DenialReason,
  Denied,
  FaultCode,
  Login,
  Register,
  Resume,
} from '../protocol/base/messages.ts'
export { type Talk, talk } from '../protocol/talk/index.ts'
export type { ClientConversation, Say, ServerConversation } from '../protocol/talk/messages.ts'
export {
  type Credentials,
  type EndedConversation,
  type KeyKind,
  type KnownServer,
  type OwnSession,
  type Proof,
  type Prover,
  password,
  personName,
  type TakenToken,
  type TokenKeeper,
} from './client/index.ts'
export type {
  AnyMessage,
  AnyMessages,
  AnyOf,
  Contract,
  ContractTables,
  Messages,
  SideMessages,
} from './codec/index.ts'
export { createEchoServer, type EchoServer, type EchoServerOptions } from './echo-server.ts'
export {
  type AbortReason,
  type AnswerContext,
  type AnswerStream,
  type AskOptions,
  type ClientEvent,
  ColloquyError,
  type EndedConnection,
  type Ending,
  type EnteredState,
  type Failure,
  type Log,
  type Loss,
  type MessageContext,
  type MessageCounts,
  type ObservedEnd,
  type ObservedFrame,
  type Observer,
  type PassedMessage,
  type Peer,
  type PeerEvent,
  type ServerEvent,
  type SteppedMachine,
  type StreamOptions,
  type SwitchedReading,
  type Totals,
} from './engine/index.ts'
export {
  type CountsBy,
  type EventLoopDelay,
  type GreetKnown,
  type HistogramSnapshot,
  type IdentifyBy,
  type InstrumentOptions,
  type Meter,
  type MeterHistogram,
  type MeterObserver,
  type Mode,
  type ObservableInstrument,
  PROMETHEUS_TYPE,
  prometheusText,
  type QueueHistograms,
  type ServerMetrics,
  type SourceOptions,
  type Startups,
} from './server/index.ts'
export { memoryStore, openSqliteStore, type Store, type StoreFault } from './store/index.ts'
export type {
  Clock,
  Endpoint,
  KeyedCertificate,
  Stranger,
  StrangerToRaw,
  Timer,
  TlsClientOptions,
  TlsFaultCode,
  TlsServerOptions,
} from './transport/index.ts'
export { FramedSocket, MAX_TEXT_BYTES, receiveText, sendText, TextFault } from './transport/index.ts'

/**
 * Where a client connects to, who it is, and what it does with what it hears.
 * @interface
 */
export type ClientOptions<M extends Messages = Talk> = client.ClientSettings &
  client.ClientHandlersOption<NoInfer<M>['client']['handlers']> & {
    /** The contract, as a generated module exports it; talk, Colloquy's own, unless given. */
    readonly contract?: Contract<M>
  }

/**
 * A conversation with a server, over one connection after the other if it breaks off.
 * @interface
 */
export type Client<M extends Messages = Talk> = client.Client<M>

/** A conversation message as it was heard: with its id, and the id of ours that it answers, or 0. */
export type HeardMessage<In extends AnyMessage = Say> = engine.HeardMessage<In>

/** Handlers of a client. A message without one waits for an iterator. */
export type ClientHandlers<M extends Messages = Talk> = M['client']['handlers']

/** How a server listens, whom it asks for what, and what it does with what it hears. */
export interface ServerOptions<M extends Messages = Talk> extends Omit<server.ServerOptions<M>, 'contract'> {
  /** The contract, as a generated module exports it; talk, Colloquy's own, unless given. */
  readonly contract?: Contract<M>
}

/**
 * A server that listens.
 * @interface
 */
export type Server<M extends Messages = Talk> = server.Server<M>

/**
 * The other side of a server's conversation.
 * @interface
 */
export type ServerPeer<M extends Messages = Talk> = server.ServerPeer<M>

/** Handlers of a server. */
export type ServerHandlers<M extends Messages = Talk> = M['server']['handlers']

/** Without a contract the compiler takes `M` for talk. */
const orTalk = <M extends Messages>(contract: Contract<M> | undefined): Contract<M> =>
  contract === undefined ? (talk as Contract<Messages> as Contract<M>) : contract

/**
 * Connects, identifies, proves, and resolves when the conversation has begun. Rejects with a ColloquyError:
 * CANNOT_CONNECT, DENIED, WITHHELD, INSECURE_CHANNEL, ENDED, MALFORMED_MESSAGE, OTHER_BASE; with a RangeError or a TypeError for an
 * option that cannot be.
 */
export const connect = async <M extends Messages = Talk>(
  // Without options it is talk that is spoken, and no handler is asked for.
  options: ClientOptions<M> = {} as ClientOptions<M>,
): Promise<Client<M>> => {
  anObject('options', options)
  return client.connect({ ...options, contract: orTalk(options.contract) })
}

/**
 * Starts a server. Rejects with a ColloquyError: CANNOT_LISTEN, TOO_MANY_SESSIONS, CANNOT_HASH, BAD_CERTIFICATE, OTHER_BASE; with a RangeError
 * or a TypeError for an option that cannot be.
 */
export const createServer = async <M extends Messages = Talk>(
  options: ServerOptions<M>,
): Promise<Server<M>> => {
  anObject('options', options)
  return server.createServer({ ...options, contract: orTalk(options.contract) })
}
