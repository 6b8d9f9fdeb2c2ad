import type { KeyObject } from 'node:crypto'
import {
  aFlag,
  aFunction,
  aNumber,
  anObject,
  aText,
  having,
  listOf,
  objectOf,
  oneOf,
  optional,
  optionsOf,
  wholeFrom,
} from '../arguments.ts'
import type { Contract, Messages } from '../codec/index.ts'
import { aLog } from '../engine/events.ts'
import type { Log, Observer, ServerEvent } from '../engine/index.ts'
import { aPrivateKey } from '../identity.ts'
import type { Store, StoreFaultCode } from '../store/index.ts'
import { aClock, type Clock, type KeyedCertificate, tlsServerOptions } from '../transport/index.ts'
import type { ArrivingOptions } from './arrivals.ts'
import type { GreetKnown, IdentifyBy, Mode, ServerPeer } from './context.ts'
import type { Meter } from './metrics/meter.ts'
import type { ServerMetrics } from './metrics/snapshot.ts'
import type { SourceOptions } from './sources/options.ts'

/** How a server listens, whom it asks for what, and what it does with what it hears. */
export interface ServerOptions<M extends Messages> extends ArrivingOptions {
  /** The contract, as a generated module exports it. */
  readonly contract: Contract<M>
  /** 127.0.0.1 unless given. */
  readonly host?: string
  /** 7707 unless given; 0: any that is free. */
  readonly port?: number
  /** Listens on this descriptor, a TCP socket that was opened before, instead of host and port. */
  readonly fd?: number
  /** Listens on this socket in the file system, for this user alone, instead of on a port. */
  readonly path?: string
  /** auth unless given: clients give a name and prove it; identify: they give a name; echo: nobody is asked. */
  readonly mode?: Mode
  /** Where addresses, accounts and sessions are kept; in memory unless given. The server does not close it. */
  readonly store?: Store
  /** Handlers for what clients say, by message. One for no message of the contract is a TypeError. */
  readonly converse: NoInfer<M>['server']['handlers']
  /** A conversation has begun: called before its first message is handled. */
  readonly began?: (peer: ServerPeer<NoInfer<M>>) => unknown
  /** A conversation is over, and its connection gone. Called once for each that had begun. */
  readonly gone?: (peer: ServerPeer<NoInfer<M>>) => unknown
  /** Whether new names are taken; open unless given. */
  readonly registration?: 'open' | 'closed'
  /**
   * How clients are told apart in modes auth and identify; proof unless given. certificate: each has to come over TLS with one that `tls.clientCa`
   * accepts, and goes by its common name; nothing else is asked for.
   */
  readonly identifyBy?: IdentifyBy
  /**
   * Where the name that was last seen at an address is said to whoever comes from there; private unless given: on this machine and
   * in private networks, since many share an address of the internet.
   */
  readonly greetKnown?: GreetKnown
  /**
   * A private key of Ed25519, by which clients know the server again where there is no TLS: keep it, and give nobody a copy. Those
   * that have seen it say no secret to a server that cannot prove it.
   */
  readonly identity?: KeyObject
  /** Takes passwords and tokens from anywhere, readable by whoever listens on the way. */
  readonly insecurePassword?: boolean
  /**
   * Sessions at the same time; unless given the limit of open files less 80, or less what is open at the start and some
   * spare, if that is more. More get Fault OVERLOADED.
   */
  readonly maxSessions?: number
  /** The name of this server among those that share its store, 1 to 64 bytes; a random one unless given. */
  readonly node?: string
  /** Limits on what one source may take from others. */
  readonly sources?: SourceOptions
  /** 30,000 unless given; 1,000 to 600,000. */
  readonly heartbeatMs?: number
  /** The program's name in Welcome, at most 64 bytes. */
  readonly agent?: string
  /**
   * Hears what happens. An error of its own is told on standard error, once, and does no other harm. Without one the
   * first failure of this side is told there.
   */
  readonly log?: Log<ServerEvent>
  /**
   * Hears of every step, state, frame, message and ending, in the moment in which it happens; secrets are in it. An error
   * of its own is told on standard error, once, and does no other harm.
   */
  readonly observer?: Observer
  /**
   * Times handlers and proofs, looks at queues once a second, and watches the event loop, for `metrics`; false unless given. All else is
   * counted in any case, and costs a message nothing.
   */
  readonly latencies?: boolean
  /**
   * A Meter of @opentelemetry/api, which reads the same as `metrics` gives whenever it collects, under names such as
   * `colloquy.messages_heard`. Latencies are measured then.
   */
  readonly meter?: Meter
  readonly clock?: Clock
}

/** Checks options but for those that have a rule of their own. */
export const serverOptions = optionsOf({
  host: optional(aText),
  port: optional(aNumber),
  fd: optional(wholeFrom(0)),
  path: optional(aText),
  store: optional(objectOf({ addresses: anObject, accounts: anObject, sessions: anObject })),
  began: optional(aFunction),
  gone: optional(aFunction),
  identifyBy: optional(oneOf(['proof', 'certificate'])),
  greetKnown: optional(oneOf(['private', 'all', 'none'])),
  identity: optional(aPrivateKey),
  insecurePassword: optional(aFlag),
  maxSessions: optional(wholeFrom(0)),
  node: optional(aText),
  sources: optional(anObject),
  agent: optional(aText),
  log: optional(aLog),
  observer: optional(anObject),
  latencies: optional(aFlag),
  meter: optional(
    having(
      'a Meter of @opentelemetry/api',
      'createObservableCounter',
      'createObservableGauge',
      'createHistogram',
    ),
  ),
  clock: optional(aClock),
  tls: optional(tlsServerOptions),
  proxyFrom: optional(listOf(aText)),
})

/** A server that listens. */
export interface Server<M extends Messages> {
  /** The address, or the path of a socket in the file system. */
  readonly host: string
  /** 0 for a socket in the file system. */
  readonly port: number
  /** Those with whom a conversation is had now, those included whose connection broke off and who may come to go on. */
  readonly peers: Iterable<ServerPeer<M>>
  /**
   * READY while it takes whoever comes, DRAINING while it stops; else the fault that the store cannot be read for (looked at in mode
   * auth, every 2 s).
   */
  readonly readiness: 'READY' | 'DRAINING' | StoreFaultCode
  /** Figures of what it does and has done: reads off every connection, so ask once a second at most. */
  metrics(): ServerMetrics
  /** Takes new names from now on, or takes none. Throws a RangeError for another word. */
  setRegistration(state: 'open' | 'closed'): void
  /**
   * Has other limits on sources from now on, those that are not given being what they are by default: for whoever comes, and rates
   * for conversations that begin. Throws a RangeError that names the option for one that cannot be, and changes nothing.
   */
  setSources(sources: SourceOptions): void
  /**
   * Shows another certificate over TLS from now on; conversations go on. Throws a ColloquyError, BAD_CERTIFICATE, and
   * changes nothing, where it cannot be used; a TypeError where the server speaks no TLS.
   */
  renewCertificate(certificate: KeyedCertificate): void
  /**
   * Stops listening, says Bye(SHUTTING_DOWN) to everybody, and resolves when all have gone, at most `withinMs` (5,000;
   * Infinity: however long that takes). Rejects with a RangeError, and goes on, if that is NaN or negative.
   */
  close(withinMs?: number): Promise<void>
}
