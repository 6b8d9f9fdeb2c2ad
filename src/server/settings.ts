import { nanoid } from 'nanoid'
import { contract as base, bounds } from '../../protocol/base/contract.ts'
import type { Messages } from '../codec/index.ts'
import {
  checkBase,
  checkConverse,
  firstFailureOnly,
  type Log,
  type Observer,
  type ServerEvent,
  shielded,
  shieldedObserver,
} from '../engine/index.ts'
import type { AnyPeer, Handlers } from '../engine/peer.ts'
import { compile, type Runtime } from '../engine/runtime.ts'
import { type Identity, identityOf } from '../identity.ts'
import { DEFAULT_HEARTBEAT_MS } from '../machines/index.ts'
import { memoryStore, type Store } from '../store/index.ts'
import { type Clock, systemClock } from '../transport/index.ts'
import { type LookingParts, lookingParts, looksFirst } from './arrivals.ts'
import type { IdentifyBy, Mode } from './context.ts'
import { type ServerOptions, serverOptions } from './options.ts'
import { Registration } from './registration.ts'
import { SourceLimits } from './sources/limits.ts'

const MODES: readonly Mode[] = ['auth', 'identify', 'echo']

const { min: MIN_HEARTBEAT_MS, max: MAX_HEARTBEAT_MS } = bounds.Heartbeat
const MAX_AGENT_BYTES = bounds['Welcome.server'].maxBytes

/** Options that are taken as they are given. */
type AsGiven = Pick<
  ServerOptions<Messages>,
  'host' | 'port' | 'fd' | 'path' | 'maxSessions' | 'greetKnown' | 'meter'
>

/** The options of a server, checked, with what is usual where one is not given. */
export interface ServerSettings extends AsGiven {
  readonly runtime: Runtime
  readonly mode: Mode
  readonly clock: Clock
  readonly store: Store
  /** The name of this server among those on the store. */
  readonly node: string
  readonly agent: string
  readonly heartbeatMs: number
  readonly identifyBy: IdentifyBy
  readonly insecurePassword: boolean
  /** Null: the server proves no key. */
  readonly identity: Identity | null
  readonly registration: Registration
  readonly limits: SourceLimits
  readonly converse: Handlers
  readonly hooks: Hooks
  readonly log: Log<ServerEvent>
  readonly observer: Observer | null
  readonly latencies: boolean
  /** Milliseconds since 1970. */
  readonly today: () => number
  /** The parts that look at a connection before it is a session, and whether they do. */
  readonly looking: LookingParts
  readonly looks: boolean
}

/** Functions of the program that hear of conversations. */
export interface Hooks {
  readonly began: ((peer: AnyPeer) => unknown) | undefined
  readonly gone: ((peer: AnyPeer) => unknown) | undefined
}

/** Checks the options, which untyped code may give, too. Throws as `createServer` rejects. */
export const settingsOf = <M extends Messages>(options: ServerOptions<M>): ServerSettings => {
  serverOptions('options', options)
  checkBase(options.contract, base)
  const runtime = compile(options.contract)
  const { mode = 'auth', clock = systemClock, store = memoryStore(), identifyBy = 'proof' } = options
  const { node = nanoid(), agent = 'colloquy', heartbeatMs = DEFAULT_HEARTBEAT_MS } = options
  if (!(Number.isInteger(heartbeatMs) && heartbeatMs >= MIN_HEARTBEAT_MS && heartbeatMs <= MAX_HEARTBEAT_MS))
    throw new RangeError(
      `heartbeatMs is a whole number from ${count(MIN_HEARTBEAT_MS)} to ${count(MAX_HEARTBEAT_MS)}.`,
    )
  if (Buffer.byteLength(agent) > MAX_AGENT_BYTES)
    throw new RangeError(`agent has at most ${MAX_AGENT_BYTES} bytes.`)
  // A mode that is mistyped must not be one that asks for no proof.
  if (!MODES.includes(mode)) throw new RangeError(`mode is one of ${MODES.join(', ')}.`)
  const registration = new Registration(options.registration)
  const limits = new SourceLimits(options.sources)
  checkConverse(options.converse, runtime.tables, 'server')
  if (identifyBy === 'certificate' && options.tls?.clientCa === undefined)
    throw new TypeError('identifyBy certificate needs tls.clientCa: who has issued them.')
  const { observer, identity, insecurePassword = false, latencies = false } = options
  return {
    ...options,
    runtime,
    mode,
    clock,
    store,
    node,
    agent,
    heartbeatMs,
    identifyBy,
    insecurePassword,
    identity: identity === undefined ? null : identityOf(identity),
    registration,
    limits,
    // The contract's tables judge what each handler gets.
    converse: options.converse as Handlers,
    // They hear of peers that speak the contract that was given.
    hooks: { began: options.began, gone: options.gone } as Hooks,
    log: shielded(options.log ?? firstFailureOnly('createServer')),
    observer: observer === undefined ? null : shieldedObserver(observer),
    latencies,
    today: () => Date.now(),
    looking: lookingParts(options),
    looks: looksFirst(options),
  }
}

const count = (number: number): string => number.toLocaleString('en')
