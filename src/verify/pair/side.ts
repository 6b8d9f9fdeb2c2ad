import { opposite, type Side } from '../../contract/index.ts'
import { type ContractIndex, OFFLINE } from '../contract-index.ts'
import type { StateGraph, Transition } from '../graph/state-graph.ts'
import type { Classes } from './classes.ts'

/** A step that a machine may take in a configuration of both, with messages as numbers: each as the first of its class. */
export interface PairStep {
  readonly side: Side
  readonly transition: Transition
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
  readonly graph: StateGraph
  readonly classes: Classes
  readonly start: PairStep
  readonly locations: readonly PairLocation[]
}

export interface PairLocation {
  /** Nothing is said and nothing is heard here any more: the conversation is over, or there is no connection. */
  readonly ended: boolean
  readonly offline: boolean
  /** By the number of the message; null where the contract does not let it be heard. */
  readonly hears: readonly (PairStep | null)[]
  /** The stream of the other side has ended. */
  readonly loss: PairStep
  readonly others: readonly PairStep[]
}

export const pairSideOf = (graph: StateGraph, contractIndex: ContractIndex, classes: Classes): PairSide => {
  const numbers = new Map(
    contractIndex.contract.messages.map(({ name }, number) => [name, classes[number] ?? number]),
  )
  const pairStepOf = (transition: Transition, from: string): PairStep => ({
    side: graph.side,
    transition,
    to: transition.to.index,
    // What the contract does not know is found without the other side.
    says: transition.says.flatMap((name) => numbers.get(name) ?? []),
    helps: helps(transition, from, contractIndex),
    breaks:
      transition.says.some((name) => contractIndex.isBreaking(name)) ||
      (transition.cause === 'hear' && contractIndex.isBreaking(transition.event.slice('recv.'.length))) ||
      (contractIndex.isEnded(transition.to.state) &&
        !contractIndex.isEnded(from) &&
        unasked.has(transition.cause)),
    fails: transition.cause === 'refusal',
  })
  return {
    graph,
    classes,
    start: pairStepOf(graph.start, OFFLINE),
    locations: graph.locations.map(({ index, state, transitions }) => {
      const pairSteps = transitions.map((transition) => pairStepOf(transition, state))
      const heard = pairSteps.filter(({ transition }) => transition.cause === 'hear')
      return {
        ended: contractIndex.isEnded(state),
        offline: state === OFFLINE,
        hears: contractIndex.contract.messages.map(({ name }, number) =>
          contractIndex.next(state, opposite(graph.side), name) === undefined
            ? null
            : (heard[number] ?? null),
        ),
        loss: pairSteps.find(({ transition }) => transition.cause === 'loss') as PairStep,
        others: distinct(
          pairSteps.filter(
            ({ transition, to, says }) =>
              transition.cause !== 'hear' && transition.cause !== 'loss' && (to !== index || says.length > 0),
          ),
        ),
      }
    }),
  }
}

const unasked: ReadonlySet<Transition['cause']> = new Set(['deadline', 'refusal', 'loss'])

const helps = ({ cause, says }: Transition, from: string, contractIndex: ContractIndex): boolean =>
  cause === 'prompt'
    ? says.some((message) => contractIndex.goesOn(from, message))
    : cause !== 'deadline' && cause !== 'refusal'

/** One move of those that do the same. */
const distinct = (pairSteps: readonly PairStep[]): readonly PairStep[] => [
  ...new Map(
    [...pairSteps].reverse().map((pairStep) => {
      const { to, says, helps, breaks, fails } = pairStep
      return [JSON.stringify([to, says, helps, breaks, fails]), pairStep]
    }),
  ).values(),
]
