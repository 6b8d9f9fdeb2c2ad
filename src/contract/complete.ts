import { type Message, type State, sides, type UncheckedContract } from './contract.ts'
import { maxBodyBytes } from './max-body-bytes.ts'
import { hasTurn, isSaidBy, sayable } from './turns.ts'
import { MAX_BODY_BYTES } from './units.ts'

/** Whether a state is converse, or stands in its place. */
const isWithinConverse = (state: string): boolean => state === 'converse' || state.startsWith('converse.')

/**
 * The contract with what it leaves unsaid. A conversation message that no state names may be said in each state within
 * converse, and leads nowhere. There, and in states with `inFlight`, a limit that is not given is computed.
 */
export const complete = (contract: UncheckedContract): UncheckedContract => {
  const named = new Set([
    ...contract.states.flatMap(({ says }) => [...says.keys()]),
    ...contract.anytime.map(({ message }) => message),
  ])
  const unnamed = contract.messages.filter(({ name, conversation }) => conversation && !named.has(name))
  const spoken = { ...contract, states: contract.states.map((state) => withUnnamed(state, unnamed)) }
  return { ...spoken, states: spoken.states.map((state) => withLimit(state, spoken)) }
}

const withUnnamed = (state: State, unnamed: readonly Message[]): State => {
  if (!isWithinConverse(state.name)) return state
  const here = unnamed.filter((message) =>
    sides.some((side) => hasTurn(state, side) && isSaidBy(message, side)),
  )
  return { ...state, says: new Map([...state.says, ...here.map(({ name }) => [name, state.name] as const)]) }
}

/** Whether a state may leave its limit to be computed. */
export const hasComputedLimit = ({ name, inFlight }: Pick<State, 'name' | 'inFlight'>): boolean =>
  inFlight || isWithinConverse(name)

// A limit of 0 was not given.
const withLimit = (state: State, contract: UncheckedContract): State => {
  if (state.maxBody > 0 || state.turn === 'nobody' || !hasComputedLimit(state)) return state
  const largest = largestIn(contract, state)
  return { ...state, maxBody: withRoom(largest === null ? 0 : maxBodyBytes(largest)) }
}

/** An eighth more, and at least 1 KiB, for fields of later versions. */
const withRoom = (bytes: number): number =>
  Math.min(MAX_BODY_BYTES, bytes + Math.max(1_024, Math.ceil(bytes / 8)))

/** The message with the largest body of those that may be said in a state; the first of several. */
export const largestIn = (contract: UncheckedContract, state: State): Message | null => {
  const names = new Set(sides.flatMap((side) => [...sayable(contract, state, side).keys()]))
  const [largest] = contract.messages
    .filter(({ name }) => names.has(name))
    .sort((a, b) => maxBodyBytes(b) - maxBodyBytes(a))
  return largest ?? null
}
