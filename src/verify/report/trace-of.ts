import { isSaidBy, opposite, type Side } from '../../contract/index.ts'
import { type ContractIndex, OFFLINE } from '../contract-index.ts'
import type { Finding, TraceEvent } from '../finding.ts'
import { type Location, pathTo, type StateGraph, type Transition } from '../graph/state-graph.ts'
import type { Violation } from '../graph/violation.ts'
import type { Exploration } from '../pair/explore.ts'
import type { PairSides } from '../pair/side.ts'
import type { Configuration } from '../pair/system.ts'
import type { PairViolation } from '../pair/violation.ts'
import type { Rule } from '../rules.ts'
import type { SideState, TraceStep } from '../trace.ts'
import { type Moment, replay } from './replay.ts'

/** A finding that is no matter of a conversation. */
export const withoutWay = (rule: Rule, about: string, text: string): Finding => ({
  rule,
  about,
  text,
  also: [],
  way: [],
  repeatsFrom: null,
  moments: [],
})

type Scene = Omit<TraceStep, 'text'>

/** An event of a trace, and the state that it led to. */
interface Told {
  readonly happened: TraceEvent
  readonly scene: Scene
  /** Whether it happens again and again. */
  readonly repeats?: boolean
}

/** One machine alone: the other side is taken to stand where the contract says. */
export const findingOfViolation = (
  graph: StateGraph,
  { rule, about, text, location, transition }: Violation,
): Finding => {
  const standing = (at: Location, side: Side): SideState => ({
    state: at.state,
    place: side === graph.side ? at.path : null,
  })
  const scene = (at: Location): Scene => ({
    client: standing(at, 'client'),
    server: standing(at, 'server'),
    toServer: [],
    toClient: [],
  })
  const transitions = [...pathTo(location), ...(transition === null ? [] : [transition])]
  const way = transitions.map((one) => ({ happened: happenedTo(graph.side, one), scene: scene(one.to) }))
  return findingOf(rule, about, text, scene(graph.start.to), way)
}

/** Both machines, from the start to the trouble. */
export const findingOfPairViolation = (
  explored: Exploration,
  pairSides: PairSides,
  contractIndex: ContractIndex,
  violation: PairViolation,
): Finding => {
  const { absent } = explored.wire
  const standing = (side: Side, at: Configuration): SideState => {
    const location = pairSides[side].graph.locations[at[side]]
    return { state: location?.state ?? OFFLINE, place: location?.path ?? null }
  }
  const scene = ({ at, queues }: Moment): Scene => ({
    client: standing('client', at),
    server: standing('server', at),
    toServer: queues.server,
    toClient: queues.client,
  })
  const starts = (side: Side, moment: Moment): Told => ({
    happened: happenedTo(side, pairSides[side].graph.start),
    scene: scene(moment),
  })

  const pairSteps = explored.pathTo(violation.at)
  const known = pairSteps.length
  let after = explored.at(violation.at)
  for (const pairStep of violation.pairSteps) {
    const next = explored.wire.pairStep(after, pairStep)
    // A step that leaves a message has no configuration after it.
    after = next === 'full' || 'unheard' in next ? after : next
    pairSteps.push([after, pairStep])
  }
  const [first, ...moments] = replay(explored.wire, pairSides, contractIndex, explored.at(0), pairSteps)
  const way = [starts('client', first), ...(first.at.server === absent ? [] : [starts('server', first)])]
  let before = first
  for (const [index, moment] of moments.entries()) {
    const repeats = violation.rule === 'LIVELOCK' && index >= known
    way.push({ happened: happened(moment), scene: scene(moment), ...(repeats && { repeats }) })
    if (before.at.server === absent && moment.at.server !== absent) way.push(starts('server', moment))
    before = moment
  }
  const here = known === 0 ? first : (moments[known - 1] ?? first)
  return findingOf(
    violation.rule,
    aboutOf(violation, scene(here)),
    textOf(violation, scene(here), labelOf(violation, pairSides, contractIndex, here, moments[known])),
    scene(first),
    way,
  )
}

/** A start that says nothing is no news. */
const findingOf = (rule: Rule, about: string, text: string, first: Scene, told: readonly Told[]): Finding => {
  const way = told.filter(({ happened: { event, said } }) => event !== 'start' || said.length > 0)
  const repeatsFrom = way.findIndex(({ repeats }) => repeats === true)
  return {
    rule,
    about,
    text,
    also: [],
    way: way.map((one) => one.happened),
    repeatsFrom: repeatsFrom < 0 ? null : repeatsFrom,
    moments: [
      { text: 'The start', ...first },
      ...way.map((one) => ({
        text: `${sentenceOf(one.happened)}${one.repeats === true ? ', again and again' : ''}`,
        ...one.scene,
      })),
    ],
  }
}

/** Words an event in one line: `server, recv.Hello: says Welcome`. */
const sentenceOf = ({ side, event, said }: TraceEvent): string =>
  `${side ?? 'network'}, ${event}${said.length === 0 ? '' : `: says ${said.join(', ')}`}`

const happened = ({ side, transition }: Moment): TraceEvent =>
  side === null || transition === null ? { side: null, event: 'cut', said: [] } : happenedTo(side, transition)

const happenedTo = (side: Side, { event, told }: Transition): TraceEvent => ({ side, event, said: told })

const nameOf = ({ state, place }: SideState): string => place ?? state

/** The states of both; of one alone that waits though the other has left. */
const aboutOf = ({ side, message }: PairViolation, { client, server }: Scene): string => {
  if (side !== null) return `${side} ${message ?? ''}`
  return [client, server]
    .map(({ state }) => state)
    .filter((state) => state !== OFFLINE)
    .join(' ')
}

/** The message that it is about, with those that the side that hears it cannot tell from it. */
const labelOf = (
  { message, side }: PairViolation,
  pairSides: PairSides,
  { contract: { messages } }: ContractIndex,
  { queues }: Moment,
  next: Moment | undefined,
): string => {
  if (message === null || side === null) return ''
  const { classes } = pairSides[side]
  const alike = messages
    .filter((one, index) => classes[index] === message && isSaidBy(one, opposite(side)))
    .map(({ name }) => name)
  const heard = next?.side === side && next.transition?.cause === 'hear' ? 1 : 0
  const here = [...queues[side].slice(heard), ...(next?.transition?.says ?? [])]
  const name = here.find((one) => alike.includes(one)) ?? alike[0] ?? ''
  const others = alike.filter((one) => one !== name)
  return others.length === 0 ? name : `${name} (or ${others.join(', ')}: it cannot tell them apart)`
}

const textOf = ({ rule, side }: PairViolation, { client, server }: Scene, name: string): string => {
  const where = `the client is in ${nameOf(client)}, the server in ${nameOf(server)}`
  const standing = nameOf(side === 'client' ? client : server)
  switch (rule) {
    case 'UNEXPECTED_MESSAGE':
      return `${name} reaches the ${side} in ${standing}; the contract does not let it be heard there.`
    case 'LEFT_OVER':
      return `The ${side} never hears ${name}: it has ended the conversation by then.`
    case 'DEADLOCK':
      return `Both wait, and nothing is on its way: ${where}.`
    case 'NO_ROOM':
      return `Neither can go on for want of room: ${where}.`
    case 'LIVELOCK':
      return `Steps go round in a circle, and neither side gets on: ${where}.`
    case 'CONTINUES_ENDED':
      return `The server lets a conversation go on that was ended: ${where}.`
    case 'ENDS_DIFFER':
      return `The ${side} finds the stream ended in ${standing}; for the other side the conversation ended in peace.`
    default:
      return `No way leads on to the end: ${where}.`
  }
}
