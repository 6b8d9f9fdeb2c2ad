import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
  getInitialMicrosteps,
  getMicrosteps,
} from 'xstate'

/** The parts of a machine that took part in a step. */
export interface Fired {
  readonly definitions: readonly AnyTransitionDefinition[]
  /** The states that it led to, also those that were only passed through. */
  readonly nodes: readonly AnyStateNode[]
}

/** The parts that take part before anything has happened. */
export const firedAtStart = (machine: AnyStateMachine): Fired => passing([], getInitialMicrosteps(machine))

/** The parts that take part when an event comes: the transition that it enables, then those that need no event. */
export const firedBy = (
  machine: AnyStateMachine,
  from: AnyMachineSnapshot,
  event: string,
  to: AnyMachineSnapshot,
): Fired => {
  const enabled: readonly AnyTransitionDefinition[] =
    from.status === 'active' ? machine.getTransitionData(from, { type: event }) : []
  const passes = enabled.some(({ target }) => target?.some(restsElsewhere) === true)
  return passes
    ? passing(enabled, getMicrosteps(machine, from, { type: event }))
    : { definitions: enabled, nodes: nodesIn(to) }
}

/** Whether a state that is entered is left again without an event. */
const restsElsewhere = (node: AnyStateNode): boolean => innermostWithoutEvent(leafOf(node)) !== undefined

const passing = (
  enabled: readonly AnyTransitionDefinition[],
  microsteps: readonly (readonly [AnyMachineSnapshot, unknown])[],
): Fired => {
  const snapshots = microsteps.map(([snapshot]) => snapshot)
  return {
    definitions: [...enabled, ...snapshots.slice(0, -1).flatMap(withoutEvent)],
    nodes: snapshots.flatMap(nodesIn),
  }
}

const nodesIn = (snapshot: AnyMachineSnapshot): readonly AnyStateNode[] => snapshot._nodes

const withoutEvent = (snapshot: AnyMachineSnapshot): readonly AnyTransitionDefinition[] => {
  const [leaf] = [...nodesIn(snapshot)].sort((a, b) => b.path.length - a.path.length)
  const taken = innermostWithoutEvent(leaf)
  return taken === undefined ? [] : [taken]
}

/** The innermost transition without an event of a state and of those around it. There are no guards: the first is taken. */
export const innermostWithoutEvent = (node: AnyStateNode | undefined): AnyTransitionDefinition | undefined =>
  node === undefined ? undefined : (node.always?.[0] ?? innermostWithoutEvent(node.parent))

/** The innermost state that is entered with a state. */
export const leafOf = (node: AnyStateNode): AnyStateNode => {
  const first = node.initial?.target[0]
  return node.type === 'compound' && first !== undefined ? leafOf(first) : node
}

/** Every state of a machine. */
export const nodesOf = (node: AnyStateNode): readonly AnyStateNode[] => [
  node,
  ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(nodesOf),
]

/** The transitions that leave a state by itself. */
export const transitionsOf = (node: AnyStateNode): readonly AnyTransitionDefinition[] => [
  ...[...node.transitions.values()].flat(),
  ...(node.always ?? []),
]
