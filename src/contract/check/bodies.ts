import { largestIn } from '../complete.ts'
import type { Message, UncheckedContract } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import { maxBodyBytes, maxFieldBytes } from '../max-body-bytes.ts'
import type { Places } from '../places.ts'
import { MAX_BODY_BYTES } from '../units.ts'

/**
 * That a body can be sent, and that whatever may be said in a state fits its limit. Of each state only the largest
 * message is told, and each message only once, at the first state that is too small for it.
 */
export const checkBodies = (contract: UncheckedContract, places: Places): readonly Flaw[] => {
  const oversized = contract.messages.filter((message) => maxBodyBytes(message) > MAX_BODY_BYTES)
  return oversized.length > 0
    ? oversized.map((message) => checkMessage(message, places))
    : checkStates(contract, places)
}

const checkMessage = (message: Message, places: Places): Flaw => {
  const [largest] = [...message.fields].sort((a, b) => maxFieldBytes(b) - maxFieldBytes(a))
  const field = largest?.name ?? ''
  return {
    place: places.ofKey(['messages', message.name, 'fields', field]),
    rule: 'BODY_TOO_LARGE',
    message: `${quote(message.name)} can have ${maxBodyBytes(message)} bytes, most of them in ${quote(field)}.`,
  }
}

const checkStates = (contract: UncheckedContract, places: Places): readonly Flaw[] => {
  const tooSmall = new Map<Message, string[]>()
  for (const state of contract.states) {
    const largest = largestIn(contract, state)
    if (largest !== null && maxBodyBytes(largest) > state.maxBody) {
      tooSmall.set(largest, [...(tooSmall.get(largest) ?? []), state.name])
    }
  }
  return [...tooSmall].map(([message, states]) => ({
    place: places.ofValue(['states', states[0] ?? '', 'maxBody']),
    rule: 'BODY_TOO_LARGE',
    message: `${quote(message.name)} can have ${maxBodyBytes(message)} bytes, more than ${states.map(quote).join(', ')} allows.`,
  }))
}
