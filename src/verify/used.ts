import { opposite, type Side, sides } from '../contract/index.ts'
import type { Location, StateGraph, Transition } from './graph/state-graph.ts'
import type { Exploration } from './pair/explore.ts'
import type { PairSide, PairSides } from './pair/side.ts'

/** The steps of a machine that happen while it speaks with the other. */
export interface Used {
  readonly graph: StateGraph
  readonly steps: readonly (readonly [Location, Transition])[]
}

/**
 * The steps that happen. A message is heard only if somebody says it: the walk may have taken another of its class for it.
 */
export const usedBy = (pairSides: PairSides, explored: Exploration): readonly Used[] => {
  let said: Said = { client: new Set(), server: new Set() }
  for (;;) {
    const used = sides.map((side) => usedOf(pairSides[side], explored, said[opposite(side)]))
    const known = said
    said = { client: wordsIn(used, 'client'), server: wordsIn(used, 'server') }
    if (sides.every((side) => said[side].size === known[side].size)) return used
  }
}

/** The messages that each side ever says. */
type Said = Readonly<Record<Side, ReadonlySet<string>>>

const wordsIn = (used: readonly Used[], side: Side): ReadonlySet<string> =>
  new Set(
    used.flatMap(({ graph, steps }) => (graph.side === side ? steps.flatMap(([, { says }]) => says) : [])),
  )

const usedOf = (
  { graph, locations, classes }: PairSide,
  explored: Exploration,
  said: ReadonlySet<string>,
): Used => {
  const reached = graph.locations.filter(({ index }) => explored.reached[graph.side].has(index))
  return {
    graph,
    steps: [graph.before, ...reached].flatMap((location) =>
      location.transitions
        .filter((transition) => {
          if (transition.cause !== 'hear') return true
          const { hears = [] } = locations[location.index] ?? {}
          const number = hears.findIndex((pairStep) => pairStep?.transition === transition)
          const first = hears[classes[number] ?? number]
          return (
            first != null && explored.heard.has(first) && said.has(transition.event.slice('recv.'.length))
          )
        })
        .map((transition) => [location, transition] as const),
    ),
  }
}
