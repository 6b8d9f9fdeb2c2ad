import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate'
import { contract } from '../../protocol/talk/contract.ts'
import { client, server } from '../support/machines.ts'
import { byeReasons, denialReasons, faultCodes } from '../support/wire.ts'

// The things that can be reached, a line each: `transition client.converse recv.Say`, `fault server GAP`.

/** A state of the contract in which a machine rests, or through which it passes. */
export const stateReached = (machine: string, state: string): string => `state ${machine} ${state}`

/** A Fault, Bye or Denied that a side said. */
export const wordSaid = (kind: 'fault' | 'bye' | 'denied', side: string, word: string): string =>
  `${kind} ${side} ${word}`

/** The transitions that a machine takes from a place with an event, and the states through which they pass. */
export const transitionsTaken = (from: AnyMachineSnapshot, event: string): readonly string[] =>
  from.machine.getTransitionData(from, { type: event }).flatMap(({ source, eventType, target }) => {
    const passed = (target ?? []).map(innermost).filter((node) => (node.always ?? []).length > 0)
    return [
      transitionOf(source, eventType),
      ...passed.flatMap((node) => [
        transitionOf(node, 'always'),
        stateReached(from.machine.id, contractStateOf(node) ?? ''),
      ]),
    ]
  })

/** Everything that there is to reach. */
export const everything = (): readonly string[] => [
  ...[client.machine, server.machine].flatMap((machine) => [
    ...contract.states.map(({ name }) => stateReached(machine.id, name)),
    ...nodesOf(machine).flatMap((node) => [
      ...[...node.transitions.keys()]
        .filter((event) => event !== '')
        .map((event) => transitionOf(node, event)),
      ...(node.always ?? []).map(() => transitionOf(node, 'always')),
    ]),
  ]),
  ...['client', 'server'].flatMap((side) => [
    ...faultCodes.map((code) => wordSaid('fault', side, code)),
    ...byeReasons.map((reason) => wordSaid('bye', side, reason)),
  ]),
  ...denialReasons.map((reason) => wordSaid('denied', 'server', reason)),
]

const transitionOf = (source: AnyStateNode, event: string): string => `transition ${source.id} ${event}`

const nodesOf = (machine: AnyStateMachine): readonly AnyStateNode[] => {
  const nodes: AnyStateNode[] = [machine.root]
  for (const node of nodes) nodes.push(...Object.values(node.states))
  return nodes
}

/** The state in which a machine is that enters this one. */
const innermost = (node: AnyStateNode): AnyStateNode => {
  const [initial] = node.initial?.target ?? []
  return initial === undefined ? node : innermost(initial)
}

const contractStateOf = ({ meta }: AnyStateNode): string | undefined =>
  (meta as { readonly contract?: string } | undefined)?.contract
