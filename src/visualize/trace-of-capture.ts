import { anArray, aText, objectOf, optional, wholeFrom } from '../arguments.ts'
import type { Capture, CapturedMessage, CaptureEntry, ConnectionEvent } from '../capture/index.ts'
import { aContract, type Contract, opposite, type Side, sayable } from '../contract/index.ts'
import type { Trace, TraceStep } from '../verify/trace.ts'
import { wholeOf, wordOf } from './message-text.ts'

// A story is for a person to step through: of what goes beyond, the number is told.
const MAX_INCIDENTS = 2_000
const MAX_ON_ITS_WAY = 64

/** The point at which a capture begins. */
export interface CaptureStart {
  /** The contract's state of both sides. */
  readonly state: string
  /** Entries before it that were not kept. */
  readonly omitted: number
}

/**
 * A captured conversation as a story. Each side moves through the contract's states by what it says and hears. What
 * breaks the contract moves nobody, and is noted. A side that nothing was captured of is taken to hear at once.
 */
export const storyOf = (capture: Capture, contract: Contract, title: string, start?: CaptureStart): Trace => {
  aCapture('capture', capture)
  aContract('contract', contract)
  aText('title', title)
  optional(aStart)('start', start)
  const recorded = new Set(capture.incidents.map(({ side }) => side))
  const incidents = asTheyFollow(capture.incidents.slice(0, MAX_INCIDENTS))
  const { state, omitted } = start ?? { state: contract.states[0]?.name ?? OFFLINE, omitted: 0 }
  let talk: Talk = { client: state, server: state, onItsWay: { client: [], server: [] } }
  const text = omitted === 0 ? 'The connection stands.' : `What came before was not kept: ${omitted} more.`
  const moments = [momentOf(contract, { talk, text })]
  for (const incident of incidents) {
    const next = step(contract, recorded, talk, incident)
    talk = next.talk
    moments.push(momentOf(contract, next))
  }
  const left = capture.incidents.length - incidents.length
  if (left > 0) moments.push(momentOf(contract, { talk, text: `What follows is not shown: ${left} more.` }))
  return { title, moments }
}

const aCapture = objectOf({ incidents: anArray })

const aStart = objectOf({ state: aText, omitted: wholeFrom(0) })

const OFFLINE = 'offline'

type Exchange = Extract<CaptureEntry, { does: 'says' | 'hears' }>

/** Where both sides stand, and what is on its way to each, oldest first. */
interface Talk {
  readonly client: string
  readonly server: string
  readonly onItsWay: { readonly [to in Side]: readonly Exchange[] }
}

/** An event, and the state since. */
interface Step {
  readonly talk: Talk
  readonly text: string
}

/**
 * A capture keeps the order of each end. Between the ends, what is said comes before it is heard; otherwise they
 * follow each other as written.
 */
const asTheyFollow = (incidents: readonly CaptureEntry[]): readonly CaptureEntry[] => {
  const written = new Map(incidents.map((incident, index) => [incident, index]))
  const ends = {
    client: incidents.filter(({ side }) => side === 'client'),
    server: incidents.filter(({ side }) => side === 'server'),
  }
  const at = { client: 0, server: 0 }
  const onItsWay = { client: 0, server: 0 }
  const isReady = (one: CaptureEntry): boolean => one.does !== 'hears' || onItsWay[one.side] > 0
  return incidents.flatMap(() => {
    const heads = [ends.client[at.client], ends.server[at.server]]
      .filter((one) => one !== undefined)
      .sort((a, b) => (written.get(a) ?? 0) - (written.get(b) ?? 0))
    const next = heads.find(isReady) ?? heads[0]
    if (next === undefined) return []
    at[next.side] += 1
    if (next.does === 'says') onItsWay[opposite(next.side)] += 1
    if (next.does === 'hears') onItsWay[next.side] -= 1
    return [next]
  })
}

const step = (
  contract: Contract,
  recorded: ReadonlySet<Side>,
  before: Talk,
  incident: CaptureEntry,
): Step => {
  const other = opposite(incident.side)
  const talk = recorded.has(other) ? before : arrive(contract, before, other)
  switch (incident.does) {
    case 'says':
      return say(contract, talk, incident)
    case 'hears':
      return hear(contract, talk, incident, recorded.has(other))
    case 'meets':
      return meet(talk, incident.side, incident.event)
    case 'omits':
      return {
        talk,
        text: `What the ${incident.side} says and hears from now on was not recorded: ${incident.entries} more.`,
      }
    default:
      return incident satisfies never
  }
}

const say = (contract: Contract, talk: Talk, incident: Exchange): Step => {
  const { side, message } = incident
  const to = opposite(side)
  const next = follows(contract, talk[side], side, message)
  const breach = next === undefined ? ` The contract does not let it say that in ${talk[side]}.` : ''
  return {
    talk: {
      ...stand(talk, side, next),
      onItsWay: { ...talk.onItsWay, [to]: [...talk.onItsWay[to], incident] },
    },
    text: `The ${side} says ${wholeOf(contract, message, incident)}.${breach}`,
  }
}

const hear = (contract: Contract, talk: Talk, incident: Exchange, isOtherRecorded: boolean): Step => {
  const { side, message } = incident
  const other = opposite(side)
  const word = wordOf(contract, message)
  const queue = talk.onItsWay[side]
  const index = queue.findIndex((each) => each.id === incident.id && wordOf(contract, each.message) === word)
  const next = follows(contract, talk[side], other, message)
  const said = isOtherRecorded ? undefined : follows(contract, talk[other], other, message)
  const notes = [
    isOtherRecorded && index < 0 ? ` The ${other} has not said it.` : '',
    index > 0 ? ' What was said before it has not arrived.' : '',
    next === undefined ? ` ${unheard(contract, talk[side])}` : '',
  ]
  return {
    talk: {
      ...stand(stand(talk, side, next), other, said),
      onItsWay: { ...talk.onItsWay, [side]: queue.filter((_, at) => at !== index) },
    },
    text: `The ${side} hears ${wholeOf(contract, message, incident)}.${notes.join('')}`,
  }
}

const meet = (talk: Talk, side: Side, event: ConnectionEvent): Step => {
  switch (event) {
    case 'lost':
      return {
        talk: { ...talk, [side]: OFFLINE, onItsWay: { ...talk.onItsWay, [side]: [] } },
        text: `The ${side} loses the connection.`,
      }
    case 'deadline':
      return { talk, text: `The deadline of the ${side} passes in ${talk[side]}.` }
    case 'cut':
      return { talk, text: `From now on nothing arrives at the ${side}.` }
    default:
      return event satisfies never
  }
}

/** All that is on its way to a side arrives. */
const arrive = (contract: Contract, talk: Talk, side: Side): Talk => {
  const heard = talk.onItsWay[side].reduce(
    (now, { message }) => stand(now, side, follows(contract, now[side], opposite(side), message)),
    talk,
  )
  return { ...heard, onItsWay: { ...talk.onItsWay, [side]: [] } }
}

/** The state that follows when a side says a message; undefined where it must not. */
const follows = (
  contract: Contract,
  from: string,
  by: Side,
  { type }: CapturedMessage,
): string | undefined => {
  const state = contract.states.find(({ name }) => name === from)
  return state === undefined ? undefined : sayable(contract, state, by).get(type)
}

const stand = (talk: Talk, side: Side, state: string | undefined): Talk =>
  state === undefined ? talk : { ...talk, [side]: state }

const unheard = (contract: Contract, from: string): string =>
  contract.states.find(({ name }) => name === from)?.turn === 'nobody'
    ? 'It is dropped: the conversation is over.'
    : `The contract does not let it hear that in ${from}.`

const momentOf = (contract: Contract, { talk, text }: Step): TraceStep => ({
  text,
  client: { state: talk.client, place: null },
  server: { state: talk.server, place: null },
  toServer: wordsOf(contract, talk.onItsWay.server),
  toClient: wordsOf(contract, talk.onItsWay.client),
})

const wordsOf = (contract: Contract, queue: readonly Exchange[]): readonly string[] => {
  const more = queue.length - MAX_ON_ITS_WAY
  const words = queue.slice(0, MAX_ON_ITS_WAY).map(({ message }) => wordOf(contract, message))
  return more > 0 ? [...words, `and ${more} more`] : words
}
