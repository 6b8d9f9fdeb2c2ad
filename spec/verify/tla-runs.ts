import { type State, TlaModule } from './tla.ts'

/** The behaviour that a module of TLA+ allows: every state that is reached, and whether its properties hold. */
export interface Runs {
  readonly states: number
  /** Names of the invariants that some state violates. */
  readonly violated: readonly string[]
  /** Whether each fair run gets on again and again, or ends. */
  readonly progresses: boolean
}

interface Edge {
  readonly to: number
  readonly action: string
}

/** Walks through every state of a module as `verify --tla` writes it, by its text alone. */
export const runsOf = (text: string): Runs => {
  const tla = new TlaModule(text)
  const actions = tla.disjuncts('Next')
  const states = new Map<string, number>()
  const all: State[] = []
  const put = (state: State): number => {
    const key = JSON.stringify(tla.variables.map((name) => state[name]))
    const known = states.get(key)
    if (known !== undefined) return known
    states.set(key, all.length)
    return all.push(state) - 1
  }
  for (const state of tla.initial()) put(state)
  const edges: Edge[][] = []
  const violated = new Set<string>()
  // The list grows while it is walked.
  for (const state of all) {
    for (const name of ['Expected', 'Peaceful']) if (!tla.holds(name, state)) violated.add(name)
    edges.push(
      actions.flatMap((action) => tla.steps(action, state).map((next) => ({ to: put(next), action }))),
    )
  }
  const isSettled = all.map((state) => tla.holds('Over', state) || state.amiss !== 'nothing')
  return {
    states: all.length,
    violated: [...violated],
    progresses: !hasStandstill(tla, edges, isSettled),
  }
}

/** By the text of its definition: the actions that each condition of fairness speaks of. */
const fairnessOf = (tla: TlaModule, kind: 'WF' | 'SF'): readonly ReadonlySet<string>[] =>
  [...tla.textOf('Fairness').matchAll(new RegExp(`${kind}_vars\\(([^)]*)\\)`, 'g'))].map(
    ([, names = '']) => new Set(names.match(/\w+/g)),
  )

/** Whether a fair run stays among states that are not settled, and takes no step that gets on, nor one that is not relied on. */
const hasStandstill = (
  tla: TlaModule,
  edges: readonly (readonly Edge[])[],
  isSettled: readonly boolean[],
): boolean => {
  const weak = fairnessOf(tla, 'WF')
  const strong = fairnessOf(tla, 'SF')
  const gettingOn = new Set([...tla.disjuncts('GetsOn'), ...tla.disjuncts('Storms')])
  const moving = edges.map((ways, from) => ways.filter(({ to }) => to !== from))
  const kept = moving.map((ways) => {
    const on = new Set(ways.flatMap(({ to, action }) => (gettingOn.has(action) ? [to] : [])))
    return ways.filter(({ to }) => !on.has(to))
  })
  const isEnabled = (index: number, actions: ReadonlySet<string>): boolean =>
    (moving[index] ?? []).some(({ action }) => actions.has(action))
  const isFair = (component: ReadonlySet<number>): boolean => {
    const isTaken = (actions: ReadonlySet<string>): boolean =>
      [...component].some((index) =>
        (kept[index] ?? []).some(({ to, action }) => component.has(to) && actions.has(action)),
      )
    if (weak.some((one) => !isTaken(one) && [...component].every((index) => isEnabled(index, one))))
      return false
    const starved = strong.find(
      (one) => !isTaken(one) && [...component].some((index) => isEnabled(index, one)),
    )
    if (starved === undefined) return true
    return components(
      [...component].filter((index) => !isEnabled(index, starved)),
      kept,
    ).some(isFair)
  }
  const open = isSettled.flatMap((settled, index) => (settled ? [] : [index]))
  return components(open, kept).some(isFair)
}

/** The strongly connected components among some states (Tarjan, with a list of one's own instead of the stack of calls). */
const components = (
  among: readonly number[],
  edges: readonly (readonly Edge[])[],
): readonly ReadonlySet<number>[] => {
  const inside = new Set(among)
  const numbers = new Map<number, number>()
  const lowest = new Map<number, number>()
  const path: number[] = []
  const onPath = new Set<number>()
  const found: Set<number>[] = []
  const enter = (index: number) => {
    numbers.set(index, numbers.size)
    lowest.set(index, numbers.size - 1)
    path.push(index)
    onPath.add(index)
    return { index, ways: (edges[index] ?? []).filter(({ to }) => inside.has(to)), next: 0 }
  }
  for (const root of among) {
    if (numbers.has(root)) continue
    const calls = [enter(root)]
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { index } = call
      const way = call.ways[call.next++]
      if (way !== undefined) {
        if (!numbers.has(way.to)) calls.push(enter(way.to))
        else if (onPath.has(way.to)) lower(lowest, index, numbers.get(way.to))
        continue
      }
      calls.pop()
      const caller = calls.at(-1)
      if (caller !== undefined) lower(lowest, caller.index, lowest.get(index))
      if (lowest.get(index) !== numbers.get(index)) continue
      const component = new Set(path.splice(path.indexOf(index)))
      for (const one of component) onPath.delete(one)
      found.push(component)
    }
  }
  return found
}

const lower = (lowest: Map<number, number>, index: number, to: number | undefined): void => {
  lowest.set(index, Math.min(lowest.get(index) ?? 0, to ?? 0))
}
