import { isSaidBy, opposite, type Side } from '../../contract/index.ts'
import { type ContractIndex, OFFLINE } from '../contract-index.ts'
import type { Finding, TraceEvent } from '../finding.ts'
import { type Location, pathTo, type StateGraph, type Transition } from '../graph/state-graph.ts'
import type { Violation } from '../graph/violation.ts'
import type { Exploration } from '../pair/explore.ts'
import type { PairSide, PairStep } from '../pair/side.ts'
import type { Configuration } from '../pair/system.ts'
import type { PairViolation } from '../pair/violation.ts'
import type { Rule } from '../rules.ts'
import type { SideState, TraceStep } from '../trace.ts'

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
  pairSides: Readonly<Record<Side, PairSide>>,
  contractIndex: ContractIndex,
  violation: PairViolation,
): Finding => {
  const { absent, words } = explored.wire
  const names = (word: number): readonly string[] =>
    words.list(word).map((number) => contractIndex.contract.messages[number]?.name ?? '')
  const standing = (side: Side, at: Configuration): SideState => {
    const location = pairSides[side].graph.locations[at[side]]
    return { state: location?.state ?? OFFLINE, place: location?.path ?? null }
  }
  const scene = (at: Configuration): Scene => ({
    client: standing('client', at),
    server: standing('server', at),
    toServer: names(at.toServer),
    toClient: names(at.toClient),
  })
  const starts = (side: Side, at: Configuration): Told => ({
    happened: happenedTo(side, pairSides[side].graph.start),
    scene: scene(at),
  })

  const first = explored.at(0)
  const here = explored.at(violation.at)
  const pairSteps = explored.wayTo(violation.at)
  const known = pairSteps.length
  let after = here
  for (const pairStep of violation.pairSteps) {
    const next = explored.wire.pairStep(after, pairStep)
    // A step that leaves a message has no configuration after it.
    after = next === 'full' || 'unheard' in next ? after : next
    pairSteps.push([after, pairStep])
  }
  const way = [starts('client', first), ...(first.server === absent ? [] : [starts('server', first)])]
  let before = first
  for (const [index, [at, pairStep]] of pairSteps.entries()) {
    const repeats = violation.rule === 'LIVELOCK' && index >= known
    way.push({ happened: happened(pairStep), scene: scene(at), ...(repeats && { repeats }) })
    if (before.server === absent && at.server !== absent) way.push(starts('server', at))
    before = at
  }
  return findingOf(
    violation.rule,
    aboutOf(violation, scene(here)),
    textOf(violation, scene(here), labelOf(violation, pairSides, contractIndex)),
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

const happened = (pairStep: PairStep | null): TraceEvent =>
  pairStep === null ? { side: null, event: 'cut', said: [] } : happenedTo(pairStep.side, pairStep.transition)

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

/** The message that it is about: with all those of its class that the other side may say. */
const labelOf = (
  { message, side }: PairViolation,
  pairSides: Readonly<Record<Side, PairSide>>,
  contractIndex: ContractIndex,
): string => {
  if (message === null || side === null) return ''
  const { classes } = pairSides[side]
  const [first = '', ...others] = contractIndex.contract.messages.flatMap((one, index) =>
    classes[index] === message && isSaidBy(one, opposite(side)) ? [one.name] : [],
  )
  return others.length === 0 ? first : `${first}, or any of ${others.join(', ')},`
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
    case 'ENDS_DIFFER':
      return `The ${side} finds the stream ended in ${standing}; for the other side the conversation ended in peace.`
    default:
      return `No way leads on to the end: ${where}.`
  }
}
