import { type Side, type State, sides, type UncheckedContract } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import { circles, type Graph, reachable, reversed, sources } from '../graph.ts'
import type { Places } from '../places.ts'
import { hasTurn, isSaidBy, sayable } from '../turns.ts'

/**
 * That conversations can go everywhere and end: whoever has the turn can speak, no state is out of reach or a trap, no
 * message is never said.
 */
export const checkFlow = (contract: UncheckedContract, places: Places): readonly Flaw[] => {
  const silent = checkTurns(contract, places)
  if (silent.length > 0) return silent
  const traps = checkExits(contract, places)
  return [
    ...checkReach(contract, places),
    ...traps,
    ...(traps.length > 0 ? [] : checkEnds(contract, places)),
    ...checkSaid(contract, places),
  ]
}

// A message that may be said at any time is no reason to have the turn.
const checkTurns = (contract: UncheckedContract, places: Places): readonly Flaw[] =>
  contract.states.flatMap((state): readonly Flaw[] => {
    const says = contract.messages.filter(({ name }) => state.says.has(name))
    const silent = sides.find(
      (side) => hasTurn(state, side) && !says.some((message) => isSaidBy(message, side)),
    )
    if (silent === undefined) return []
    return [
      {
        place: places.ofValue(['states', state.name, 'turn']),
        rule: 'TURN_EMPTY',
        message: `The ${silent} has nothing to say here.`,
      },
    ]
  })

// Only the states that the other ones out of reach come from are told.
const checkReach = (contract: UncheckedContract, places: Places): readonly Flaw[] => {
  const graph: Graph = new Map(
    contract.states.map((state) => [
      state.name,
      sides.flatMap((side) => [...sayable(contract, state, side).values()]),
    ]),
  )
  const reached = reachable(
    graph,
    contract.states.slice(0, 1).map(({ name }) => name),
  )
  const lost = contract.states.map(({ name }) => name).filter((name) => !reached.has(name))
  return sources(graph, lost).map((name) => ({
    place: places.ofKey(['states', name]),
    rule: 'STATE_UNREACHABLE',
    message: `Nothing leads to ${quote(name)}.`,
  }))
}

const checkExits = (contract: UncheckedContract, places: Places): readonly Flaw[] =>
  contract.states
    .filter((state) => state.turn !== 'nobody' && exits(contract, state).length === 0)
    .map(({ name }) => ({
      place: places.ofKey(['states', name]),
      rule: 'STATE_NO_WAY_OUT',
      message: `No word of whoever has the turn leaves ${quote(name)}.`,
    }))

/**
 * The regular ways out of a state: its own says and, in a conversation (both sides have the turn), a farewell: an anytime
 * message that leads to an open state, where the other side still answers. Breaking off is none, or every state would
 * have one.
 */
const exits = (contract: UncheckedContract, state: State): readonly string[] =>
  [...state.says.values(), ...(state.turn === 'both' ? farewells(contract) : [])].filter(
    (next) => next !== state.name,
  )

/** The open states to which a word leads that may be said at any time. */
const farewells = (contract: UncheckedContract): readonly string[] => {
  const isOpen = (name: string): boolean =>
    contract.states.some((s) => s.name === name && s.turn !== 'nobody')
  return contract.anytime.flatMap(({ message, next }) =>
    sides
      .filter((side) => contract.messages.some((m) => m.name === message && isSaidBy(m, side)))
      .map((side) => next[side])
      .filter(isOpen),
  )
}

/** The states of circles in which each side has the turn somewhere. */
const takingTurns = ({ states }: UncheckedContract): ReadonlySet<string> => {
  const graph: Graph = new Map(states.map(({ name, says }) => [name, [...says.values()]]))
  const turns = (side: Side): ReadonlySet<string> =>
    new Set(states.filter((state) => hasTurn(state, side)).map(({ name }) => name))
  const turnsOf = sides.map(turns)
  return new Set(
    circles(graph)
      .filter((circle) => turnsOf.every((turn) => circle.some((name) => turn.has(name))))
      .flat(),
  )
}

// Of the states that lead to no end, the last of each chain is told.
const checkEnds = (contract: UncheckedContract, places: Places): readonly Flaw[] => {
  const inTurn = takingTurns(contract)
  const graph: Graph = new Map(
    contract.states.map((state) => [
      state.name,
      // Sides that ask and answer in turn may do so until one of them leaves.
      inTurn.has(state.name) ? [...exits(contract, state), ...farewells(contract)] : exits(contract, state),
    ]),
  )
  const back = reversed(graph)
  const ends = contract.states.filter(({ turn }) => turn === 'nobody').map(({ name }) => name)
  const ending = reachable(back, ends)
  const endless = contract.states.map(({ name }) => name).filter((name) => !ending.has(name))
  return sources(back, endless).map((name) => ({
    place: places.ofKey(['states', name]),
    rule: 'END_UNREACHABLE',
    message: `From ${quote(name)} no end is reached.`,
  }))
}

// In an inFlight state everything a side ever says is heard: that is no place to say it for the first time.
const checkSaid = (contract: UncheckedContract, places: Places): readonly Flaw[] => {
  const said = new Set(
    contract.states.flatMap((state) =>
      sides.flatMap((side) => [...sayable(contract, { ...state, inFlight: false }, side).keys()]),
    ),
  )
  return contract.messages
    .filter(({ name }) => !said.has(name))
    .map(({ name }) => ({
      place: places.ofKey(['messages', name]),
      rule: 'MESSAGE_NEVER_SAID',
      message: `No state lets anybody say ${quote(name)}.`,
    }))
}
