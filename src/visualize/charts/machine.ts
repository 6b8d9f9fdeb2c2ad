import type { AnyStateMachine } from 'xstate'
import { type Contract, opposite, type Side } from '../../contract/index.ts'
import type { MachineModule } from '../../engine/machine.ts'
import { assertSteppable } from '../../engine/xstate-version.ts'
import { type Box, type Chart, deadline, duration, type Transition, type Word } from './chart.ts'

type Node = AnyStateMachine['root']

/** The chart of a machine that plays a side of a contract. Throws a TypeError for a machine of another XState. */
export const chartOfMachine = (
  { machine }: Pick<MachineModule, 'machine'>,
  side: Side,
  contract: Contract,
): Chart => {
  assertSteppable(machine)
  return {
    title: machine.id,
    about: `The ${side}’s machine of ${contract.protocol}, version ${contract.version}`,
    side,
    boxes: childrenOf(machine.root).map((node) => boxOf(node, contract)),
    transitions: transitionsBelow(machine.root, side, contract),
  }
}

const childrenOf = (node: Node): readonly Node[] => Object.values(node.states)

const placeOf = (node: Node): string => node.path.join('.')

const boxOf = (node: Node, contract: Contract): Box => {
  const name = stateNameOf(node)
  const state = contract.states.find((one) => one.name === name)
  return {
    place: placeOf(node),
    name: node.key,
    state: name,
    about: node.description ?? state?.about ?? null,
    turn: state?.turn ?? null,
    within: state === undefined || state.within === null ? null : deadline(state.within),
    keepsTime: node.after.length > 0,
    runs: node.invoke.map(({ src }) => nameOf(src)),
    enters: namesOf(node.config.entry),
    leaves: namesOf(node.config.exit),
    first: restOf(node.machine.root) === node,
    last: node.type === 'final',
    inFlight: false,
    boxes: childrenOf(node).map((child) => boxOf(child, contract)),
  }
}

const stateNameOf = ({ meta }: Node): string | null =>
  typeof meta?.contract === 'string' ? meta.contract : null

/** Where a machine that comes to a node comes to rest: by way of the initial states. */
const restOf = (node: Node): Node => {
  const next = node.type === 'compound' ? node.initial.target[0] : undefined
  return next === undefined ? node : restOf(next)
}

const transitionsBelow = (node: Node, side: Side, contract: Contract): readonly Transition[] => [
  ...transitionsOf(node, side, contract),
  ...childrenOf(node).flatMap((child) => transitionsBelow(child, side, contract)),
]

type Definition = NonNullable<Node['always']>[number]

const transitionsOf = (node: Node, side: Side, contract: Contract): readonly Transition[] => {
  const deadlines = new Map<string, string>(
    node.after.map(({ eventType, delay }) => [eventType, delayIn(node, delay, contract)]),
  )
  const drawn = (definition: Definition, event: string | null): readonly Transition[] => {
    const spoken = listOf(definition.actions).map((action) => wordOf(action, side))
    const common = {
      from: placeOf(node),
      event,
      hears: event === null ? null : heardIn(event, opposite(side)),
      after: event === null ? null : (deadlines.get(event) ?? null),
      guard: definition.guard === undefined ? null : nameOf(definition.guard),
      says: spoken.filter((word) => word !== null),
      does: listOf(definition.actions)
        .filter((_, index) => spoken[index] === null)
        .map(nameOf),
    }
    const targets = definition.target ?? []
    return targets.length === 0
      ? [{ ...common, to: null }]
      : targets.map((target) => ({ ...common, to: placeOf(restOf(target)) }))
  }
  return [
    ...(node.always ?? []).flatMap((definition) => drawn(definition, null)),
    ...[...node.transitions].flatMap(([event, definitions]) =>
      definitions.flatMap((definition) => drawn(definition, event)),
    ),
  ]
}

const heardIn = (event: string, by: Side): Word | null =>
  event.startsWith('recv.') ? { message: event.slice('recv.'.length), detail: null, by } : null

const wordOf = (action: unknown, by: Side): Word | null => {
  if (!isRecord(action) || action.type !== 'say' || !isRecord(action.params)) return null
  const { type, code, reason } = action.params
  const detail = code ?? reason
  return { message: String(type), detail: detail === undefined ? null : String(detail), by }
}

/** A delay in words: the deadline of the contract's state that it is called by, else its time, else its name. */
const delayIn = (node: Node, delay: unknown, contract: Contract): string => {
  if (typeof delay === 'number') return duration(delay)
  const within = contract.states.find(({ name }) => name === delay)?.within
  if (within !== undefined && within !== null) return deadline(within)
  const known = node.machine.implementations.delays[String(delay)]
  return typeof known === 'number' ? duration(known) : nameOf(delay)
}

const listOf = (one: unknown): readonly unknown[] => (one === undefined ? [] : [one].flat())

const namesOf = (actions: unknown): readonly string[] => listOf(actions).map(nameOf)

/** The name of an action, a guard or an actor: as it is referred to, else that of the function. */
const nameOf = (thing: unknown): string => {
  if (typeof thing === 'string') return thing
  if ((isRecord(thing) || typeof thing === 'function') && 'type' in thing) return String(thing.type)
  return typeof thing === 'function' && thing.name !== '' ? thing.name : 'inline'
}

const isRecord = (thing: unknown): thing is Readonly<Record<string, unknown>> =>
  typeof thing === 'object' && thing !== null
