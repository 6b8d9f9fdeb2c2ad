import type { Contract } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import type { WrittenContract, WrittenState } from '../model.ts'
import type { Path, Places } from '../places.ts'
import { reservedNames } from './reserved.ts'
import { checkNext, checkParents } from './states.ts'

/** That a contract on a base says only what is its own: states within converse, with messages of its own. */
export const checkOnBase = (written: WrittenContract, base: Contract, places: Places): readonly Flaw[] => {
  const { messages, types = {}, states = {} } = written
  const removed = base.reserved?.names ?? []
  return [
    ...(written.protocol === base.protocol
      ? [
          {
            place: places.ofValue(['protocol']),
            rule: 'NAME_COLLISION' as const,
            message: `${quote(written.protocol)} is the name of the base.`,
          },
        ]
      : []),
    ...(written.anytime === undefined ? [] : [notHere(['anytime'], places)]),
    ...reservedNames(Object.keys(types), removed, ['types'], places),
    ...reservedNames(Object.keys(messages), removed, ['messages'], places),
    ...checkParents(written, places),
    ...Object.entries(states).flatMap(([name, state]) => checkState(name, state, written, base, places)),
  ]
}

const checkState = (
  name: string,
  state: WrittenState,
  written: WrittenContract,
  base: Contract,
  places: Places,
): readonly Flaw[] => {
  const path = ['states', name]
  const inherited = (['turn', 'within', 'maxBody', 'inFlight'] as const).filter(
    (key) => state[key] !== undefined,
  )
  return [
    ...(name.startsWith('converse.')
      ? []
      : [
          {
            place: places.ofKey(path),
            rule: 'STATE_NOT_WITHIN_CONVERSE' as const,
            message: `${quote(name)} does not stand in the place of converse.`,
          },
        ]),
    ...inherited.map((key) => notHere([...path, key], places)),
    ...Object.entries(state.says ?? {}).flatMap(([message, next]) => {
      const at = [...path, 'says', message]
      return [...checkSaid(message, at, written, base, places), ...checkNext(next, at, written, places)]
    }),
  ]
}

const checkSaid = (
  name: string,
  path: Path,
  { messages }: WrittenContract,
  base: Contract,
  places: Places,
): readonly Flaw[] => {
  if (messages[name] !== undefined) return []
  if (base.messages.some((message) => message.name === name)) return [notHere(path, places)]
  return [
    { place: places.ofKey(path), rule: 'MESSAGE_UNKNOWN', message: `There is no message ${quote(name)}.` },
  ]
}

const notHere = (path: Path, places: Places): Flaw => ({
  place: places.ofKey(path),
  rule: 'NOT_ON_BASE',
  message: `${quote(String(path.at(-1)))} comes from the base.`,
})
