/** Names, and the names that each leads to. */
export type Graph = ReadonlyMap<string, readonly string[]>

/** Names that can be reached from some, themselves included. */
export const reachable = (graph: Graph, from: Iterable<string>): ReadonlySet<string> => {
  const seen = new Set(from)
  for (const name of seen) for (const next of graph.get(name) ?? []) seen.add(next)
  return seen
}

/** The same graph with each arrow the other way round. */
export const reversed = (graph: Graph): Graph => {
  const back = new Map<string, string[]>([...graph.keys()].map((name) => [name, []]))
  for (const [name, nexts] of graph) for (const next of nexts) back.get(next)?.push(name)
  return back
}

/**
 * Of the names given, those that the others come from: one for each group that leads to one another and that no
 * other of the names leads to, the first in the order given.
 */
export const sources = (graph: Graph, names: readonly string[]): readonly string[] => {
  const within: Graph = new Map(
    names.map((name) => [name, (graph.get(name) ?? []).filter((next) => names.includes(next))]),
  )
  const back = reversed(within)
  const told = new Set<string>()
  return names.filter((name) => {
    if (told.has(name)) return false
    const after = reachable(within, [name])
    if ([...reachable(back, [name])].some((before) => !after.has(before))) return false
    for (const next of after) told.add(next)
    return true
  })
}
