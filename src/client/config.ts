import type { AskName } from '../../protocol/base/messages.ts'
import type { SharedParts } from '../engine/connection.ts'
import type { Ending } from '../engine/ending.ts'
import type { ClientEvent, Log } from '../engine/events.ts'
import type { Handlers, MessageCounts } from '../engine/peer.ts'
import type { Runtime } from '../engine/runtime.ts'
import type { Credentials, Prover } from './credentials.ts'
import type { KnownServer } from './known-server.ts'
import type { Open } from './opening.ts'

/** A conversation that is over. Its ids count from 1; in the next one they begin again. */
export interface EndedConversation extends MessageCounts {
  readonly ending: Ending
  /** Whether the client connects again. */
  readonly again: boolean
  /**
   * The highest of our ids that is known to have arrived: acknowledged, answered, or said before a Bye that the other
   * side has answered. Of the messages above it, up to `written`, nobody knows.
   */
  readonly arrived: number
  /**
   * The highest of our ids that was given to a connection. The messages above it, up to `said`, waited for one: they have
   * certainly not arrived.
   */
  readonly written: number
}

/** The settings and parts that a client's conversations stand on. */
export interface ClientConfig extends SharedParts {
  readonly runtime: Runtime
  readonly open: Open
  readonly knownServer: KnownServer
  /** 32 random bytes, others each time. */
  readonly nonce: () => Uint8Array
  readonly name: string | ((asked: AskName, unwanted: AbortSignal) => Promise<string | null>) | null
  readonly credentials: Credentials | Prover | null
  /** Whether a server that asks for no proof is refused. */
  readonly requireProof: boolean
  readonly converse: Handlers
  /** Hears of each conversation that is over. */
  readonly ended?: (conversation: EndedConversation) => void
  readonly reconnect: boolean
  readonly insecurePassword: boolean
  readonly agent: string
  readonly log: Log<ClientEvent>
  /** 0 to 1. */
  readonly random: () => number
}
