import type { AnyStateMachine, AnyStateNode } from 'xstate'
import type { MachineModule } from '../../engine/machine.ts'
import { unsteppable } from '../../engine/xstate-version.ts'
import { type ContractIndex, OFFLINE } from '../contract-index.ts'
import { innermostWithoutEvent, leafOf, nodesOf, transitionsOf } from './transitions.ts'

/**
 * Why a machine cannot be verified, or null. A place and the name of an event must say everything: then steps can be
 * remembered, and there are few places. And every place must stand for one state of the contract.
 */
export const unfit = ({ machine }: MachineModule, contractIndex: ContractIndex): string | null => {
  const why = unsteppable(machine)
  if (why !== null) return why
  if (machine.config.context !== undefined)
    return 'it has a context; what an actor found belongs in the name of its event.'
  for (const [name, action] of Object.entries(machine.implementations.actions))
    if (isBuiltIn(action)) return `its action ${name} is one of XState's own; ${PURE_ACTIONS}`
  for (const node of nodesOf(machine.root)) {
    const why = unfitNode(node, machine, contractIndex)
    if (why !== null) return `its state ${node.id} ${why}`
  }
  return null
}

const PURE_ACTIONS = 'actions say, or name what the driver does.'

const unfitNode = (
  node: AnyStateNode,
  machine: AnyStateMachine,
  contractIndex: ContractIndex,
): string | null => {
  const definitions = transitionsOf(node)
  if (node.type === 'parallel') return 'is parallel; an end is in one state at a time.'
  if (node.type === 'history') return 'is one of history; name the state that follows.'
  if (definitions.some(({ guard }) => guard !== undefined)) return 'has a guard; make an event of each case.'
  if (definitions.some(({ eventType }) => /^xstate\.(?:done|error|snapshot)\./.test(eventType)))
    return 'waits for something to be done or to fail; name the event that its actor ends with.'
  // As written: a deadline adds actions of its own to what a state does.
  const { entry, exit } = node.config
  const actions: readonly unknown[] = [
    entry,
    exit,
    node.initial?.actions ?? [],
    definitions.flatMap((one) => one.actions),
  ].flat()
  if (actions.some(isBuiltIn)) return `has an action of XState's own; ${PURE_ACTIONS}`
  if (actions.some((action) => isSay(action) && !namesMessage(action)))
    return 'says something without naming it; give the action params with the type of the message.'
  for (const { delay } of node.after)
    if (typeof (typeof delay === 'string' ? machine.implementations.delays[delay] : delay) !== 'number')
      return `waits ${delay}, which is no number of milliseconds in the machine's delays.`
  for (const { src } of node.invoke)
    if (typeof src !== 'string' || !(src in machine.implementations.actors))
      return `runs ${typeof src === 'string' ? src : 'an actor without a name'}, which is not among the machine's actors.`
  const [first, second = actorAround(node)] = node.invoke.map(({ id }) => id)
  if (first !== undefined && second !== undefined)
    return `runs ${first} and ${second}; a driver runs one actor at a time.`
  if (circles(node)) return 'leads back to itself without an event.'
  if (node.type === 'compound') return null
  const state = standsFor(node)
  // Nothing need be said of a node in which the machine never rests.
  if (state === undefined) return node.always === undefined ? 'has no meta.contract.' : null
  return state === OFFLINE || contractIndex.state(state) !== undefined
    ? null
    : `stands for ${state}, which the contract does not have.`
}

/** Recognises the actions of `raise`, `assign` and the like: they change more than the state. */
const isBuiltIn = (action: unknown): boolean =>
  typeof action === 'function' && 'type' in action && String(action.type).startsWith('xstate.')

const isSay = (action: unknown): boolean => action === 'say' || typeOf(action) === 'say'

const namesMessage = (action: unknown): boolean =>
  typeof action === 'object' &&
  action !== null &&
  'params' in action &&
  typeof typeOf(action.params) === 'string'

const typeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined

/** Whether the transitions without an event never come to rest. */
const circles = (node: AnyStateNode): boolean => {
  const passed = new Set<AnyStateNode>()
  let at: AnyStateNode | undefined = node
  while (at !== undefined && !passed.has(at)) {
    passed.add(at)
    at = innermostWithoutEvent(leafOf(at))?.target?.[0]
  }
  return at !== undefined
}

/** The actor that a state around a state runs. */
const actorAround = ({ parent }: AnyStateNode): string | undefined =>
  parent === undefined ? undefined : (parent.invoke[0]?.id ?? actorAround(parent))

/** The contract state that the innermost `meta` of a state, or of those around it, names. */
const standsFor = (node: AnyStateNode | undefined): string | undefined =>
  node === undefined || node.meta !== undefined ? node?.meta?.contract : standsFor(node.parent)
