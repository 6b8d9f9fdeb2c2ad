import type { Flaw } from '../failure.ts'
import type { WrittenContract, WrittenMessage } from '../model.ts'
import type { Path, Places } from '../places.ts'
import { isConversation } from '../resolve.ts'
import { checkMembers, checkSince } from './members.ts'
import { type Numbered, repeated } from './numbered.ts'
import { checkReserved, reservedNames, reservedNumbers } from './reserved.ts'

const MAX_NUMBER = 65_535

/** That numbers and tags are in range, used once and not reserved, and that versions are in order. */
export const checkMessages = (written: WrittenContract, places: Places): readonly Flaw[] => {
  const { speaks = 1, version } = written
  const messages = Object.entries(written.messages)
  const numbered = messages.map(([name, { number }]): Numbered => {
    return { name, number, path: ['messages', name, 'number'] }
  })
  const { numbers = [], names = [] } = written.reserved ?? {}
  return [
    ...flawIf(speaks > version, () => {
      const message = `Version ${version} cannot speak ${speaks}.`
      return { place: places.ofValue(['speaks']), rule: 'SPEAKS_OUT_OF_RANGE', message }
    }),
    ...checkReserved(numbers, isNumber, ['reserved', 'numbers'], places),
    ...checkReserved(names, () => true, ['reserved', 'names'], places),
    ...repeated(numbered, 'NUMBER_DUPLICATE', places),
    ...reservedNumbers(numbered, numbers, 'NUMBER_RESERVED', places),
    ...reservedNames(Object.keys(written.types ?? {}), names, ['types'], places),
    ...reservedNames(Object.keys(written.messages), names, ['messages'], places),
    ...messages.flatMap(([name, message]) => checkMessage(message, ['messages', name], written, places)),
  ]
}

const checkMessage = (
  message: WrittenMessage,
  path: Path,
  { version, base }: WrittenContract,
  places: Places,
): readonly Flaw[] => {
  const since = message.since ?? 1
  const place = places.ofValue([...path, 'number'])
  const kind = (message.conversation ?? isConversation(message)) ? 'conversation' : 'control'
  return [
    ...flawIf(
      !isNumber(message.number) ||
        (kind === 'conversation') !== isConversation(message) ||
        (base !== undefined && !isConversation(message)),
      () => {
        const where = base === undefined ? '' : ' on a base'
        return {
          place,
          rule: 'NUMBER_OUT_OF_RANGE',
          message: `A ${kind} message${where} cannot have ${message.number}.`,
        }
      },
    ),
    ...checkSince(since, { from: 1, to: version }, [...path, 'since'], places),
    ...checkMembers(
      message.fields ?? {},
      'fields',
      message.reserved,
      // A message that is itself out of range has been told of.
      { from: since < 1 || since > version ? 1 : since, to: version },
      path,
      places,
    ),
  ]
}

const isNumber = (number: number): boolean => number >= 1 && number <= MAX_NUMBER

const flawIf = (holds: boolean | undefined, flaw: () => Flaw): readonly Flaw[] => (holds ? [flaw()] : [])
