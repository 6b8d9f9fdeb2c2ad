/** The things that were reached, and the faults of the rest. */
export interface Coverage {
  /** By kind: `state`, `transition`, `fault`, `bye`, `denied`. */
  readonly kinds: readonly { readonly kind: string; readonly reached: number; readonly all: number }[]
  /** Not reached, with the reason. */
  readonly excused: readonly (readonly [thing: string, reason: string])[]
  /** Not reached, without one. */
  readonly missing: readonly string[]
  /** Reasons for what is reached after all, or does not exist. */
  readonly stale: readonly string[]
  /** Reached, and unknown: names that no longer fit. */
  readonly unknown: readonly string[]
}

/** Compares what was reached with what there is. */
export const compare = (
  all: readonly string[],
  reached: ReadonlySet<string>,
  reasons: Readonly<Record<string, string>>,
): Coverage => {
  const known = new Set(all)
  const left = [...known].filter((thing) => !reached.has(thing))
  const kinds = [...new Set(all.map(kindOf))].map((kind) => {
    const things = [...known].filter((thing) => kindOf(thing) === kind)
    return { kind, reached: things.filter((thing) => reached.has(thing)).length, all: things.length }
  })
  return {
    kinds,
    excused: left.flatMap((thing) => {
      const reason = reasons[thing]
      return reason === undefined ? [] : [[thing, reason] as const]
    }),
    missing: left.filter((thing) => reasons[thing] === undefined),
    stale: Object.keys(reasons).filter((thing) => !known.has(thing) || reached.has(thing)),
    unknown: [...reached].filter((thing) => !known.has(thing)),
  }
}

const kindOf = (thing: string): string => thing.slice(0, thing.indexOf(' '))
