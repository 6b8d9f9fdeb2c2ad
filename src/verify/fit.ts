import type { MachineModule } from '../machines/index.ts'
import { nodesOf, transitionsOf } from './transitions.ts'

/**
 * Why a machine cannot be verified, or null. A place and the name of an event must say everything: then steps can be
 * remembered, and there are few places.
 */
export const unfit = ({ machine }: MachineModule): string | null => {
  if (machine.config.context !== undefined)
    return 'It has a context; what an actor found belongs in the name of its event.'
  for (const node of nodesOf(machine.root)) {
    if (node.type === 'parallel')
      return `Its state ${node.id} is parallel; each end is in one state at a time.`
    if (node.type === 'history') return `Its state ${node.id} is one of history; name the state that follows.`
    if (transitionsOf(node).some(({ guard }) => guard !== undefined))
      return `Its state ${node.id} has a guard; make an event of each case.`
  }
  return null
}
