import { randomBytes } from 'node:crypto'
import { contract as base, bounds } from '../../protocol/base/contract.ts'
import type { AskName } from '../../protocol/base/messages.ts'
import type { AnyOf, Contract, Messages } from '../codec/index.ts'
import { addAbortListener, removeAbortListener } from '../engine/abort-listeners.ts'
import type { KnownByeReason } from '../engine/codes.ts'
import {
  ask,
  type ClientEvent,
  ColloquyError,
  checkBase,
  checkConverse,
  type Ending,
  FlushScheduler,
  firstFailureOnly,
  type HeardMessage,
  type Log,
  type Observer,
  type Peer,
  say,
  shielded,
  shieldedObserver,
  stream,
} from '../engine/index.ts'
import type { Handlers } from '../engine/peer.ts'
import { compile } from '../engine/runtime.ts'
import { type Clock, systemClock, type TlsClientOptions } from '../transport/index.ts'
import type { EndedConversation } from './config.ts'
import { type Credentials, demandsProof, type Prover } from './credentials.ts'
import { checkedKnownServer, type KnownServer, knownInMemory } from './known-server.ts'
import { opener } from './opening.ts'
import { clientOptions } from './options.ts'
import type { OwnSession } from './own-sessions.ts'
import { ClientSession } from './session.ts'

/** The handlers of a client for what the server says, by message: one for no message of the contract is a TypeError. */
export type ClientHandlersOption<Handlers extends object> = object extends Handlers
  ? {
      /**
       * Messages without a handler wait for `for await`; reading waits when too many do. Where the server asks, there must
       * be handlers that answer.
       */
      readonly converse?: Handlers
    }
  : {
      readonly converse: Handlers
    }

/** Where a client connects to, who it is, and what it does with what it hears. */
export type ClientOptions<M extends Messages> = ClientSettings &
  ClientHandlersOption<NoInfer<M>['client']['handlers']> & {
    /** The contract, as a generated module exports it. */
    readonly contract: Contract<M>
  }

/** Where a client connects to, and who it is. */
export interface ClientSettings {
  /** 127.0.0.1 unless given. */
  readonly host?: string
  /** 7707 unless given. */
  readonly port?: number
  /** Connects to this socket in the file system, instead of host and port. */
  readonly path?: string
  /**
   * The name to give where the server asks for one; the name of the credentials unless given. A function gives it,
   * or null; `unwanted` aborts when it is not wanted any more.
   */
  readonly name?: string | ((asked: AskName, unwanted: AbortSignal) => Promise<string | null>)
  /** The proof, or the function that is asked for one. */
  readonly credentials?: Credentials | Prover
  /**
   * Whether a server that asks for no proof is refused (ENDED, with a Fault UNAUTHORIZED of ours). Unless given: where
   * the credentials are a prover or hold one, a password or `register`. A name and kept tokens are offers, taken or not.
   * Once a proof was accepted, no later connection goes on without one, whatever is given here.
   */
  readonly requireProof?: boolean
  /** Hears of each conversation that is over, the last one included: which of its messages may not have arrived. */
  readonly ended?: (conversation: EndedConversation) => void
  /** Whether to connect again when a conversation breaks off; true unless given. */
  readonly reconnect?: boolean
  /**
   * Connects over TLS 1.3 alone. true: the certificate is to be issued for this host by somebody whom Node knows. A server that
   * nobody vouches for is connected to where `knownServer` knows or trusts its key.
   */
  readonly tls?: boolean | TlsClientOptions
  /**
   * Where the keys of this server are remembered; unless given for as long as the client lives. A server whose own key was
   * seen, and that cannot prove it, gets neither password nor token.
   */
  readonly knownServer?: KnownServer
  /** Sends passwords and tokens anywhere, readable by whoever listens on the way. */
  readonly insecurePassword?: boolean
  /** The program's name in Hello, at most 64 bytes. */
  readonly agent?: string
  /** Milliseconds to wait for a connection; 10,000 unless given, Infinity: as long as the system waits. */
  readonly connectWithinMs?: number
  /**
   * Hears what happens. An error of its own is told on standard error, once, and does no other harm. Without one the
   * first failure of this side is told there.
   */
  readonly log?: Log<ClientEvent>
  /**
   * Hears of every step, state, frame, message and ending, in the moment in which it happens; secrets are in it. An error
   * of its own is told on standard error, once, and does no other harm.
   */
  readonly observer?: Observer
  /** Says Bye, or stops connecting, when it aborts. */
  readonly signal?: AbortSignal
  /** Ends it at once when it aborts: no answer to our Bye is waited for. */
  readonly abandon?: AbortSignal
  readonly clock?: Clock
}

/** A conversation with a server, over one connection after the other if it breaks off. */
export interface Client<M extends Messages>
  extends Omit<Peer<M['client'], M['server']>, 'bye'>,
    AsyncIterable<HeardMessage<AnyOf<M['server']['says']>>> {
  /** Says Bye, DONE unless given, and resolves when the connection is gone. Rejects with a RangeError for no reason of the contract. */
  bye(reason?: KnownByeReason): Promise<void>
  /**
   * Says Logout, which revokes the token here (`everywhere`: all tokens of the account), and resolves as `bye`. Rejects
   * with a RangeError for what is no boolean.
   */
  logout(everywhere?: boolean): Promise<void>
  /**
   * The sessions of the own account, at most 256, those that were used last first. Rejects with a ColloquyError: ENDED,
   * NO_ACCOUNT where no proof was given, UNAVAILABLE. Asked again where a conversation goes on over another connection.
   */
  sessions(): Promise<readonly OwnSession[]>
  /**
   * Ends a session of the own account, by its id: its token is good for nothing, and its conversations hear Bye(LOGGED_OUT), this
   * one too, if it is its own. False: the account has none with that id. Rejects as `sessions`; with a RangeError for an id
   * that no session can have.
   */
  revokeSession(id: string): Promise<boolean>
  /**
   * Resolves when a conversation goes on: at once, or when the next one begins after one broke off. Rejects, as
   * `for await` does, with why none will: `failure`, or a ColloquyError with the code ENDED.
   */
  ready(): Promise<void>
  /** Connects at once, should the next connection be waited for. */
  connectNow(): void
  /** Resolves with how it ended when nothing follows any more; null if there was no connection. */
  readonly over: Promise<Ending | null>
  /**
   * Why nothing follows, if a proof was refused or could not be given after a conversation broke off: a ColloquyError
   * (DENIED, WITHHELD, INSECURE_CHANNEL), or what a prover or a keeper of tokens threw. null: the ending says it.
   */
  readonly failure: Error | null
}

const NONCE_BYTES = 32

const MAX_AGENT_BYTES = bounds['Hello.agent'].maxBytes

/**
 * Connects, identifies, proves, and resolves when the conversation has begun. Rejects with a ColloquyError:
 * CANNOT_CONNECT, DENIED, WITHHELD, INSECURE_CHANNEL, ENDED, MALFORMED_MESSAGE, OTHER_BASE; with a RangeError or a TypeError for an
 * option that cannot be, or an answer of the program's that cannot.
 */
export const connect = async <M extends Messages>(options: ClientOptions<M>): Promise<Client<M>> => {
  clientOptions('options', options)
  checkBase(options.contract, base)
  const runtime = compile(options.contract)
  const { host = '127.0.0.1', port = 7707, clock = systemClock, connectWithinMs = 10_000 } = options
  const { agent = 'colloquy', converse = {} } = options
  const knownServer = checkedKnownServer(options.knownServer ?? knownInMemory())
  const tls = options.tls === true ? {} : options.tls || null
  if (Buffer.byteLength(agent) > MAX_AGENT_BYTES)
    throw new RangeError(`agent has at most ${MAX_AGENT_BYTES} bytes.`)
  checkConverse(converse, runtime.tables, 'client')
  const caller = new ClientSession({
    runtime,
    open: opener({
      host,
      port,
      path: options.path ?? null,
      timeoutMs: connectWithinMs,
      clock,
      tls,
      knownServer,
    }),
    knownServer,
    nonce: () => randomBytes(NONCE_BYTES),
    name: options.name ?? null,
    credentials: options.credentials ?? null,
    requireProof:
      options.requireProof ?? (options.credentials !== undefined && demandsProof(options.credentials)),
    // The contract's tables judge what each handler gets.
    converse: converse as Handlers,
    ...(options.ended === undefined ? {} : { ended: options.ended }),
    reconnect: options.reconnect ?? true,
    insecurePassword: options.insecurePassword ?? false,
    agent,
    clock,
    scheduler: new FlushScheduler(),
    ...(options.observer === undefined ? {} : { observer: shieldedObserver(options.observer) }),
    log: shielded(options.log ?? firstFailureOnly('connect')),
    random: Math.random,
  })
  const { signal, abandon } = options
  const leave = (): void => caller.bye()
  const leaveAtOnce = (): void => caller.abandon()
  if (signal?.aborted === true || abandon?.aborted === true)
    throw new ColloquyError(
      { code: 'ABORTED' },
      'The signal had aborted before; connect again when it is wanted.',
    )
  if (signal !== undefined) addAbortListener(signal, leave)
  if (abandon !== undefined) addAbortListener(abandon, leaveAtOnce)
  void caller.over.then(() => {
    if (signal !== undefined) removeAbortListener(signal, leave)
    if (abandon !== undefined) removeAbortListener(abandon, leaveAtOnce)
  })
  caller.start()
  await caller.begun
  return conversationOf<M>(caller)
}

/** The tables have judged what the server says, which the compiler cannot follow: to it these messages are any. */
const conversationOf = <M extends Messages>(caller: ClientSession): Client<M> => ({
  get session() {
    return caller.messaging?.session ?? caller.session
  },
  get version() {
    return caller.version
  },
  get name() {
    return caller.name
  },
  get remote() {
    return caller.remote
  },
  get counts() {
    return caller.counts
  },
  get failure() {
    return caller.failure
  },
  over: caller.over,
  ready: () => caller.ready(),
  connectNow: () => caller.connectNow(),
  say: (message) => say(caller, message),
  ask: (message, options) => ask(caller, message, options) as Promise<never>,
  stream: (message, options) => stream(caller, message, options) as never,
  bye: async (reason?: KnownByeReason) => {
    caller.bye(reason)
    await caller.over
  },
  logout: async (everywhere = false) => {
    caller.logout(everywhere)
    await caller.over
  },
  sessions: () => caller.sessions.list(),
  revokeSession: (id) => caller.sessions.revoke(id),
  [Symbol.asyncIterator]: () => ({ next: () => caller.inbox.next() as Promise<never> }),
})
