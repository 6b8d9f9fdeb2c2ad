import type { Message, State, UncheckedContract } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import { maxBodyBytes } from '../max-body-bytes.ts'
import type { Places } from '../places.ts'
import { sayable } from '../turns.ts'

/**
 * That whatever may be said in a state fits its limit. Of each state only the largest message is told, and each
 * message only once, at the first state that is too small for it.
 */
export const checkBodies = (contract: UncheckedContract, places: Places): readonly Flaw[] => {
  const bytes = new Map(contract.messages.map((message) => [message, maxBodyBytes(message)]))
  const states = new Map<Message, State[]>()
  for (const state of contract.states) {
    const names = new Set([
      ...sayable(contract, state, 'client').keys(),
      ...sayable(contract, state, 'server').keys(),
    ])
    const [largest] = [...bytes].filter(([{ name }]) => names.has(name)).sort((a, b) => b[1] - a[1])
    if (largest !== undefined && largest[1] > state.maxBody) {
      states.set(largest[0], [...(states.get(largest[0]) ?? []), state])
    }
  }
  return [...states].map(([message, tooSmall]) => {
    const names = tooSmall.map(({ name }) => quote(name)).join(', ')
    return {
      place: places.ofValue(['states', tooSmall[0]?.name ?? '', 'maxBody']),
      rule: 'BODY_TOO_LARGE',
      message: `${quote(message.name)} can have ${bytes.get(message)} bytes, more than ${names} allows.`,
    }
  })
}
