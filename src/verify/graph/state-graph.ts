import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate'
import type { Contract, Side } from '../../contract/index.ts'
import { heardEvent, LOST_EVENT, refusalEvent } from '../../engine/driver-events.ts'
import type { MachineModule, MessageRef } from '../../engine/machine.ts'
import { type MachineState, type Step, stepper } from '../../engine/stepper.ts'
import { ContractIndex } from '../contract-index.ts'
import { type Fired, firedAtStart, firedBy } from './transitions.ts'

/** Why a machine steps. */
type Cause = 'start' | 'hear' | 'outcome' | 'deadline' | 'prompt' | 'refusal' | 'loss'

/** A step of a machine that something causes. */
export interface Transition extends Fired {
  readonly cause: Cause
  readonly event: string
  readonly to: Location
  /** The messages that are said, in order, with what stands beside their names. */
  readonly words: readonly MessageRef[]
  /** The names of the messages that are said, in order. */
  readonly says: readonly string[]
  /** The same as they are told: `Fault TIMEOUT`. */
  readonly told: readonly string[]
  /** Other actions, by their names. */
  readonly performs: readonly string[]
  /** Whether a deadline begins to run. */
  readonly arms: boolean
  /** The actors that begin to run. */
  readonly starts: readonly string[]
}

/** A deadline that runs: its event, and the milliseconds after which it comes. */
interface Armed {
  readonly event: string
  readonly ms: number
}

/** A place in which a machine rests. */
export interface Location {
  readonly index: number
  /** As the stepper has it; null where nothing has happened yet. */
  readonly place: MachineState<MessageRef> | null
  /** With dots between what is nested. */
  readonly path: string
  /** The contract's state, or `offline`. */
  readonly state: string
  readonly actors: readonly string[]
  readonly armed: readonly Armed[]
  /** The last step of a shortest path to here; null where nothing has happened yet. */
  readonly by: { readonly from: Location; readonly transition: Transition } | null
  readonly transitions: readonly Transition[]
}

/** A machine, with every place that it reaches when anything may be said to it. */
export interface StateGraph {
  readonly side: Side
  readonly module: MachineModule
  /** Where it is before anything has happened: its one leap is the start. */
  readonly before: Location
  readonly start: Transition
  readonly locations: readonly Location[]
}

const nowhere: Location = {
  index: -1,
  place: null,
  path: 'start',
  state: 'offline',
  actors: [],
  armed: [],
  by: null,
  transitions: [],
}

type Growing = Location & { readonly transitions: Transition[] }

/** The graphs of a machine by its module: it is walked once for each contract. */
const explored = new WeakMap<MachineModule, Map<Side, WeakMap<Contract, StateGraph>>>()

/** Walks a machine through every event in every place: actors end only where they run, deadlines pass where they are set. */
export const explore = (side: Side, module: MachineModule, contract: Contract): StateGraph => {
  const bySide = explored.get(module) ?? new Map<Side, WeakMap<Contract, StateGraph>>()
  const byContract = bySide.get(side) ?? new WeakMap<Contract, StateGraph>()
  const graph = byContract.get(contract) ?? walkThrough(side, module, contract)
  explored.set(module, bySide.set(side, byContract.set(contract, graph)))
  return graph
}

const walkThrough = (side: Side, module: MachineModule, contract: Contract): StateGraph => {
  const { machine, outcomes, prompts } = module
  const listed = refusalsOf(module)
  // A program of one's own may refuse in its own way; who speaks the base is refused by the engine, with any code.
  const codes = listed.length === 0 && contract.base === null ? [] : new ContractIndex(contract).codesOf(side)
  const refusals = new Set([...codes.map(refusalEvent), ...listed.filter((event) => !event.includes('*'))])
  const locations = new Map<MachineState<MessageRef>, Growing>()
  const hears = contract.messages.map(({ name }) => heardEvent(name))

  const arrive = (place: MachineState<MessageRef>, by: Location['by']): Growing => {
    const known = locations.get(place)
    if (known !== undefined) return known
    const { snapshot } = place
    const location: Growing = {
      index: locations.size,
      place,
      path: pathOf(snapshot.value),
      state: contract.states[place.state]?.name ?? 'offline',
      actors: Object.keys(snapshot.children),
      armed: armedIn(machine, snapshot),
      by,
      transitions: [],
    }
    locations.set(place, location)
    return location
  }

  const causesIn = (location: Location): readonly (readonly [Cause, string])[] => [
    ...hears.map((event) => ['hear', event] as const),
    ...location.actors.flatMap((actor) =>
      (outcomes[actor] ?? []).map((event) => ['outcome', event] as const),
    ),
    ...location.armed.map(({ event }) => ['deadline', event] as const),
    ...prompts.map((event) => ['prompt', event] as const),
    ...[...refusals].map((event) => ['refusal', event] as const),
    ['loss', LOST_EVENT],
  ]

  const before: Growing = { ...nowhere, transitions: [] }
  const transitionOf = (
    from: Growing,
    step: Step<MessageRef>,
    cause: Cause,
    event: string,
    fired: Fired,
  ): Transition => {
    const transition: { -readonly [K in keyof Transition]: Transition[K] } = {
      ...effectsOf(step),
      ...fired,
      cause,
      event,
      to: from,
    }
    transition.to = arrive(step.to, { from, transition })
    from.transitions.push(transition)
    return transition
  }
  const start = transitionOf(
    before,
    stepper(machine, contract.states),
    'start',
    'start',
    firedAtStart(machine),
  )
  // The map grows while it is walked.
  for (const [place, location] of locations)
    for (const [cause, event] of causesIn(location)) {
      const step = place.step(event)
      transitionOf(location, step, cause, event, firedBy(machine, place.snapshot, event, step.to.snapshot))
    }
  return { side, module, before, start, locations: [...locations.values()] }
}

/** The refusals that a machine lists, be it by a star. */
export const refusalsOf = ({ machine }: MachineModule): readonly string[] =>
  descriptorsOf(machine.root).filter((event) => event.startsWith(refusalEvent('')))

/** The event descriptors of a state and of those in it. */
const descriptorsOf = (node: AnyStateNode): readonly string[] => [
  ...node.transitions.keys(),
  ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(descriptorsOf),
]

const effectsOf = ({
  effects,
}: Step<MessageRef>): Pick<Transition, 'words' | 'says' | 'told' | 'performs' | 'arms' | 'starts'> => {
  const said = effects.flatMap((effect) => (effect.do === 'say' ? [effect.said] : []))
  return {
    words: said,
    says: said.map(({ type }) => type),
    told: said.map(tell),
    performs: effects.flatMap((effect) => (effect.do === 'perform' ? [effect.action] : [])),
    arms: effects.some((effect) => effect.do === 'arm'),
    starts: effects.flatMap((effect) => (effect.do === 'start' ? [effect.actor] : [])),
  }
}

/** A message by its name and by what else is said of it. */
const tell = (word: MessageRef): string =>
  [
    word.type,
    ...Object.entries(word).flatMap(([key, value]) => (key === 'type' ? [] : [String(value)])),
  ].join(' ')

/** The deadlines of a place are those of its states, however it was reached. */
const armedIn = (machine: AnyStateMachine, snapshot: AnyMachineSnapshot): readonly Armed[] =>
  (snapshot._nodes as readonly AnyStateNode[]).flatMap(({ after }) =>
    after.map(({ delay, eventType }) => {
      const resolved = typeof delay === 'string' ? machine.implementations.delays[delay] : delay
      return { event: eventType, ms: typeof resolved === 'number' ? resolved : Number.NaN }
    }),
  )

const pathOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as Record<string, unknown>)
        .map(([key, inner]) => `${key}.${pathOf(inner)}`)
        .join(' and ')

/** The steps from the start to a spot. */
export const pathTo = (location: Location): readonly Transition[] => {
  const way: Transition[] = []
  for (let at = location; at.by !== null; at = at.by.from) way.unshift(at.by.transition)
  return way
}
