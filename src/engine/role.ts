import type { AnyMessage } from '../codec/index.ts'
import type { KnownByeReason, KnownFaultCode } from './codes.ts'
import type { Ending } from './ending.ts'
import type { RunnerOwner } from './machine-runner.ts'
import type { Messaging } from './messaging.ts'
import type { Handlers } from './peer.ts'

/** Why something is refused. */
export interface Refusal {
  readonly code: KnownFaultCode
  readonly detail?: string
  readonly retryAfterMs?: number
  /** The number of the message that it answers. */
  readonly offending?: number
}

/** The control messages of a side, by their fields. */
export interface Handshake {
  /** Fills in a message that the machine says by name. */
  buildMessage(type: string): AnyMessage
  /** Takes a legal control message before the machine steps. A refusal ends it instead. */
  receive(message: AnyMessage): Refusal | null
}

/** A conversation that goes on over another connection than the one in which it began. */
export interface Continuation {
  readonly messaging: Messaging
  /** The highest of our ids that the other side has received. */
  readonly received: number
}

/** One side's work beyond its machine: all that belongs to a contract and its program, and not to the engine. */
export interface Role extends RunnerOwner {
  /** The session as the server named it in Welcome. */
  readonly session: string
  /** The version of the contract that both sides speak; 0 before that is known. */
  readonly version: number
  /** The name that was granted or greeted; null where nobody is identified. */
  readonly name: string | null
  /** The handlers of conversation messages, by type. */
  readonly converse: Handlers
  /**
   * Takes note of a message of so many bytes that was heard in the conversation. Gives the milliseconds for which nothing more
   * is read, so that the other side keeps to its rate. Absent or null where there is no rate.
   */
  readonly pace?: ((bytes: number) => number) | null
  /** Whether reading must wait for the program. */
  readonly backpressured: boolean
  /** The id of the oldest message that is kept for the program, or 0. */
  readonly oldestKept: number
  readonly handshake: Handshake
  /** Whether what is said in the conversation is kept until it is acknowledged, so that it can go on after a connection. */
  readonly keepsSaid: boolean
  /** The conversation that goes on when the next one would begin; null: a new one begins. */
  readonly continuation: Continuation | null
  /** Whether a conversation that leaves its connection so may go on over another one. */
  mayGoOn(ending: Ending): boolean
  /**
   * Takes a control message of converse that leads nowhere, and is not the engine's. A refusal ends it. Absent: none is taken.
   */
  readonly hear?: (message: AnyMessage) => Refusal | null
  /** The conversation begins: called before its first message is heard. */
  began(): void
  /** Takes a conversation message that has no handler. */
  keep(message: AnyMessage, id: number, re: number, bytes: number): void
  /** Ends the conversation. */
  bye(reason?: KnownByeReason): void
  /** The connection is gone. Called once for each. */
  gone(ending: Ending): void
}
