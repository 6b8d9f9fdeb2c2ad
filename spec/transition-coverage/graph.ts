import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  initialTransition,
  transition,
} from 'xstate'
import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths } from 'xstate/graph'
import type { MachineModule } from '../../src/engine/index.ts'
import { contract } from '../support/contract.ts'
import { faultCodes } from '../support/wire.ts'

/** A transition of a machine, from a place in which it rests. */
export interface Edge {
  /** The place, with dots: `close.client.settling`. */
  readonly from: string
  /** The contract's state there, or `offline`. */
  readonly state: string
  readonly event: string
  /** The messages that are said, in order: `Fault TIMEOUT`, `Bye DONE`, or the name of a message. */
  readonly said: readonly string[]
  readonly to: string
}

/** A machine as a graph. */
export interface Graph {
  readonly places: readonly string[]
  readonly edges: readonly Edge[]
  /** The edge that an event is in a place; throws where nothing follows. */
  edge(from: string, event: string): Edge
  /** The shortest way to a place, by events that are `good` to go by; no breach is. */
  way(to: string, good: (event: string, from: string) => boolean): readonly string[]
  /** The edges of a way from the start. */
  walk(events: readonly string[]): readonly Edge[]
}

/** Every event that a machine knows: what is heard, refused, asked for and found, every deadline, and a loss. */
const eventsOf = ({ machine, outcomes, prompts }: MachineModule): readonly string[] => [
  ...contract.messages.map(({ name }) => `recv.${name}`),
  ...faultCodes.map((code) => `refuse.${code}`),
  ...prompts,
  'lost',
  ...Object.values(outcomes).flat(),
  ...deadlinesOf(machine),
]

const deadlinesOf = (machine: AnyStateMachine): readonly string[] => {
  const nodes = [machine.root]
  for (const node of nodes) nodes.push(...Object.values(node.states))
  return nodes.flatMap((node) => node.after.map(({ eventType }) => eventType))
}

/** The name of a place. */
export const placeName = ({ value }: AnyMachineSnapshot): string => dotted(value)

const dotted = (value: unknown): string => {
  if (typeof value === 'string') return value
  const [[outer, inner] = ['', '']] = Object.entries(value as Readonly<Record<string, unknown>>)
  return `${outer}.${dotted(inner)}`
}

/** The ways to places, each looked for once. */
export const once = (
  pathTo: (place: string) => readonly string[],
): ((place: string) => readonly string[]) => {
  const known = new Map<string, readonly string[]>()
  return (place) => {
    const way = known.get(place) ?? pathTo(place)
    known.set(place, way)
    return way
  }
}

/** Computes the graph of a machine, with the ends of its actors and its deadlines. */
export const graphOf = (module: MachineModule): Graph => {
  const { machine } = module
  const events = eventsOf(module).map((type) => ({ type }))
  const serializeState = (snapshot: AnyMachineSnapshot): string => placeName(snapshot)
  const adjacency = getAdjacencyMap<AnyMachineSnapshot, EventObject, unknown>(machine, {
    events,
    serializeState,
  })
  const edges: Edge[] = []
  for (const { state: snapshot, event } of adjacencyMapToArray(adjacency)) {
    const [follows] = machine.getTransitionData(snapshot, event)
    // Only an actor that runs comes to an end, and only a deadline that is armed passes.
    const byItself = !/^(recv|refuse|bye|do)\.|^lost$/.test(event.type)
    if (follows === undefined || (byItself && follows.eventType === '*')) continue
    const metas = Object.values(snapshot.getMeta()) as { readonly contract?: string }[]
    const [next, actions] = transition(machine, snapshot, event)
    edges.push({
      from: placeName(snapshot),
      state: metas.at(-1)?.contract ?? '',
      event: event.type,
      said: saidIn(actions),
      to: placeName(next),
    })
  }
  const edge = (from: string, event: string): Edge => {
    const found = edges.find((one) => one.from === from && one.event === event)
    if (found === undefined) throw new Error(`Nothing follows ${event} in ${from}.`)
    return found
  }
  const places = [...new Set(edges.flatMap(({ from, to }) => [from, to]))]
  const [first] = initialTransition(machine)
  return {
    places,
    edges,
    edge,
    way: (to, good) => {
      const [path] = getShortestPaths(machine, {
        serializeState,
        events: (snapshot) => {
          const from = placeName(snapshot)
          const isBreach = (type: string): boolean =>
            edges.some((one) => one.from === from && one.event === type && /^Fault/.test(one.said[0] ?? ''))
          return events.filter(({ type }) => good(type, from) && !isBreach(type))
        },
        toState: (snapshot) => placeName(snapshot) === to,
      })
      if (path === undefined) throw new Error(`No good way leads to ${to}.`)
      return path.steps.map(({ event }) => event.type).filter((type) => type !== 'xstate.init')
    },
    walk: (events) => {
      let at = placeName(first)
      return events.map((event) => {
        const next = edge(at, event)
        at = next.to
        return next
      })
    },
  }
}

const saidIn = (
  actions: readonly { readonly type: string; readonly params?: unknown }[],
): readonly string[] =>
  actions
    .filter(({ type }) => type === 'say')
    .map(({ params }) => {
      const { type, code, reason } = params as { type: string; code?: string; reason?: string }
      return [type, code ?? reason].filter((word) => word !== undefined).join(' ')
    })
