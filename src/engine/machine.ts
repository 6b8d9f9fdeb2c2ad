import type { AnyStateMachine } from 'xstate'
import { is, isObject } from '../arguments.ts'
import type { KnownByeReason, KnownFaultCode } from './codes.ts'

/** A message as a machine of any contract says it: the name of a message, and what may stand beside it. */
export interface MessageRef {
  readonly type: string
}

/** A message as a machine on the base says it: a Fault by its code, a Bye by its reason, all else by name. */
export interface OutgoingMessage extends MessageRef {
  readonly code?: KnownFaultCode
  readonly reason?: KnownByeReason
}

/** The events that actors end with, by the name of the actor. */
export type Outcomes = { readonly [actor: string]: readonly string[] }

/** The exports of a module whose machine is run, verified and drawn. */
export interface MachineModule {
  /** Has no context and no guards. Each state's `meta.contract` names the contract's state, or `offline`. */
  readonly machine: AnyStateMachine
  readonly outcomes: Outcomes
  /** The events that a person or program may cause at any time. */
  readonly prompts: readonly string[]
  /** Outcomes by the message that tells of them: it is said on each of these, and on no other outcome. */
  readonly means?: Readonly<Record<string, readonly string[]>>
  /** Actions and actors by an event: one of them is performed, or begins, whenever that happens where it may. */
  readonly does?: Readonly<Record<string, readonly string[]>>
  /** Parts that are there though they are never used, by the rule that would warn of them. */
  readonly allowed?: Readonly<Record<string, readonly string[]>>
  /** Milliseconds that its delays count for a heartbeat; 30,000 unless given. */
  readonly heartbeatMs?: number
}

/** Checks a module that was given. What its machine may not have is told by verification. */
export const aMachineModule = is(
  'a module that exports machine, outcomes and prompts',
  (value) =>
    isObject(value) && isObject(value.machine) && isObject(value.outcomes) && Array.isArray(value.prompts),
)

/** The heartbeat that the delays of a machine count with unless its module says another. */
export const DEFAULT_HEARTBEAT_MS = 30_000
