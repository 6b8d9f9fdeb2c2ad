import { opposite, type Side } from '../../contract/index.ts'
import { type ContractIndex, OFFLINE } from '../contract-index.ts'
import type { Location, Transition } from './state-graph.ts'

/** A message that is said in a state of the contract; `next` is undefined where the contract forbids it. */
interface Spoken {
  readonly state: string
  readonly message: string
  readonly next: string | undefined
}

/** The messages said in a step, one after the other. */
interface Speech {
  readonly words: readonly Spoken[]
  /** Where what is heard leads; undefined where nothing is, or may be. */
  readonly heard: string | undefined
  /** The state to which the contract leads. */
  readonly ends: string
  /** Whether it leads out of the state in which the step begins, be it to return. */
  readonly leaves: boolean
}

/** Follows the contract through a step. */
export const speech = (
  side: Side,
  location: Location,
  transition: Transition,
  contractIndex: ContractIndex,
): Speech => {
  const words: Spoken[] = []
  const heard = hearing(side, location, transition, contractIndex)
  let ends = heard ?? begins(side, location, transition, contractIndex)
  let leaves = ends !== location.state
  for (const message of transition.says) {
    const next = contractIndex.said(ends, side, message)
    words.push({ state: ends, message, next })
    ends = next ?? ends
    leaves ||= ends !== location.state
  }
  return { words, heard, ends, leaves }
}

/** A message leads on before it is answered. */
const hearing = (
  side: Side,
  location: Location,
  { cause, event }: Transition,
  contractIndex: ContractIndex,
): string | undefined =>
  cause === 'hear'
    ? contractIndex.heard(location.state, opposite(side), event.slice('recv.'.length))
    : undefined

/** A client that opens a connection is in the first state, as its server is. */
const begins = (
  side: Side,
  location: Location,
  { cause, to }: Transition,
  contractIndex: ContractIndex,
): string => {
  if (location.state === OFFLINE)
    return (side === 'server' ? cause === 'start' : to.state !== OFFLINE) ? contractIndex.first : OFFLINE
  return location.state
}
