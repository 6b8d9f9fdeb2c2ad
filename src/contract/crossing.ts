import { type Side, sides, type UncheckedContract } from './contract.ts'
import { isSaidBy, sayable, sayableAnew } from './turns.ts'

/** Two messages that may cross in a state, and do not lead to the same in either order. */
export interface Crossing {
  readonly state: string
  /** The client's, and the server's. */
  readonly messages: Readonly<Record<Side, string>>
  /** Where the client is after its own message and then the server's, and the server after the other order; null: not heard. */
  readonly ends: Readonly<Record<Side, string | null>>
}

/**
 * Finds messages that cross and do not meet again: a state in which both sides may speak is a diamond for each two of
 * their messages. What ends everything is apart, since nothing is heard after it.
 */
export const crossingsOf = (contract: UncheckedContract): readonly Crossing[] => {
  const states = new Map(contract.states.map((state) => [state.name, state]))
  const isOver = (name: string): boolean => states.get(name)?.turn === 'nobody'
  const heardIn = (name: string, side: Side, message: string): string | null => {
    const state = states.get(name)
    return state === undefined ? null : (sayable(contract, state, side).get(message) ?? null)
  }
  return contract.states.flatMap((state) => {
    const ours = open(sayableAnew(contract, state, 'client'), isOver)
    const theirs = open(sayableAnew(contract, state, 'server'), isOver)
    return ours.flatMap(([client, afterClient]) =>
      theirs.flatMap(([server, afterServer]) => {
        const ends = {
          client: heardIn(afterClient, 'server', server),
          server: heardIn(afterServer, 'client', client),
        }
        return ends.client !== null && ends.client === ends.server
          ? []
          : [{ state: state.name, messages: { client, server }, ends }]
      }),
    )
  })
}

const open = (
  says: ReadonlyMap<string, string>,
  isOver: (state: string) => boolean,
): readonly (readonly [string, string])[] => [...says].filter(([, next]) => !isOver(next))

/** Whether a word ends everything, by whichever side it is said. */
const endsAll = (contract: UncheckedContract, message: string): boolean => {
  const ends = new Set(contract.states.flatMap(({ name, turn }) => (turn === 'nobody' ? [name] : [])))
  return contract.anytime.some(
    (one) => one.message === message && ends.has(one.next.client) && ends.has(one.next.server),
  )
}

/** The sides that have no word under `anytime` that ends everything. */
export const sidesWithoutRefusal = (contract: UncheckedContract): readonly Side[] =>
  sides.filter(
    (side) =>
      !contract.messages.some((message) => isSaidBy(message, side) && endsAll(contract, message.name)),
  )
