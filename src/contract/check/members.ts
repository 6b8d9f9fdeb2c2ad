import { type Flaw, quote } from '../failure.ts'
import type { Path, Places } from '../places.ts'
import { type Numbered, repeated } from './numbered.ts'
import { checkReserved, reservedNames, reservedNumbers } from './reserved.ts'

/** Members with names and tags: fields, or the arms of a union. */
interface Members {
  readonly [name: string]: { readonly tag: number; readonly since?: number }
}

/** That members have tags of their own, in range and not reserved, and come in a version that there is. */
export const checkMembers = (
  members: Members,
  key: 'fields' | 'of',
  reserved: { readonly tags?: readonly number[]; readonly names?: readonly string[] } | undefined,
  versions: { readonly from: number; readonly to: number },
  path: Path,
  places: Places,
): readonly Flaw[] => {
  const tagged = Object.entries(members).map(
    ([name, { tag }]): Numbered => ({ name, number: tag, path: [...path, key, name, 'tag'] }),
  )
  const { tags = [], names = [] } = reserved ?? {}
  return [
    ...tagged
      .filter(({ number }) => !isTag(number))
      .map((member): Flaw => {
        const message = `${quote(member.name)} cannot have the tag ${member.number}.`
        return { place: places.ofValue(member.path), rule: 'TAG_OUT_OF_RANGE', message }
      }),
    ...checkReserved(tags, isTag, [...path, 'reserved', 'tags'], places),
    ...checkReserved(names, () => true, [...path, 'reserved', 'names'], places),
    ...repeated(tagged, 'TAG_DUPLICATE', places),
    ...reservedNumbers(tagged, tags, 'TAG_RESERVED', places),
    ...reservedNames(Object.keys(members), names, [...path, key], places),
    ...Object.entries(members).flatMap(([name, { since }]) =>
      since === undefined ? [] : checkSince(since, versions, [...path, key, name, 'since'], places),
    ),
  ]
}

// Protobuf keeps 19000 to 19999 for itself.
const isTag = (tag: number): boolean => tag >= 1 && tag <= 536_870_911 && (tag < 19_000 || tag > 19_999)

/** That something came in one of some versions. */
export const checkSince = (
  since: number,
  { from, to }: { readonly from: number; readonly to: number },
  path: Path,
  places: Places,
): readonly Flaw[] => {
  if (since >= from && since <= to) return []
  const message = `Version ${since} is not one of ${from} to ${to}.`
  return [{ place: places.ofValue(path), rule: 'SINCE_OUT_OF_RANGE', message }]
}
