import { ByeReasonNumber, FaultCodeNumber } from '../../protocol/base/contract.ts'
import type { ByeReason, FaultCode } from '../../protocol/base/messages.ts'
import { is, isObject } from '../arguments.ts'
import type { ContractTables } from '../codec/types.ts'
import type { OutgoingMessage, StateName } from './types.ts'

/** Checks the tables of a contract. */
export const theTables = is(
  'the tables of a contract, as a generated file exports them',
  (value) => isObject(value) && Array.isArray(value.messages) && Array.isArray(value.states),
)

/** The action that speaks. Its `params` are data: the driver writes the message. */
export interface Say {
  readonly type: 'say'
  readonly params: OutgoingMessage
}

/** Says a message that the driver fills in. */
export const say = (type: string): Say => ({ type: 'say', params: { type } })

/** Says what went wrong. */
export const fault = (code: FaultCode): Say => ({ type: 'say', params: { type: 'Fault', code } })

/** Says the last word. */
export const bye = (reason: ByeReason): Say => ({ type: 'say', params: { type: 'Bye', reason } })

/** The heartbeat unless a server is told another: deadlines in heartbeats are drawn and verified with it. */
export const DEFAULT_HEARTBEAT_MS = 30_000

/**
 * The deadlines of the contract's states in milliseconds, for `after`. The driver measures the silence of converse
 * with the heartbeat that was agreed.
 */
export const deadlinesOf = ({ states }: ContractTables): Readonly<Record<StateName, number>> =>
  // The contract has all states of the base, and maybe others.
  Object.fromEntries(
    states.map(({ name, within }) => [
      name,
      within === null ? 0 : 'ms' in within ? within.ms : within.heartbeats * DEFAULT_HEARTBEAT_MS,
    ]),
  ) as Readonly<Record<StateName, number>>

/** The values of an enum of the contract, by their numbers. */
const valuesOf = <V extends string>(numbers: Readonly<Record<V, number>>): readonly V[] =>
  Object.keys(numbers) as V[]

const faultCodes = valuesOf(FaultCodeNumber)
const byeReasons = valuesOf(ByeReasonNumber)

type On<K extends string, T> = { readonly [key in K]: T }

const forEach = <K extends string, T>(keys: readonly K[], make: (key: K) => T): On<K, T> =>
  Object.fromEntries(keys.map((key) => [key, make(key)])) as On<K, T>

/** Every breach is answered with the Fault of its code, and ends the conversation. */
export const refusing = forEach(
  faultCodes.map((code) => `refuse.${code}` as const),
  (event) => ({ target: '.close.done', actions: fault(event.slice('refuse.'.length) as FaultCode) }),
)

/** The prompts that end a conversation. */
export const byeEvents = byeReasons.map((reason) => `bye.${reason}` as const)

/** The side that ends the conversation says Bye and waits for the other's. */
export const leaving = <T extends string>(target: T) =>
  forEach(byeEvents, (event) => ({ target, actions: bye(event.slice('bye.'.length) as ByeReason) }))
