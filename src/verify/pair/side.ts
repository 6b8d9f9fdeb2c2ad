import { opposite, type Side } from '../../contract/index.ts'
import { type ContractIndex, offline } from '../contract-index.ts'
import type { StateGraph, Transition } from '../graph/state-graph.ts'

/** What a machine may do in a configuration of both, with messages as numbers. */
export interface PairStep {
  readonly side: Side
  readonly leap: Transition
  /** The index of the spot. */
  readonly to: number
  readonly says: readonly number[]
  /** Whether it brings the conversation on: no deadline, no failure, nobody who leaves. */
  readonly helps: boolean
  /** Whether the conversation does not end in peace any more. */
  readonly breaks: boolean
  /** Whether it is no part of a way to the end, for it may never happen. */
  readonly fails: boolean
}

/** A machine as the pair of both is explored with it. */
export interface PairSide {
  readonly role: StateGraph
  readonly start: PairStep
  readonly spots: readonly PlayerSpot[]
}

export interface PlayerSpot {
  /** Nothing is said and nothing is heard here any more: the conversation is over, or there is no connection. */
  readonly ended: boolean
  readonly offline: boolean
  /** By the number of the message; null where the contract does not let it be heard. */
  readonly hears: readonly (PairStep | null)[]
  /** The stream of the other side has ended. */
  readonly loss: PairStep
  readonly others: readonly PairStep[]
}

export const pairSideOf = (role: StateGraph, law: ContractIndex): PairSide => {
  const numbers = new Map(law.contract.messages.map(({ name }, number) => [name, number]))
  const moveOf = (leap: Transition, from: string): PairStep => ({
    side: role.side,
    leap,
    to: leap.to.index,
    // What the contract does not know is found without the other side.
    says: leap.says.flatMap((name) => numbers.get(name) ?? []),
    helps: helps(leap, from, law),
    breaks:
      leap.says.some((name) => law.isBreaking(name)) ||
      (leap.cause === 'hear' && law.isBreaking(leap.event.slice('recv.'.length))) ||
      (law.isEnded(leap.to.state) && !law.isEnded(from) && unasked.has(leap.cause)),
    fails: leap.cause === 'refusal',
  })
  return {
    role,
    start: moveOf(role.start, offline),
    spots: role.spots.map(({ index, state, leaps }) => {
      const moves = leaps.map((leap) => moveOf(leap, state))
      const heard = moves.filter(({ leap }) => leap.cause === 'hear')
      return {
        ended: law.isEnded(state),
        offline: state === offline,
        hears: law.contract.messages.map(({ name }, number) =>
          law.next(state, opposite(role.side), name) === undefined ? null : (heard[number] ?? null),
        ),
        loss: moves.find(({ leap }) => leap.cause === 'loss') as PairStep,
        others: distinct(
          moves.filter(
            ({ leap, to, says }) =>
              leap.cause !== 'hear' && leap.cause !== 'loss' && (to !== index || says.length > 0),
          ),
        ),
      }
    }),
  }
}

const unasked: ReadonlySet<Transition['cause']> = new Set(['deadline', 'refusal', 'loss'])

const helps = ({ cause, says }: Transition, from: string, law: ContractIndex): boolean =>
  cause === 'prompt'
    ? says.some((message) => law.goesOn(from, message))
    : cause !== 'deadline' && cause !== 'refusal'

/** One move of those that do the same. */
const distinct = (moves: readonly PairStep[]): readonly PairStep[] => [
  ...new Map(
    [...moves].reverse().map((move) => {
      const { to, says, helps, breaks, fails } = move
      return [JSON.stringify([to, says, helps, breaks, fails]), move]
    }),
  ).values(),
]
