import { type Flaw, quote } from '../failure.ts'
import type { Path, Places } from '../places.ts'
import type { Rule } from '../rules.ts'

/** Something that has a number, and where the number stands. */
export interface Numbered {
  readonly name: string
  readonly number: number
  readonly path: Path
}

/** A flaw for each number that an earlier one in the file has already. */
export const repeated = (all: readonly Numbered[], rule: Rule, places: Places): readonly Flaw[] => {
  const owners = new Map<number, string>()
  return all.flatMap(({ name, number, path }): readonly Flaw[] => {
    const owner = owners.get(number)
    if (owner === undefined) {
      owners.set(number, name)
      return []
    }
    const message = `${quote(name)} has ${number}, and so has ${quote(owner)}.`
    return [{ place: places.ofValue(path), rule, message }]
  })
}
