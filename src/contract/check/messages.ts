import { type Flaw, quote } from '../failure.ts'
import type { WrittenContract, WrittenMessage } from '../model.ts'
import type { Path, Places } from '../places.ts'
import { isConversation } from '../resolve.ts'
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
  const fields = Object.entries(message.fields ?? {})
  const tagged = fields.map(([name, { tag }]): Numbered => {
    return { name, number: tag, path: [...path, 'fields', name, 'tag'] }
  })
  const { tags = [], names = [] } = message.reserved ?? {}
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
    ...checkSince(since, 1, version, [...path, 'since'], places),
    ...tagged.flatMap((field) =>
      flawIf(!isTag(field.number), () => {
        const message = `${quote(field.name)} cannot have the tag ${field.number}.`
        return { place: places.ofValue(field.path), rule: 'TAG_OUT_OF_RANGE', message }
      }),
    ),
    ...checkReserved(tags, isTag, [...path, 'reserved', 'tags'], places),
    ...checkReserved(names, () => true, [...path, 'reserved', 'names'], places),
    ...repeated(tagged, 'TAG_DUPLICATE', places),
    ...reservedNumbers(tagged, tags, 'TAG_RESERVED', places),
    ...reservedNames(Object.keys(message.fields ?? {}), names, [...path, 'fields'], places),
    ...fields.flatMap(([name, field]) =>
      // A message that is itself out of range has been told of.
      field.since === undefined || since < 1 || since > version
        ? []
        : checkSince(field.since, since, version, [...path, 'fields', name, 'since'], places),
    ),
  ]
}

// Protobuf keeps 19000 to 19999 for itself.
const isTag = (tag: number): boolean => tag >= 1 && tag <= 536_870_911 && (tag < 19_000 || tag > 19_999)

const isNumber = (number: number): boolean => number >= 1 && number <= MAX_NUMBER

const checkSince = (
  since: number,
  least: number,
  most: number,
  path: Path,
  places: Places,
): readonly Flaw[] =>
  flawIf(since < least || since > most, () => {
    const message = `Version ${since} is not one of ${least} to ${most}.`
    return { place: places.ofValue(path), rule: 'SINCE_OUT_OF_RANGE', message }
  })

const flawIf = (holds: boolean | undefined, flaw: () => Flaw): readonly Flaw[] => (holds ? [flaw()] : [])
