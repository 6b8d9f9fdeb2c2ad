import { refusalEvent } from '../../engine/driver-events.ts'
import type { ContractIndex } from '../contract-index.ts'
import type { StateGraph, Transition } from './state-graph.ts'
import type { Violation } from './violation.ts'

/** A code is refused with in every state in which a word is left, and ends the conversation everywhere. */
export const refusing = (
  { side, locations }: StateGraph,
  code: string,
  contractIndex: ContractIndex,
): readonly Violation[] => {
  const event = refusalEvent(code)
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
  return [{ ...first, rule: 'REFUSAL_UNANSWERED', about: side, text }]
}

/** Whether a step says what ends everything, and no other code where it gives one. */
const refusesWith = ({ words }: Transition, code: string, contractIndex: ContractIndex): boolean =>
  words.some((word) => {
    const given = Object.entries(word).filter(([field]) => contractIndex.enumsOf(word.type).has(field))
    return (
      contractIndex.isBreaking(word.type) && (given.length === 0 || given.some(([, value]) => value === code))
    )
  })
