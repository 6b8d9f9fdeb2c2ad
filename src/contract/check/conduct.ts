import { type Contract, type Side, type State, sides } from '../contract.ts'
import { crossingsOf, sidesWithoutRefusal } from '../crossing.ts'
import { type Flaw, quote } from '../failure.ts'
import type { WrittenContract } from '../model.ts'
import type { Places } from '../places.ts'
import { hasTurn, isSaidBy, sayable, sayableAnew } from '../turns.ts'

/**
 * That a contract which loads can be kept well by two machines: crossing messages meet again, last words are waited for,
 * silence can be broken, and everything can be refused. Nobody need mend it to load it.
 */
export const checkConduct = (
  written: WrittenContract,
  contract: Contract,
  places: Places,
): readonly Flaw[] => [
  ...checkCrossings(contract, places),
  ...checkFarewells(contract, places),
  ...checkInFlight(contract, places),
  ...checkSilence(contract, places),
  ...checkRefusals(contract, places),
  ...checkTargets(written, places),
]

const placeOf = (places: Places, state: string): Flaw['place'] => places.ofKey(['states', state])

/** Messages that cross a last word; where that takes in nothing, they are told of with it. */
const checkCrossings = (contract: Contract, places: Places): readonly Flaw[] => {
  const deaf = new Set(deafFarewells(contract).map(({ message }) => message))
  return crossingsOf(contract)
    .filter(({ messages }) => sides.every((side) => !deaf.has(messages[side])))
    .map(({ state, messages: { client, server }, ends }) => ({
      place: placeOf(places, state),
      rule: 'CROSSING_DIFFERS',
      message: `In ${quote(state)} ${client} and ${server} may cross: the client comes to ${ends.client ?? 'nowhere'}, the server to ${ends.server ?? 'nowhere'}.`,
    }))
}

interface Farewell {
  readonly message: string
  readonly side: Side
  readonly to: string
}

/** Words that may be said at any time and lead to a state in which what was in flight is not heard. */
const deafFarewells = (contract: Contract): readonly Farewell[] =>
  contract.anytime.flatMap(({ message, next }) =>
    sides
      .filter((side) => contract.messages.some((one) => one.name === message && isSaidBy(one, side)))
      .filter((side) =>
        contract.states.some(
          ({ name, turn, inFlight }) => name === next[side] && turn !== 'nobody' && !inFlight,
        ),
      )
      .map((side) => ({ message, side, to: next[side] })),
  )

const checkFarewells = (contract: Contract, places: Places): readonly Flaw[] =>
  deafFarewells(contract).map(({ message, side, to }) => ({
    place: places.ofKey(['anytime', message]),
    rule: 'LAST_WORD_NOT_IN_FLIGHT',
    message: `${quote(message)} of the ${side} leads to ${quote(to)}, which takes in nothing that was in flight.`,
  }))

const checkInFlight = (contract: Contract, places: Places): readonly Flaw[] =>
  contract.states
    .filter((state) => state.inFlight && !hasLastWord(contract, state))
    .map(({ name }) => ({
      place: places.ofKey(['states', name, 'inFlight']),
      rule: 'IN_FLIGHT_IDLE',
      message: `No last word leads to ${quote(name)}.`,
    }))

/** Whether a word of the side that has no turn in a state leads there from another. */
const hasLastWord = (contract: Contract, state: State): boolean =>
  contract.states
    .filter(({ name }) => name !== state.name)
    .some((from) =>
      sides
        .filter((side) => !hasTurn(state, side))
        .some((side) => [...sayableAnew(contract, from, side).values()].includes(state.name)),
    )

const checkSilence = (contract: Contract, places: Places): readonly Flaw[] =>
  contract.states.flatMap((state) => {
    const { within } = state
    if (within === null || 'ms' in within) return []
    return sides
      .filter((side) => hasTurn(state, side))
      .filter((side) => ![...sayable(contract, state, side).values()].includes(state.name))
      .map((side) => ({
        place: places.ofValue(['states', state.name, 'within']),
        rule: 'SILENCE_UNBROKEN' as const,
        message: `The ${side} has nothing to say in ${quote(state.name)} that keeps it there.`,
      }))
  })

const checkRefusals = (contract: Contract, places: Places): readonly Flaw[] =>
  sidesWithoutRefusal(contract).map((side) => ({
    place: contract.anytime.length === 0 ? places.ofValue([]) : places.ofKey(['anytime']),
    rule: 'REFUSAL_MISSING',
    message: `The ${side} has no word that ends everything.`,
  }))

const checkTargets = (written: WrittenContract, places: Places): readonly Flaw[] =>
  Object.entries(written.anytime ?? {}).flatMap(([name, next]) => {
    const from = written.messages[name]?.from
    return typeof next === 'string' || from === undefined || from === 'both'
      ? []
      : Object.keys(next)
          .filter((side) => side !== from)
          .map((side) => ({
            place: places.ofKey(['anytime', name, side]),
            rule: 'TARGET_UNSAID' as const,
            message: `The ${side} never says ${quote(name)}.`,
          }))
  })
