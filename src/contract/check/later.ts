import type { Field, UncheckedContract } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import type { Path, Places } from '../places.ts'
import { isRequired } from '../required.ts'

/** That a version which is still spoken can do without what came after it. */
export const checkLater = (
  { messages, types, speaks }: UncheckedContract,
  places: Places,
): readonly Flaw[] => [
  ...types.flatMap(({ name, value, ofBase }) =>
    value.base === 'record' && !ofBase ? flawed(value.fields, speaks, ['types', name], places) : [],
  ),
  ...messages.flatMap(({ name, since, fields, ofBase }) =>
    ofBase ? [] : flawed(fields, Math.max(since, speaks), ['messages', name], places),
  ),
]

/** The fields of a message or record that came after a version, and are never absent. */
const flawed = (fields: readonly Field[], version: number, path: Path, places: Places): readonly Flaw[] =>
  fields
    .filter((field) => field.since > version && !field.optional && isNeverAbsent(field))
    .map(({ name, since }) => ({
      place: places.ofValue([...path, 'fields', name, 'since']),
      rule: 'SINCE_NEEDS_OPTIONAL',
      message: `${quote(name)} came with version ${since}, and version ${version} is still spoken.`,
    }))

const isNeverAbsent = ({ list, value }: Field): boolean =>
  list === null ? isRequired(value) : list.minItems > 0
