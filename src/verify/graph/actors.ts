import type { ContractIndex } from '../contract-index.ts'
import { speech } from './sends.ts'
import type { Location, StateGraph, Transition } from './state-graph.ts'
import { type Found, found } from './violation.ts'

/** Finds actors that nobody knows an end of, and outcomes that do not leave the state that runs the actor. */
export const actorsIn = ({ side, module }: StateGraph, location: Location): readonly Found[] => [
  ...location.actors
    .filter((actor) => (module.outcomes[actor] ?? []).length === 0)
    .map((actor) =>
      found(
        'OUTCOME_IGNORED',
        `${side} ${actor}`,
        `No outcome is listed of the actor ${actor}, which the ${side} runs in ${location.path}.`,
      ),
    ),
  // A place says which actors run: none of them may have ended.
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
          `${side} ${actor}`,
          `The ${side} does not leave the state that runs ${actor} on ${transition.event} in ${location.path}.`,
          transition,
        ),
      ),
  ),
]

/** Finds steps that do not do what the module says of their event, or of their message. */
export const meaningsIn = (
  { side, module }: StateGraph,
  location: Location,
  contractIndex: ContractIndex,
): readonly Found[] =>
  location.transitions.flatMap((transition) => [
    ...misspoken(side, module.means ?? {}, location, transition),
    ...undone(side, module.does ?? {}, location, transition, contractIndex),
  ])

/** A message that stands for an outcome is said on that outcome, and on no other. */
const misspoken = (
  side: StateGraph['side'],
  means: Readonly<Record<string, readonly string[]>>,
  { path }: Location,
  transition: Transition,
): readonly Found[] => {
  const { cause, event, says } = transition
  if (cause !== 'outcome') return []
  return Object.entries(means)
    .filter(([message, events]) => says.includes(message) !== events.includes(event))
    .map(([message, events]) => {
      const text = says.includes(message)
        ? `The ${side} says ${message} on ${event} in ${path}; it stands for ${events.join(' or ')}.`
        : `The ${side} does not say ${message} on ${event} in ${path}, which it stands for.`
      return found('OUTCOME_MISTOLD', `${side} ${message}`, text, transition)
    })
}

/** Messages and outcomes on which none of the expected actions is performed and none of the actors begins. */
const undone = (
  side: StateGraph['side'],
  does: Readonly<Record<string, readonly string[]>>,
  location: Location,
  transition: Transition,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const { cause, event, performs, starts } = transition
  const asked = does[event]
  if (asked === undefined || asked.some((one) => performs.includes(one) || starts.includes(one))) return []
  if (contractIndex.isEnded(location.state)) return []
  const isForbidden =
    cause === 'hear' && speech(side, location, transition, contractIndex).heard === undefined
  return isForbidden
    ? []
    : [
        found(
          'ACTION_MISSING',
          `${side} ${event}`,
          `The ${side} does not ${asked.join(' or ')} on ${event} in ${location.path}.`,
          transition,
        ),
      ]
}
