import type { Contract } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import { type Graph, sources } from '../graph.ts'
import type { WrittenContract } from '../model.ts'
import type { Places } from '../places.ts'
import { depthOf, MAX_DEPTH } from '../resolve-types.ts'

/** That no record or union is a part of itself, and that they do not stand in one another too deeply. */
export const checkNesting = (
  { types = {} }: WrittenContract,
  base: Contract | null,
  places: Places,
): readonly Flaw[] => {
  const ofBase = new Map((base?.types ?? []).map(({ name, value }) => [name, depthOf(value)]))
  const parts: Graph = new Map(
    Object.entries(types)
      .filter(([, { base }]) => base === 'record' || base === 'union')
      .map(([name, { fields = {}, of = {} }]) => [
        name,
        [
          ...Object.values(fields).flatMap(({ list, type }) => list ?? type ?? []),
          ...Object.values(of).flatMap(({ type }) => type ?? []),
        ],
      ]),
  )
  const depths = new Map<string, number>(ofBase)
  let rest = [...parts.keys()]
  // Depth by depth, so that no text is too deep for the stack; what is left at last is a part of itself, or holds that.
  for (let found = true; found; ) {
    const ready = rest.filter((name) =>
      parts.get(name)?.every((part) => !parts.has(part) || depths.has(part)),
    )
    for (const name of ready) {
      depths.set(name, 1 + Math.max(0, ...(parts.get(name) ?? []).map((part) => depths.get(part) ?? 0)))
    }
    rest = rest.filter((name) => !depths.has(name))
    found = ready.length > 0
  }
  return [
    ...sources(reversedWithin(parts, rest), rest).map(
      (name): Flaw => ({
        place: places.ofKey(['types', name]),
        rule: 'TYPE_RECURSIVE',
        message: `${quote(name)} is a part of itself.`,
      }),
    ),
    ...[...parts.keys()]
      .filter((name) => depths.get(name) === MAX_DEPTH + 1)
      .map(
        (name): Flaw => ({
          place: places.ofKey(['types', name]),
          rule: 'TYPE_TOO_DEEP',
          message: `${quote(name)} holds ${MAX_DEPTH} others in one another.`,
        }),
      ),
  ]
}

/** Holders of each of some names, of those alone: a group that is its own part is a source of what holds it. */
const reversedWithin = (parts: Graph, names: readonly string[]): Graph => {
  const within = new Set(names)
  const holders = new Map<string, string[]>(names.map((name) => [name, []]))
  for (const name of names)
    for (const part of parts.get(name) ?? []) if (within.has(part)) holders.get(part)?.push(name)
  return holders
}
