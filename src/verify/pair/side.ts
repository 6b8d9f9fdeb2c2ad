import { opposite, type Side } from '../../contract/index.ts'
import { type ContractIndex, OFFLINE } from '../contract-index.ts'
import type { StateGraph, Transition } from '../graph/state-graph.ts'
import { restingStates } from './resting.ts'

/** A step that a machine may take in a configuration of both, with messages as numbers. */
export interface PairStep {
  readonly side: Side
  readonly transition: Transition
  /** The index of the spot. */
  readonly to: number
  readonly says: readonly number[]
  /** Whether what it says waits for room: it answers nothing that was heard. */
  readonly original: boolean
  /** Whether it may be relied on: no deadline, no failure, nobody who leaves, nobody who only might say something. */
  readonly reliable: boolean
  /** Whether the conversation gets on by it: it leads to another state of the contract, or something is heard where nothing leads on. */
  readonly progresses: boolean
  /** Whether the conversation does not end in peace any more. */
  readonly breaks: boolean
  /** Whether it is no part of a way to the end, for it may never happen. */
  readonly fails: boolean
  /** Its effect on a conversation that may go on over another connection; absent where it has none, or that is not looked at. */
  readonly carries?: Carrying
}

/** The effect of a step on a conversation that may go on over another connection. */
export interface Carrying {
  /** Whether its side keeps the conversation by this step, if it leaves it so; null: the other side's last word decides. */
  readonly keeps: boolean | null
  /** Whether the last word that it says lets the other side keep it, too; null: it says none. */
  readonly lets: boolean | null
  /** Whether it ends the conversation for good, by the last word that its side says. */
  readonly ends: boolean
  /** Whether the server says in Granted that the conversation goes on; null: it says no Granted. */
  readonly continues: boolean | null
}

/** A machine as the pair of both is explored with it. */
export interface PairSide {
  readonly graph: StateGraph
  /** By the number of a message that is heard: the first of those that this side cannot tell from it. */
  readonly classes: readonly number[]
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

export type PairSides = Readonly<Record<Side, PairSide>>

/** Both machines as the pair of them is explored, with every message for itself. */
export const pairSidesOf = (
  graphs: Readonly<Record<Side, StateGraph>>,
  contractIndex: ContractIndex,
): PairSides => {
  const resting = restingStates(graphs.client, contractIndex)
  return {
    client: pairSideOf(graphs.client, contractIndex, resting),
    server: pairSideOf(graphs.server, contractIndex, resting),
  }
}

/** In a resting state nothing but a last word leads on. */
const pairSideOf = (
  graph: StateGraph,
  contractIndex: ContractIndex,
  resting: ReadonlySet<string>,
): PairSide => {
  const { messages } = contractIndex.contract
  const numbers = new Map(messages.map(({ name }, number) => [name, number]))
  const pairStepOf = (transition: Transition, from: string): PairStep => {
    const { cause, event, to, says } = transition
    const leaves = to.state !== from
    const rests = resting.has(from)
    return {
      side: graph.side,
      transition,
      to: to.index,
      // Messages unknown to the contract are found without the other side.
      says: says.flatMap((name) => numbers.get(name) ?? []),
      original: cause === 'prompt' || cause === 'outcome',
      reliable:
        cause === 'prompt'
          ? (leaves || rests) && says.some((message) => contractIndex.goesOn(from, message))
          : cause !== 'deadline' && cause !== 'refusal',
      progresses:
        leaves || (rests && cause === 'hear' && contractIndex.goesOn(from, event.slice('recv.'.length))),
      breaks:
        says.some((name) => contractIndex.isBreaking(name)) ||
        (cause === 'hear' && contractIndex.isBreaking(event.slice('recv.'.length))) ||
        (contractIndex.isEnded(to.state) && !contractIndex.isEnded(from) && unasked.has(cause)),
      fails: cause === 'refusal',
    }
  }
  return {
    graph,
    classes: messages.map((_, number) => number),
    start: pairStepOf(graph.start, OFFLINE),
    locations: graph.locations.map(({ index, state, transitions }) => {
      const pairSteps = transitions.map((transition) => pairStepOf(transition, state))
      const heard = pairSteps.filter(({ transition }) => transition.cause === 'hear')
      return {
        ended: contractIndex.isEnded(state),
        offline: state === OFFLINE,
        hears: messages.map(({ name }, number) =>
          contractIndex.heard(state, opposite(graph.side), name) === undefined
            ? null
            : (heard[number] ?? null),
        ),
        loss: pairSteps.find(({ transition }) => transition.cause === 'loss') as PairStep,
        others: pairSteps.filter(
          ({ transition, to, says }) =>
            transition.cause !== 'hear' && transition.cause !== 'loss' && (to !== index || says.length > 0),
        ),
      }
    }),
  }
}

const unasked: ReadonlySet<Transition['cause']> = new Set(['deadline', 'refusal', 'loss'])
