import type { From } from '../../contract/index.ts'
import type { Box, Chart, Transition, Word } from './chart.ts'

/** The cause of a transition: a message heard or said, an event, a deadline, or nothing. */
type Cause = 'hears' | 'says' | 'event' | 'after' | 'always'

/** Transitions that are told in one line: they differ in what causes them, and in nothing that follows. */
export interface Row {
  readonly cause: Cause
  /** Messages, events, or the deadline. */
  readonly names: readonly string[]
  /** The side that says those messages. */
  readonly by: From | null
  readonly guard: string | null
  /** A detail `*` is the last part of the event. */
  readonly says: readonly Word[]
  readonly does: readonly string[]
  readonly to: string | null
  readonly transitions: readonly Transition[]
}

/** An arrow, with a line for each row. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly rows: readonly Row[]
}

/** A chart as it is drawn: what leads elsewhere is an arrow, everything else a line in the box that it holds for. */
export interface View {
  readonly chart: Chart
  readonly edges: readonly Edge[]
  /** The lines in a box; those of '' hold in every state. */
  readonly rowsOf: (place: string) => readonly Row[]
}

/** From so many states on, deadlines with the same consequence are one line instead of arrows. */
const MIN_SHARED_WAITS = 3

/** The deadline of a line that holds for many states. */
export const ANY_WAIT = 'its wait'

/** How a chart is drawn. Each of its transitions is in exactly one row. */
export const viewOf = (chart: Chart): View => {
  const leaves = new Set(leavesOf(chart.boxes).map(({ place }) => place))
  const leads = chart.transitions.filter(({ from, to }) => to !== null && to !== from && leaves.has(from))
  const shared = new Set(sharedWaits(leads))
  const rows = rowMaker(chart)
  const arrows = groupBy(
    leads.filter((one) => !shared.has(one)),
    ({ from, to }) => JSON.stringify([from, to]),
  )
  const lines = groupBy(
    chart.transitions.filter((one) => !leads.includes(one)),
    ({ from }) => from,
  )
  return {
    chart,
    edges: arrows.flatMap((group) => {
      const [first] = group
      return first === undefined || first.to === null
        ? []
        : [{ from: first.from, to: first.to, rows: rows(group) }]
    }),
    rowsOf: (place) => [
      ...rows(lines.find(([first]) => first?.from === place) ?? []),
      ...(place === '' ? rows([...shared], ANY_WAIT) : []),
    ],
  }
}

const leavesOf = (boxes: readonly Box[]): readonly Box[] =>
  boxes.flatMap((box) => (box.boxes.length === 0 ? [box] : leavesOf(box.boxes)))

const sharedWaits = (leads: readonly Transition[]): readonly Transition[] =>
  groupBy(
    leads.filter(({ after }) => after !== null),
    ({ to, guard, says, does }) => JSON.stringify([to, guard, says, does]),
  )
    .filter((group) => group.length >= MIN_SHARED_WAITS)
    .flat()

/** Groups in the order in which each first comes. */
const groupBy = <A>(all: readonly A[], keyOf: (one: A) => string): readonly (readonly A[])[] => {
  const groups = new Map<string, A[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group === undefined) groups.set(keyOf(one), [one])
    else group.push(one)
  }
  return [...groups.values()]
}

type Single = Omit<Row, 'transitions' | 'names'> & { readonly name: string; readonly transition: Transition }

/** Makes rows of transitions; `wait` stands for whatever deadline they have. */
const rowMaker = (chart: Chart) => {
  const families = familiesOf(chart.transitions)
  return (transitions: readonly Transition[], wait?: string): readonly Row[] =>
    groupBy(
      transitions.map((one) => singleOf(chart, one, wait)),
      ({ cause, name, by, guard, says, does, to, transition: { event } }) =>
        JSON.stringify([cause, cause === 'after' ? name : '', by, guard, starred(says, event), does, to]),
    ).flatMap((group) => {
      const [first] = group
      if (first === undefined) return []
      const { name, transition, ...common } = first
      const names = [...new Set(group.map((single) => single.name))]
      return {
        ...common,
        says: group.length > 1 ? starred(first.says, transition.event) : first.says,
        names: common.cause === 'event' ? folded(names, families) : names,
        transitions: group.map((single) => single.transition),
      }
    })
}

const singleOf = (chart: Chart, transition: Transition, wait?: string): Single => {
  const { event, hears, after, guard, says, does, to } = transition
  const rest = { by: null, guard, says, does, to, transition }
  if (hears !== null)
    return {
      ...rest,
      cause: 'hears',
      name: hears.message === '*' ? restOfMessages(chart, transition) : hears.message,
      by: hears.by,
    }
  if (after !== null) return { ...rest, cause: 'after', name: wait ?? after }
  if (event !== null) return { ...rest, cause: 'event', name: event }
  const [word] = says
  return chart.side === null && word !== undefined
    ? { ...rest, cause: 'says', name: word.message, by: word.by, says: [] }
    : { ...rest, cause: 'always', name: '' }
}

/** Names the messages that a place hears without listing them. */
const restOfMessages = ({ transitions }: Chart, { from }: Transition): string =>
  transitions.some((one) => one.from === from && one.hears !== null && one.hears.message !== '*')
    ? 'any\u00a0other'
    : 'anything'

/** The messages, with a star for each detail that only repeats the event, as Fault TIMEOUT does that of `refuse.TIMEOUT`. */
const starred = (says: readonly Word[], event: string | null): readonly Word[] =>
  says.map((word) =>
    word.detail !== null && event?.endsWith(`.${word.detail}`) === true ? { ...word, detail: '*' } : word,
  )

/** Events by what they begin with, up to the last dot. */
type Families = ReadonlyMap<string, readonly string[]>

const familyOf = (event: string): string => event.slice(0, event.lastIndexOf('.') + 1)

const familiesOf = (transitions: readonly Transition[]): Families => {
  const events = transitions.flatMap(({ event, hears, after }) =>
    event === null || hears !== null || after !== null || event.endsWith('*') ? [] : [event],
  )
  return new Map(groupBy([...new Set(events)], familyOf).map((group) => [familyOf(group[0] ?? ''), group]))
}

/** All the events of a family by one name: `refuse.*`. */
const folded = (names: readonly string[], families: Families): readonly string[] => {
  const whole = [...families]
    .filter(
      ([family, members]) =>
        family !== '' && members.length > 1 && members.every((one) => names.includes(one)),
    )
    .map(([family]) => family)
  return [...new Set(names.map((name) => (whole.includes(familyOf(name)) ? `${familyOf(name)}*` : name)))]
}
