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

/** The names in groups, in each of which every name leads to every other (strongly connected components). */
export const circles = (graph: Graph): readonly (readonly string[])[] => {
  const back = reversed(graph)
  const placed = new Set<string>()
  return [...graph.keys()].flatMap((name) => {
    if (placed.has(name)) return []
    const before = reachable(back, [name])
    const circle = [...reachable(graph, [name])].filter((after) => before.has(after))
    for (const one of circle) placed.add(one)
    return [circle]
  })
}

/**
 * Of the names given, those that the others come from: one for each group that leads to one another and that no
 * other of the names leads to, the first in the order given.
 */
export const sources = (graph: Graph, names: readonly string[]): readonly string[] => {
  const given = new Set(names)
  const within: Graph = new Map(
    names.map((name) => [name, (graph.get(name) ?? []).filter((next) => given.has(next))]),
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
