import { type Contract, opposite, type Side, sayable } from '../../contract/index.ts'
import type { PlainMachine } from './plain-machine.ts'
import { restingIn } from './resting.ts'

/** By the side that hears them: by its name, the message that stands for another. */
export type Firsts = Readonly<Record<Side, ReadonlyMap<string, string>>>

export const firstsOf = (
  standsFor: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(standsFor).flatMap(([first, others]) => others.map((other) => [other, first] as const)),
  )

/** Messages that stand for others though the side that hears them tells them apart, as a sentence each. */
export const toldApart = (
  contract: Contract,
  machines: Readonly<Record<Side, PlainMachine>>,
  standsFor: Firsts,
  side: Side,
): readonly string[] => {
  const { places } = machines[side]
  const states = new Map(contract.states.map((state) => [state.name, state]))
  const resting = restingIn(contract, machines.client)
  const isEnd = (state: string): boolean => states.get(state)?.turn === 'nobody'
  const isLast = (message: string): boolean =>
    contract.anytime.some(
      (word) => word.message === message && isEnd(word.next.client) && isEnd(word.next.server),
    )
  const toldTo = (hearer: Side, message: string): string => standsFor[hearer].get(message) ?? message
  /** Everything that follows from a message: what is answered, where it leads, and whether somebody gets on by it. */
  const heard = (message: string): string =>
    JSON.stringify([
      isLast(message),
      [...places.values()].map(({ state, steps }) => {
        const found = states.get(state)
        if (found === undefined || isEnd(state)) return null
        if (!sayable(contract, found, opposite(side)).has(message)) return null
        const next = found.says.get(message)
        return steps
          .filter(({ event }) => event === `recv.${message}`)
          .map(({ says, to }) => [
            to,
            says.map((said) => [isLast(said), toldTo(opposite(side), said)]),
            resting.has(state) && places.get(to)?.state === state && next !== undefined && !isEnd(next),
          ])
      }),
    ])
  return [...standsFor[side]]
    .filter(([other, first]) => heard(other) !== heard(first))
    .map(([other, first]) => `The ${side} tells ${other} from ${first}.`)
}
