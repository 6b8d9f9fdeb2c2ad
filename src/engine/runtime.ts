import { contract } from '../../protocol/generated/contract.ts'
import type { ContractHash } from '../../protocol/generated/messages.ts'
import type { StateRow } from '../codec/index.ts'
import type { StateName } from '../machines/index.ts'

/** A side of the connection. */
export type Side = 'client' | 'server'

/** The contract's states, by their index. */
export const states: readonly StateRow[] = contract.states

/** Message numbers of a state's row: one above the highest. */
export const stride = Math.max(...contract.messages.map(({ number }) => number)) + 1

const indexOf = new Map<string, number>(contract.states.map(({ name }, index) => [name, index]))
const indexOfState = (name: StateName): number => indexOf.get(name) as number
const numberOf = new Map<string, number>(contract.messages.map(({ name, number }) => [name, number]))

const nameOf = new Map<number, string>(contract.messages.map(({ name, number }) => [number, name]))

/** What is not legal. */
export const ILLEGAL = -1

/** Where the conversation messages are said. */
export const CONVERSE = indexOfState('converse')

/** Where the client has said its last word. */
export const CLIENT_LEFT = indexOfState('close.client')

/** Where nothing is said any more. */
export const DONE = indexOfState('close.done')

/**
 * What a side may say, as one table: at `state * stride + number` the index of the next state, or ILLEGAL. The other
 * side hears by it.
 */
export const saidBy = (side: Side): Int8Array => {
  const table = new Int8Array(states.length * stride).fill(ILLEGAL)
  states.forEach((state, index) => {
    for (const [message, next] of Object.entries(state.says[side]))
      table[index * stride + (numberOf.get(message) as number)] = indexOf.get(next) as number
  })
  return table
}

/** By number: 1 for a conversation message. */
export const isConversation = new Uint8Array(stride)

/** By number: the event of having heard the message. */
export const heardEvent: string[] = new Array(stride).fill('')

for (const { name, number, conversation: messaging } of contract.messages) {
  isConversation[number] = messaging ? 1 : 0
  heardEvent[number] = `recv.${name}`
}

/** The name of a message by its number; of a number that the contract does not have, that. */
export const messageName = (number: number): string => nameOf.get(number) ?? String(number)

/** The name of a state by its index; offline for -1. */
export const stateName = (state: number): string => states[state]?.name ?? 'offline'

/** The other side. */
export const opposite = (side: Side): Side => (side === 'client' ? 'server' : 'client')

/** The version of the protocol that this program speaks. */
export const protocolVersion = contract.version

const { within, maxBody } = states[CONVERSE] as StateRow

/** The largest body of converse, in bytes. */
export const largestBody = maxBody

/** The heartbeats of silence after which converse ends; Infinity where its deadline is one of time. */
export const maxSilentHeartbeats =
  within !== null && 'heartbeats' in within ? within.heartbeats : Number.POSITIVE_INFINITY

/** The hash of the contract that this program was built from. */
export const contractHash = new Uint8Array(Buffer.from(contract.hash, 'hex')) as ContractHash
