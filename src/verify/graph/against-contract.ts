import { opposite, type Side } from '../../contract/index.ts'
import { DEFAULT_HEARTBEAT_MS } from '../../engine/machine.ts'
import { type ContractIndex, OFFLINE } from '../contract-index.ts'
import type { Rule } from '../rules.ts'
import { speech } from './sends.ts'
import type { Location, StateGraph, Transition } from './state-graph.ts'

/** A rule that a machine breaks by itself: in a place, or with a step from there. */
export interface Violation {
  readonly rule: Rule
  readonly text: string
  readonly location: Location
  readonly transition: Transition | null
}

type Found = Omit<Violation, 'location'>

/** Checks a machine against the contract: in every place, over everything that can happen there. */
export const againstContract = (graph: StateGraph, contractIndex: ContractIndex): readonly Violation[] => [
  ...[graph.before, ...graph.locations].flatMap((location) =>
    [
      ...actorsIn(graph, location),
      ...timeIn(graph, location, contractIndex),
      ...location.transitions.flatMap((transition) => stepFrom(graph, location, transition, contractIndex)),
    ].map((found) => ({ ...found, location })),
  ),
  ...contractIndex.codesOf(graph.side).flatMap((code) => refusing(graph, code, contractIndex)),
]

/** A code is refused with in every state in which a word is left, and ends the conversation everywhere. */
const refusing = (
  { side, locations }: StateGraph,
  code: string,
  contractIndex: ContractIndex,
): readonly Violation[] => {
  const event = `refuse.${code}`
  const unanswered = locations.flatMap((location) =>
    location.transitions
      .filter((transition) => transition.event === event && !contractIndex.isEnded(location.state))
      .filter(
        (transition) =>
          !contractIndex.isEnded(transition.to.state) ||
          !(contractIndex.isMute(location.state, side) || refusesWith(transition, code, contractIndex)),
      )
      .map((transition) => ({ location, transition })),
  )
  const [first, ...others] = unanswered
  if (first === undefined) return []
  const more =
    others.length === 0 ? '' : ` and ${others.length} more ${others.length === 1 ? 'place' : 'places'}`
  const text = `The ${side} does not end the conversation with ${code} on ${event} in ${first.location.path}${more}.`
  return [{ ...first, rule: 'REFUSAL_UNANSWERED', text }]
}

/** Whether a step says what ends everything, and no other code where it gives one. */
const refusesWith = ({ words }: Transition, code: string, contractIndex: ContractIndex): boolean =>
  words.some((word) => {
    const given = Object.entries(word).filter(([field]) => contractIndex.enumsOf(word.type).has(field))
    return (
      contractIndex.isBreaking(word.type) && (given.length === 0 || given.some(([, value]) => value === code))
    )
  })

const actorsIn = ({ side, module }: StateGraph, location: Location): readonly Found[] => [
  ...location.actors
    .filter((actor) => (module.outcomes[actor] ?? []).length === 0)
    .map((actor) =>
      found(
        'OUTCOME_IGNORED',
        `No outcome is listed of the actor ${actor}, which the ${side} runs in ${location.path}.`,
      ),
    ),
  // What a place is called says which actors run: none of them may have ended.
  ...location.transitions.flatMap((transition) =>
    location.actors
      .filter(
        (actor) =>
          transition.cause === 'outcome' && module.outcomes[actor]?.includes(transition.event) === true,
      )
      .filter((actor) => transition.to.actors.includes(actor) && !transition.starts.includes(actor))
      .map((actor) =>
        found(
          'OUTCOME_IGNORED',
          `The ${side} does not leave the state that runs ${actor} on ${transition.event} in ${location.path}.`,
          transition,
        ),
      ),
  ),
]

/** Finds states where a side waits without a deadline, or has one without waiting. */
const timeIn = (
  { side, module }: StateGraph,
  location: Location,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const within = contractIndex.waits(location.state, side)
    ? (contractIndex.state(location.state)?.within ?? null)
    : null
  const { heartbeatMs = DEFAULT_HEARTBEAT_MS } = module
  const kept = location.armed.map(({ ms }) => `${ms} ms`).join(' and ')
  if (within !== null && location.armed.length === 0)
    return [found('DEADLINE_MISSING', `The ${side} waits in ${location.path} and keeps no time.`)]
  const askedMs = within === null ? null : 'ms' in within ? within.ms : within.heartbeats * heartbeatMs
  const right =
    location.armed.length === (askedMs === null ? 0 : 1) && location.armed.every(({ ms }) => ms === askedMs)
  const asked =
    within === null
      ? 'no deadline'
      : 'ms' in within
        ? `${within.ms} ms`
        : `${within.heartbeats} heartbeats, which are ${askedMs} ms where one is ${heartbeatMs} ms`
  return [
    ...(right
      ? []
      : [
          found(
            'DEADLINE_DIFFERS',
            `The ${side} keeps ${kept} in ${location.path}; the contract says ${asked}.`,
          ),
        ]),
    ...location.transitions.flatMap((transition) => timeAfter(side, location, transition, contractIndex)),
  ]
}

/** A deadline begins when its state of the contract is entered, and not again in it. */
const timeAfter = (
  side: Side,
  location: Location,
  transition: Transition,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const { cause, event, to, arms } = transition
  const enters = speech(side, location, transition, contractIndex).leaves || to.state !== location.state
  if (cause === 'deadline' && !enters) {
    const text = `The ${side} does not leave ${location.state} when time is up in ${location.path}.`
    return [found('DEADLINE_WITHOUT_EFFECT', text, transition)]
  }
  if (arms === enters || to.armed.length === 0) return []
  const text = enters
    ? `The ${side} does not begin the deadline of ${to.path} on ${event} in ${location.path}.`
    : `The ${side} begins the deadline of ${to.path} again on ${event} in ${location.path}.`
  return [found('DEADLINE_DIFFERS', text, transition)]
}

/** Without a connection nothing arrives. */
const stepFrom = (
  graph: StateGraph,
  location: Location,
  transition: Transition,
  contractIndex: ContractIndex,
): readonly Found[] =>
  transition.cause !== 'hear' || contractIndex.isOver(location.state)
    ? following(graph, location, transition, contractIndex)
    : location.state === OFFLINE
      ? []
      : hearing(graph, location, transition, contractIndex)

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
        `The ${side} ${does} ${message} in ${location.path}; the contract forbids it.`,
        transition,
      ),
    ]
  }
  // What any message does, no message was meant to do.
  const dropped = ends && !contractIndex.isOver(next) && taken?.eventType.endsWith('*') === true
  return breaks || dropped || taken === undefined
    ? [
        found(
          'HEARS_LESS',
          `The ${side} refuses ${message} in ${location.path}; the contract lets it be said.`,
          transition,
        ),
      ]
    : following(graph, location, transition, contractIndex)
}

/** Finds steps whose messages do not lead through the contract to where the machine goes. Without a message a side only gives up. */
const following = (
  { side }: StateGraph,
  location: Location,
  transition: Transition,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const { words, ends } = speech(side, location, transition, contractIndex)
  const forbidden = words.find(({ next }) => next === undefined)
  if (forbidden !== undefined) {
    const { message, state } = forbidden
    const text = `The ${side} says ${message} in ${state}, on ${transition.event}; the contract forbids it.`
    return [found('SAYS_FORBIDDEN', text, transition)]
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
    return [found('SAYS_FORBIDDEN', text, transition)]
  }
  const { to } = transition
  const givesUp =
    transition.cause === 'loss' ||
    (transition.cause !== 'start' && contractIndex.isMute(location.state, side))
  const hangsUp = contractIndex.isOver(ends) && to.state === OFFLINE
  if (ends === to.state || hangsUp || (givesUp && contractIndex.isEnded(to.state))) return []
  const saying = transition.told.length === 0 ? '' : `, saying ${transition.told.join(', ')},`
  return [
    found(
      'WRONG_STATE',
      `The ${side} goes from ${location.path} on ${transition.event}${saying} to ${to.path}; the contract leads to ${ends}.`,
      transition,
    ),
  ]
}

const found = (rule: Rule, text: string, transition: Transition | null = null): Found => ({
  rule,
  text,
  transition,
})
