import { opposite, type Side } from '../../contract/index.ts'
import type { PairLocation, PairSide, PairStep } from '../pair/side.ts'

/** One side of the model, and what its steps are written with. */
export interface Part {
  readonly side: Side
  readonly pairSide: PairSide
  /** Its places by their index. */
  readonly places: readonly string[]
  /** The channels on which it hears and says. */
  readonly hears: string
  readonly says: string
  /** Messages by their number. */
  readonly messages: readonly string[]
  /** The messages that can arrive. */
  readonly arriving: readonly number[]
  /** How many messages the server says at once where a connection is opened. */
  readonly greetings: number
  readonly bound: number
  /** The room beyond the bound of what does not wait. */
  readonly reserve: number
}

/** A side that is not there: a client before its first step, a server without a connection. */
export const NO_CLIENT = 'noClient'
export const NO_SERVER = 'noServer'

/** A step that is the same in each of its places. */
interface Step {
  readonly places: Set<string>
  readonly notes: Set<string>
  /** Beside the place, what has to hold; empty, or with `&&` before it. */
  readonly when: string
  readonly does: readonly string[]
}

/** The steps of a side as branches of its loop. A branch is one step: nothing comes between. */
export const stepsOf = (part: Part): readonly string[] => {
  const steps = new Map<string, Step>()
  for (const [index, location] of part.pairSide.locations.entries())
    for (const step of stepsIn(part, location, index)) {
      const key = [step.when, ...step.does].join('\n')
      const same = steps.get(key) ?? step
      steps.set(key, same)
      for (const place of step.places) same.places.add(place)
      for (const note of step.notes) same.notes.add(note)
    }
  const all = [...steps.values()]
  return [
    ...headed(
      'several places',
      part,
      all.filter(({ places }) => places.size > 1),
    ),
    ...part.places.flatMap((place, index) =>
      headed(
        part.pairSide.graph.locations[index]?.path ?? '',
        part,
        all.filter(({ places }) => places.size === 1 && places.has(place)),
      ),
    ),
  ]
}

const headed = (where: string, { side }: Part, steps: readonly Step[]): readonly string[] =>
  steps.length === 0
    ? []
    : [
        '',
        `/* In ${where}. */`,
        ...steps.flatMap(({ places, notes, when, does }) => {
          const at = [...places].map((place) => `${side} == ${place}`).join(' || ')
          return [
            ...(notes.size === 0 ? [] : [`/* ${[...notes].join(', ')} */`]),
            `:: d_step { ${places.size > 1 ? `(${at})` : at}${when} ->`,
            ...does,
          ]
        }),
      ]

const stepsIn = (part: Part, location: PairLocation, index: number): readonly Step[] => {
  const pairSteps = [
    ...(location.ended ? [] : part.arriving.flatMap((message) => location.hears[message] ?? [])),
    ...(location.ended ? [] : [location.loss]),
    ...location.others,
  ]
  const places = () => new Set(part.places.slice(index, index + 1))
  return [
    ...pairSteps.map((pairStep) => ({ ...stepOf(part, location, index, pairStep), places: places() })),
    ...(location.ended ? [] : unexpected(part, location).map((step) => ({ ...step, places: places() }))),
  ]
}

/** The step that opens a connection before anything else, of a client that does not begin offline. */
export const firstStep = (part: Part): readonly string[] => [
  `:: d_step { client == ${NO_CLIENT} ->`,
  ...opening(part, part.pairSide.start),
]

/** Steps for messages that the contract does not let be heard: they are not to arrive, and nothing is claimed then. */
const unexpected = (part: Part, location: PairLocation): readonly Omit<Step, 'places'>[] => {
  const polls = part.arriving
    .filter((message) => location.hears[message] === null)
    .map((message) => `${part.hears}?[${part.messages[message]}]`)
  const when = ` && (${polls.join(' || ')})`
  const does = [`     assert(len(${part.hears}) == 0) } GETS_ON`]
  return polls.length === 0 ? [] : [{ notes: new Set(['anything else']), when, does }]
}

const stepOf = (part: Part, from: PairLocation, index: number, pairStep: PairStep): Omit<Step, 'places'> => {
  const { side, pairSide, hears } = part
  const { cause, event } = pairStep.transition
  const full = fullFor(part, pairStep)
  const opens = side === 'client' && from.offline && pairSide.locations[pairStep.to]?.offline === false
  const guards = [
    ...(cause === 'hear' ? [`${hears}?[${heardIn(pairStep)}]`] : []),
    ...(cause === 'loss' ? [`len(${hears}) == 0 && !${side}Lost && (cut || ${opposite(side)}Ended)`] : []),
    // In calm, who has no room waits.
    ...(pairStep.reliable && !from.ended
      ? full === null || opens
        ? []
        : [`!(calm && ${full})`]
      : ['!calm']),
  ]
  if (cause === 'prompt' && pairStep.reliable && !pairStep.progresses) guards.push('unprompted')
  const named = cause === 'outcome' || cause === 'prompt' ? `${cause} ${event}` : cause
  return {
    notes: new Set(cause === 'hear' ? [] : [named]),
    when: guards.map((guard) => ` && ${guard}`).join(''),
    does: opens ? opening(part, pairStep) : going(part, pairStep, from, index),
  }
}

/** The condition under which there is no room for what a step says; null where it says nothing. */
const fullFor = ({ side, says, reserve }: Part, pairStep: PairStep): string | null => {
  if (pairStep.says.length === 0) return null
  const room = pairStep.original || reserve === 0 ? 'bound' : `bound + ${reserve}`
  return `(!cut && !${opposite(side)}Ended && len(${says}) + ${pairStep.says.length} > ${room})`
}

/** The step with which a client comes online. */
const opening = (part: Part, pairStep: PairStep): readonly string[] =>
  Math.max(pairStep.says.length, part.greetings) > part.bound
    ? [`     ${NO_ROOM} }`]
    : [`     ${['connect()', ...saying(part, pairStep), placing(part, pairStep)].join('; ')} } GETS_ON`]

/** Any other step, behind what keeps it from being taken: the first that holds counts. */
const going = (part: Part, pairStep: PairStep, from: PairLocation, index: number): readonly string[] => {
  const { side, pairSide, hears } = part
  const to = pairSide.locations[pairStep.to]
  const other = `${opposite(side)}Ended`
  const { cause } = pairStep.transition
  const hearing = cause === 'hear'
  const full = fullFor(part, pairStep)
  // Nothing is left to be heard by a side that has ended already or finds the stream at its end.
  const ends = !from.ended && to?.ended === true && cause !== 'loss'
  const hurdles = [
    ...(full === null ? [] : [`${full} -> ${NO_ROOM}`]),
    ...(full !== null && !pairStep.breaks ? [`${other} && !broken -> assert(broken)`] : []),
    ...(cause === 'loss' ? ['!cut && !broken -> assert(cut)'] : []),
    ...(ends && !pairStep.breaks ? [`len(${hears}) > ${hearing ? 1 : 0} && !broken -> assert(broken)`] : []),
  ]
  const effects = [
    ...(hearing ? [`${hears}?${heardIn(pairStep)}`] : []),
    ...saying(part, pairStep),
    ...(ends ? [`drain(${hears})`] : []),
    ...(pairStep.to === index ? [] : [placing(part, pairStep)]),
    ...(to?.ended ? [`${side}Lost = false`] : cause === 'loss' ? [`${side}Lost = true`] : []),
    ...((side === 'server' ? to?.ended : to?.offline) ? ['forget()'] : []),
  ].join('; ')
  const on = pairStep.reliable && !from.ended && pairStep.progresses ? ' GETS_ON' : ''
  return hurdles.length === 0
    ? [`     ${effects} }${on}`]
    : [
        '     if',
        ...hurdles.map((hurdle) => `     :: ${hurdle}`),
        `     :: else -> ${effects}`,
        `     fi }${on}`,
      ]
}

/** The step is not taken, and yet there is no deadlock: in calm it does not come here. */
const NO_ROOM = 'skip /* no room */'

const saying = ({ side, messages }: Part, { says, breaks }: PairStep): readonly string[] => [
  ...says.map((said) => `${opposite(side)}IsTold(${messages[said]})`),
  ...(breaks ? ['broken = true'] : []),
]

const placing = ({ side, places }: Part, { to }: PairStep): string => `${side} = ${places[to]}`

const heardIn = ({ transition }: PairStep): string => transition.event.slice('recv.'.length)
