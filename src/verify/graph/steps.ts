import { opposite } from '../../contract/index.ts'
import { OPENING_ACTOR } from '../../engine/driver-events.ts'
import type { MachineModule } from '../../engine/machine.ts'
import { type ContractIndex, OFFLINE } from '../contract-index.ts'
import { speech } from './sends.ts'
import type { Location, StateGraph, Transition } from './state-graph.ts'
import { type Found, found } from './violation.ts'

/** Without a connection nothing arrives, and nothing is lost. */
export const stepFrom = (
  graph: StateGraph,
  location: Location,
  transition: Transition,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const { cause } = transition
  if (location.state === OFFLINE && (cause === 'hear' || cause === 'loss')) return []
  return cause !== 'hear' || contractIndex.isOver(location.state)
    ? following(graph, location, transition, contractIndex)
    : hearing(graph, location, transition, contractIndex)
}

/** Finds messages that the contract allows and the machine does not take, and others that it does not refuse with a message. */
const hearing = (
  graph: StateGraph,
  location: Location,
  transition: Transition,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const { side } = graph
  const message = transition.event.slice('recv.'.length)
  const next = contractIndex.heard(location.state, opposite(side), message)
  const [taken] = transition.definitions
  const breaks = transition.says.some((said) => contractIndex.isBreaking(said))
  const ends = contractIndex.isEnded(transition.to.state)
  if (next === undefined) {
    if (ends && (breaks || contractIndex.isMute(location.state, side)))
      return following(graph, location, transition, contractIndex)
    const does = taken === undefined ? 'drops' : ends ? 'ends without a word on' : 'takes in'
    return [
      found(
        'HEARS_MORE',
        message,
        `The ${side} ${does} ${message} in ${location.path}; the contract forbids it.`,
        transition,
      ),
    ]
  }
  // A wildcard transition that ends the conversation was meant for no message in particular.
  const dropped = ends && !contractIndex.isOver(next) && taken?.eventType.endsWith('*') === true
  return breaks || dropped || taken === undefined
    ? [
        found(
          'HEARS_LESS',
          message,
          `The ${side} refuses ${message} in ${location.path}; the contract lets it be said.`,
          transition,
        ),
      ]
    : following(graph, location, transition, contractIndex)
}

/** Finds steps whose messages do not lead through the contract to where the machine goes. Without a message a side only gives up. */
const following = (
  { side, module }: StateGraph,
  location: Location,
  transition: Transition,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const { words, ends } = speech(side, location, transition, contractIndex)
  const forbidden = words.find(({ next }) => next === undefined)
  if (forbidden !== undefined) {
    const { message, state } = forbidden
    const text = `The ${side} says ${message} in ${state}, on ${transition.event}; the contract forbids it.`
    return [found('SAYS_FORBIDDEN', message, text, transition)]
  }
  const unknown = transition.words.flatMap((word) =>
    Object.entries(word)
      .filter(
        ([field, value]) => contractIndex.enumsOf(word.type).get(field)?.includes(String(value)) === false,
      )
      .map(([field, value]) => `${word.type} with the ${field} ${String(value)}`),
  )
  if (unknown.length > 0) {
    const text = `The ${side} says ${unknown.join(' and ')} on ${transition.event} in ${location.path}; the contract has no such value.`
    return [found('SAYS_FORBIDDEN', unknown.join(' '), text, transition)]
  }
  const { to, event } = transition
  const opens = location.state === OFFLINE && to.state !== OFFLINE && transition.cause !== 'start'
  if (opens && !isOpening(module, location, transition)) {
    const text = `The ${side} leads from ${location.path} to ${to.path} on ${event}; no connection was opened.`
    return [found('WRONG_STATE', `${side} offline`, text, transition)]
  }
  const givesUp =
    transition.cause === 'loss' ||
    (transition.cause !== 'start' && contractIndex.isMute(location.state, side))
  const hangsUp = contractIndex.isOver(ends) && to.state === OFFLINE
  if (ends === to.state || hangsUp || (givesUp && contractIndex.isEnded(to.state))) return []
  const saying = transition.told.length === 0 ? '' : `, saying ${transition.told.join(', ')}`
  const last = words.at(-1)?.message ?? (transition.cause === 'hear' ? event.slice('recv.'.length) : '')
  return [
    found(
      'WRONG_STATE',
      last === '' ? `${side} ${location.state} ${event}` : `${last} ${ends}`,
      `The ${side} goes from ${location.state} to ${to.state} on ${event}${saying}; the contract leads to ${ends}.`,
      transition,
    ),
  ]
}

/** Whether the actor that opens a connection has ended. */
const isOpening = ({ outcomes }: MachineModule, { actors }: Location, { event }: Transition): boolean =>
  actors.includes(OPENING_ACTOR) && outcomes[OPENING_ACTOR]?.includes(event) === true
