import { aContract, aMessage, aSide, aState } from './arguments.ts'
import type { Message, Side, State, UncheckedContract } from './contract.ts'

/** Whether a message is one that this side says. */
export const isSaidBy = (message: Message, side: Side): boolean => {
  aMessage('message', message)
  aSide('side', side)
  return message.from === 'both' || message.from === side
}

/** Whether it is this side's turn, alone or with the other. */
export const hasTurn = (state: State, side: Side): boolean => {
  aState('state', state)
  aSide('side', side)
  return state.turn === 'both' || state.turn === side
}

/**
 * Messages that a side may say in a state, and the state that follows: the one place where `says`, `anytime` and `inFlight`
 * are put together. Ordered by message number.
 *
 * - `says` counts for the side whose turn it is;
 * - `anytime` counts for both sides in every open state, but not for a side that has said its last word there
 *   (the side whose turn an `inFlight` state is not);
 * - in an `inFlight` state, whatever else the speaking side may ever say is heard and leads nowhere.
 */
export const sayable = (
  contract: UncheckedContract,
  state: State,
  side: Side,
): ReadonlyMap<string, string> => {
  aContract('contract', contract)
  aState('state', state)
  aSide('side', side)
  const next = new Map<string, string>()
  if (state.turn === 'nobody' || (state.inFlight && !hasTurn(state, side))) return next
  const anytime = new Map(contract.anytime.map((one) => [one.message, one.next[side]]))
  for (const message of contract.messages) {
    if (!isSaidBy(message, side)) continue
    const follows =
      (hasTurn(state, side) ? state.says.get(message.name) : undefined) ??
      anytime.get(message.name) ??
      (state.inFlight ? state.name : undefined)
    if (follows !== undefined) next.set(message.name, follows)
  }
  return next
}

/**
 * Messages that a side may say anew in a state: fewer than the other side hears there where it is `inFlight`, since what was said
 * before the last word was heard still arrives.
 */
export const sayableAnew = (
  contract: UncheckedContract,
  state: State,
  side: Side,
): ReadonlyMap<string, string> =>
  state.inFlight && !hasTurn(state, side) ? new Map() : sayable(contract, { ...state, inFlight: false }, side)
