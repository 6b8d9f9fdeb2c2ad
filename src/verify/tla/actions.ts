import { opposite, type Side } from '../../contract/index.ts'
import type { PairLocation, PairSide, PairSides, PairStep } from '../pair/side.ts'

/** Both machines, with their words for TLA+. */
export interface Tla {
  readonly pairSides: PairSides
  /** By side, its places by their index. */
  readonly places: Readonly<Record<Side, readonly string[]>>
  /** Messages by their number. */
  readonly messages: readonly string[]
}

/** A step as an action with a name. */
export interface Action {
  readonly side: Side
  readonly cause: PairStep['transition']['cause']
  readonly name: string
  readonly note: string | null
  readonly does: string
  /** Whether it happens once it can for good (weak), or again and again (strong), or need not happen. */
  readonly fair: 'weak' | 'strong' | null
  readonly progresses: boolean
}

/** The place of a server without a connection. */
export const NO_SERVER = 'none'

/** Two places of the same path are told apart by their index. */
export const namesOfPlaces = ({ graph }: PairSide): readonly string[] =>
  graph.locations
    .map(({ path }) => path)
    .map((path, index, all) => (all.indexOf(path) === index ? path : `${path}__${index}`))

export const setOf = (texts: readonly string[]): string =>
  `{${texts.map((text) => JSON.stringify(text)).join(', ')}}`

export const tupleOf = (texts: readonly string[]): string =>
  `<<${texts.map((text) => JSON.stringify(text)).join(', ')}>>`

/** The steps of a side, place by place. */
export const actionsOf = (tla: Tla, side: Side): readonly Action[] => {
  const taken = new Set<string>()
  const nameOf = (index: number, event: string): string => {
    const name = `${side}_${tla.places[side][index] ?? ''}_${event}`.replaceAll(/\W/g, '_')
    const free = taken.has(name) ? `${name}__${taken.size}` : name
    taken.add(free)
    return free
  }
  const arriving = messagesTo(tla, side)
  return tla.pairSides[side].locations.flatMap((location, index) => {
    const { ended, hears, loss, others } = location
    const pairSteps = [
      ...(ended ? [] : arriving.flatMap((message) => hears[message] ?? [])),
      ...(ended ? [] : [loss]),
      ...others,
    ]
    return pairSteps.map((pairStep): Action => {
      const { cause, event } = pairStep.transition
      const isReliable = pairStep.reliable && !ended
      return {
        side,
        cause,
        name: nameOf(index, event),
        note: cause === 'outcome' || cause === 'prompt' ? `\\* ${cause} ${event}` : null,
        does: doing(tla, location, index, pairStep),
        fair: !isReliable ? null : pairStep.original && pairStep.says.length > 0 ? 'strong' : 'weak',
        progresses: isReliable && pairStep.progresses,
      }
    })
  })
}

/** The messages that can arrive at a side. */
const messagesTo = ({ pairSides }: Tla, side: Side): readonly number[] => {
  const { start, locations } = pairSides[opposite(side)]
  const pairSteps = [start, ...locations.flatMap(({ hears, loss, others }) => [...hears, loss, ...others])]
  return [...new Set(pairSteps.flatMap((pairStep) => pairStep?.says ?? []))].sort((one, two) => one - two)
}

const doing = (tla: Tla, from: PairLocation, index: number, pairStep: PairStep): string => {
  const { side, to, says, original, breaks, transition } = pairStep
  const { [side]: places } = tla.places
  const name = side === 'client' ? 'Client' : 'Server'
  const [at, next] = [JSON.stringify(places[index]), JSON.stringify(places[to])]
  const said = tupleOf(says.map((message) => tla.messages[message] ?? ''))
  const broke = breaks ? 'TRUE' : 'FALSE'
  const opens = side === 'client' && from.offline && tla.pairSides.client.locations[to]?.offline === false
  if (opens) return `Opens(${at}, ${next}, ${said}, ${original ? 'Bound' : 'Share'}, ${broke})`
  switch (transition.cause) {
    case 'hear':
      return `${name}Hears(${at}, "${transition.event.slice('recv.'.length)}", ${next}, ${said}, ${broke})`
    case 'loss':
      return `${name}FindsTheEnd(${at}, ${next}, ${said}, ${broke})`
    default:
      return `${name}Does(${at}, ${next}, ${said}, ${original ? 'Bound' : 'Share'}, ${broke})`
  }
}
