import { hasComputedLimit } from '../complete.ts'
import { type Side, sides } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import type { WrittenContract, WrittenState } from '../model.ts'
import { didYouMean } from '../near.ts'
import type { Path, Places } from '../places.ts'
import { MAX_BODY_BYTES, MAX_DURATION_MS, MAX_HEARTBEATS, readDuration, readSize } from '../units.ts'

/** That each state by itself is whole: names exist, whoever has the turn says them, limits are there and sensible. */
export const checkStates = (written: WrittenContract, places: Places): readonly Flaw[] => {
  if (written.states === undefined) {
    return [flaw(places.ofValue([]), 'STATES_REQUIRED', 'There are no states.')]
  }
  const states = Object.entries(written.states)
  const [first] = states
  return [
    ...(first?.[1].turn === 'nobody'
      ? [flaw(places.ofKey(['states', first[0]]), 'START_IS_END', `${quote(first[0])} is the first state.`)]
      : []),
    ...checkParents(written, places),
    ...states.flatMap(([name, state]) =>
      state.turn === 'nobody'
        ? checkEnd(state, ['states', name], places)
        : checkOpen(state, ['states', name], written, places),
    ),
    ...checkAnytime(written, places),
  ]
}

const flaw = (place: Flaw['place'], rule: Flaw['rule'], message: string): Flaw => ({ place, rule, message })

/** That no state holds others. */
export const checkParents = ({ states = {} }: WrittenContract, places: Places): readonly Flaw[] => {
  const parents = new Map<string, string>()
  for (const name of Object.keys(states)) {
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      parents.set(name.slice(0, dot), name)
    }
  }
  return Object.keys(states).flatMap((name) => {
    const child = parents.get(name)
    if (child === undefined) return []
    return [flaw(places.ofKey(['states', name]), 'STATE_IS_PARENT', `${quote(name)} holds ${quote(child)}.`)]
  })
}

const checkEnd = (state: WrittenState, path: Path, places: Places): readonly Flaw[] => {
  const key = (['within', 'maxBody', 'inFlight', 'says'] as const).find((other) => state[other] !== undefined)
  if (key === undefined) return []
  return [
    flaw(places.ofKey([...path, key]), 'END_NOT_BARE', `Nobody has the turn, and there is ${quote(key)}.`),
  ]
}

const checkOpen = (
  state: WrittenState,
  path: Path,
  written: WrittenContract,
  places: Places,
): readonly Flaw[] => {
  const here = places.ofKey(path)
  const name = quote(String(path.at(-1)))
  const isComputed = hasComputedLimit({ name: String(path.at(-1)), inFlight: state.inFlight ?? false })
  if (state.turn === undefined) return [flaw(here, 'TURN_REQUIRED', `${name} is nobody's turn.`)]
  return [
    ...(state.within === undefined ? [flaw(here, 'DEADLINE_REQUIRED', `${name} could last for ever.`)] : []),
    ...(state.maxBody === undefined && !isComputed
      ? [flaw(here, 'MAX_BODY_REQUIRED', `${name} has no limit for bodies.`)]
      : []),
    ...checkLimits(state, path, places),
    ...(state.inFlight && state.turn === 'both'
      ? [flaw(places.ofKey([...path, 'inFlight']), 'IN_FLIGHT_TURN', `In ${name} both sides have the turn.`)]
      : []),
    ...checkSays(state, path, written, places),
  ]
}

const checkLimits = ({ within, maxBody }: WrittenState, path: Path, places: Places): readonly Flaw[] => {
  const deadline = within === undefined ? { ms: 1 } : readDuration(within)
  const isWaitable =
    'ms' in deadline
      ? deadline.ms <= MAX_DURATION_MS
      : deadline.heartbeats >= 2 && deadline.heartbeats <= MAX_HEARTBEATS
  const bytes = maxBody === undefined ? 1 : readSize(maxBody)
  return [
    ...(isWaitable
      ? []
      : [
          flaw(
            places.ofValue([...path, 'within']),
            'DURATION_OUT_OF_RANGE',
            `${quote(within ?? '')} cannot be waited.`,
          ),
        ]),
    ...(bytes >= 1 && bytes <= MAX_BODY_BYTES
      ? []
      : [
          flaw(
            places.ofValue([...path, 'maxBody']),
            'SIZE_OUT_OF_RANGE',
            `A body cannot have ${bytes} bytes.`,
          ),
        ]),
  ]
}

const checkSays = (
  state: WrittenState,
  path: Path,
  written: WrittenContract,
  places: Places,
): readonly Flaw[] => {
  const says = Object.entries(state.says ?? {})
  const speakers = sides.filter((side) => state.turn === side || state.turn === 'both')
  const isSaidBy = (name: string, side: Side): boolean => {
    const from = written.messages[name]?.from
    return from === side || from === 'both'
  }
  return says.flatMap(([name, next]) => {
    const at = [...path, 'says', name]
    const unknown = [...checkMessage(name, at, written, places), ...checkNext(next, at, written, places)]
    return unknown.length > 0 || speakers.some((side) => isSaidBy(name, side))
      ? unknown
      : [
          flaw(
            places.ofKey(at),
            'SAYS_WRONG_SIDE',
            `${quote(name)} is not said by the ${sides.join(' or the ')}.`,
          ),
        ]
  })
}

const checkAnytime = (written: WrittenContract, places: Places): readonly Flaw[] =>
  Object.entries(written.anytime ?? {}).flatMap(([name, next]) => {
    const at = ['anytime', name]
    return [
      ...checkMessage(name, at, written, places),
      ...(typeof next === 'string'
        ? checkNext(next, at, written, places)
        : Object.entries(next).flatMap(([side, state]) => checkNext(state, [...at, side], written, places))),
    ]
  })

const checkMessage = (
  name: string,
  path: Path,
  { messages }: WrittenContract,
  places: Places,
): readonly Flaw[] =>
  messages[name] !== undefined
    ? []
    : [
        flaw(
          places.ofKey(path),
          'MESSAGE_UNKNOWN',
          `There is no message ${quote(name)}.${didYouMean(name, Object.keys(messages))}`,
        ),
      ]

/** That a state that something leads to is there. */
export const checkNext = (
  next: string,
  path: Path,
  { states = {} }: WrittenContract,
  places: Places,
): readonly Flaw[] =>
  states[next] !== undefined
    ? []
    : [
        flaw(
          places.ofValue(path),
          'STATE_UNKNOWN',
          `There is no state ${quote(next)}.${didYouMean(next, Object.keys(states))}`,
        ),
      ]
