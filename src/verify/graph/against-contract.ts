import type { Side } from '../../contract/index.ts'
import type { ContractIndex } from '../contract-index.ts'
import { actorsIn, meaningsIn } from './actors.ts'
import { refusing } from './refusals.ts'
import type { StateGraph } from './state-graph.ts'
import { stepFrom } from './steps.ts'
import { heartbeatsOf, timeIn } from './time.ts'
import type { Violation } from './violation.ts'

/** Checks a machine against the contract: in every place, over everything that can happen there. */
export const againstContract = (
  graphs: Readonly<Record<Side, StateGraph>>,
  side: Side,
  contractIndex: ContractIndex,
): readonly Violation[] => {
  const graph = graphs[side]
  const { before } = graph
  return [
    ...[before, ...graph.locations].flatMap((location) =>
      [
        ...actorsIn(graph, location),
        ...timeIn(graph, location, contractIndex),
        ...location.transitions.flatMap((transition) => stepFrom(graph, location, transition, contractIndex)),
        ...meaningsIn(graph, location, contractIndex),
      ].map((found) => ({ ...found, location })),
    ),
    ...heartbeatsOf(graphs, side, contractIndex).map((found) => ({ ...found, location: before })),
    ...contractIndex.codesOf(side).flatMap((code) => refusing(graph, code, contractIndex)),
  ]
}
