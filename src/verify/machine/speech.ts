import { opposite, type Side } from '../../contract/index.ts'
import { type Law, offline } from '../law.ts'
import type { Leap, Spot } from './role.ts'

/** A message that is said in a state of the contract; `next` is undefined where the contract forbids it. */
export interface Spoken {
  readonly state: string
  readonly message: string
  readonly next: string | undefined
}

/** What is said in a step, one message after the other, and the state to which the contract leads. */
export const speech = (
  side: Side,
  spot: Spot,
  leap: Leap,
  law: Law,
): { readonly words: readonly Spoken[]; readonly ends: string } => {
  const words: Spoken[] = []
  let ends = begins(side, spot, leap, law)
  for (const message of leap.says) {
    const next = law.next(ends, side, message)
    words.push({ state: ends, message, next })
    ends = next ?? ends
  }
  return { words, ends }
}

/** A message leads on before it is answered; a connection that is opened leads to the first state. */
const begins = (side: Side, spot: Spot, { cause, event, to }: Leap, law: Law): string => {
  if (spot.state === offline) return to.state === offline ? offline : law.first
  const heard =
    cause === 'hear' ? law.next(spot.state, opposite(side), event.slice('recv.'.length)) : undefined
  return heard ?? spot.state
}
