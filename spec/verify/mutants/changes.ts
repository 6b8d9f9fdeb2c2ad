import { type AnyStateMachine, createMachine } from 'xstate'
import type { Side } from '../../../src/contract/index.ts'
import type { MachineModule } from '../../../src/engine/index.ts'
import type { Pair } from '../../../src/verify/index.ts'
import { contract } from '../../support/contract.ts'
import { client, server } from '../../support/machines.ts'

/** The pair as it is. */
export const faultless: Pair = { contract, client, server }

type Says = { type: 'say'; params: { type: string; code?: string; reason?: string } }
export type Written = { target?: string; actions?: unknown; reenter?: boolean } | string
export interface Node {
  meta?: unknown
  on?: Record<string, Written>
  after?: Record<string, Written>
  always?: Written
  invoke?: { src: string; id: string }
  entry?: unknown
  type?: 'final'
  states?: Record<string, Node>
}

export const say = (type: string, more: Record<string, string> = {}): Says => ({
  type: 'say',
  params: { type, ...more },
})

export const stateOf = (root: Node, path: string): Node =>
  path === '' ? root : path.split('.').reduce((node, key) => must(node.states?.[key], path), root)

export const must = <A>(value: A | undefined, what: string): A => {
  if (value === undefined) throw new Error(`There is no ${what} to change.`)
  return value
}

/** A machine with a state changed. */
export const changed = (module: MachineModule, path: string, change: (node: Node) => void): MachineModule => {
  const config = JSON.parse(JSON.stringify(module.machine.config)) as Node
  change(stateOf(config, path))
  const machine: AnyStateMachine = createMachine(config as never, module.machine.implementations as never)
  return { ...module, machine }
}

/** The pair with a state of one machine changed. */
export const inSide = (side: Side, path: string, change: (node: Node) => void): Pair => ({
  ...faultless,
  [side]: changed(faultless[side], path, change),
})

export const drop = (event: string) => (node: Node) => {
  must(node.on?.[event], event)
  delete node.on?.[event]
}

export const put = (event: string, written: Written) => (node: Node) => {
  node.on = { ...node.on, [event]: written }
}
