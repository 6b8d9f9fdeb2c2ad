import { type Side, type State, sides, type UncheckedContract } from './contract.ts'
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
  const isOver = new Set(contract.states.filter(({ turn }) => turn === 'nobody').map(({ name }) => name))
  const heard = { client: heardByState(contract, 'client'), server: heardByState(contract, 'server') }
  const heardIn = (state: string, side: Side, message: string): string | null =>
    heard[side](state).get(message) ?? null
  const openIn = (state: State, side: Side): readonly Step[] =>
    [...sayableAnew(contract, state, side)]
      .map(([message, next]) => ({ message, next }))
      .filter(({ next }) => !isOver.has(next))
  return contract.states.flatMap((state) => {
    const theirs = openIn(state, 'server')
    const afterTheirs = [...new Set(theirs.map(({ next }) => next))]
    const crossing = (ours: Step): readonly Omit<Crossing, 'state'>[] =>
      theirs.flatMap(({ message, next }) => {
        const client = heardIn(ours.next, 'server', message)
        const server = heardIn(next, 'client', ours.message)
        return client !== null && client === server
          ? []
          : [{ messages: { client: ours.message, server: message }, ends: { client, server } }]
      })
    // Messages of the client that lead to the same, now and after each message of the server, cross with the same ones.
    const alike = new Map<string, readonly Omit<Crossing, 'state'>[]>()
    return openIn(state, 'client').flatMap((ours) => {
      const key = [ours.next, ...afterTheirs.map((after) => heardIn(after, 'client', ours.message))].join()
      const known = alike.get(key) ?? crossing(ours)
      alike.set(key, known)
      return known.map(({ messages: { server }, ends }) => ({
        state: state.name,
        messages: { client: ours.message, server },
        ends,
      }))
    })
  })
}

/** A message, and the state that follows. */
interface Step {
  readonly message: string
  readonly next: string
}

/** The messages of a side in a state of that name, put together once a state. */
const heardByState = (
  contract: UncheckedContract,
  side: Side,
): ((name: string) => ReadonlyMap<string, string>) => {
  const states = new Map(contract.states.map((state) => [state.name, state]))
  const known = new Map<string, ReadonlyMap<string, string>>()
  return (name) => {
    const state = states.get(name)
    const heard = known.get(name) ?? (state === undefined ? new Map() : sayable(contract, state, side))
    known.set(name, heard)
    return heard
  }
}

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
