import { opposite, type Side } from '../../contract/index.ts'
import { DEFAULT_HEARTBEAT_MS } from '../../machines/index.ts'
import { type ContractIndex, offline } from '../contract-index.ts'
import type { Rule } from '../rules.ts'
import { speech } from './sends.ts'
import type { Location, StateGraph, Transition } from './state-graph.ts'

/** A rule that a machine breaks by itself: in a place, or with a step from there. */
export interface Violation {
  readonly rule: Rule
  readonly text: string
  readonly spot: Location
  readonly leap: Transition | null
}

type Found = Omit<Violation, 'spot'>

/** Checks a machine against the contract: in every place, over everything that can happen there. */
export const againstContract = (role: StateGraph, law: ContractIndex): readonly Violation[] => [
  ...[role.before, ...role.spots].flatMap((spot) =>
    [
      ...actorsIn(role, spot),
      ...timeIn(role, spot, law),
      ...spot.leaps.flatMap((leap) => stepFrom(role, spot, leap, law)),
    ].map((found) => ({ ...found, spot })),
  ),
  ...law.codesOf(role.side).flatMap((code) => refusing(role, code, law)),
]

/** A code is refused with in every state in which a word is left, and ends the conversation everywhere. */
const refusing = ({ side, spots }: StateGraph, code: string, law: ContractIndex): readonly Violation[] => {
  const event = `refuse.${code}`
  const unanswered = spots.flatMap((spot) =>
    spot.leaps
      .filter((leap) => leap.event === event && !law.isEnded(spot.state))
      .filter(
        (leap) =>
          !law.isEnded(leap.to.state) || !(law.isMute(spot.state, side) || refusesWith(leap, code, law)),
      )
      .map((leap) => ({ spot, leap })),
  )
  const [first, ...others] = unanswered
  if (first === undefined) return []
  const more =
    others.length === 0 ? '' : ` and ${others.length} more ${others.length === 1 ? 'place' : 'places'}`
  const text = `The ${side} does not end the conversation with ${code} on ${event} in ${first.spot.path}${more}.`
  return [{ ...first, rule: 'REFUSAL_UNANSWERED', text }]
}

/** Whether a step says what ends everything, and no other code where it gives one. */
const refusesWith = ({ words }: Transition, code: string, law: ContractIndex): boolean =>
  words.some((word) => {
    const given = Object.entries(word).filter(([field]) => law.enumsOf(word.type).has(field))
    return law.isBreaking(word.type) && (given.length === 0 || given.some(([, value]) => value === code))
  })

const actorsIn = ({ side, module }: StateGraph, spot: Location): readonly Found[] => [
  ...spot.actors
    .filter((actor) => (module.outcomes[actor] ?? []).length === 0)
    .map((actor) =>
      found(
        'OUTCOME_IGNORED',
        `No outcome is listed of the actor ${actor}, which the ${side} runs in ${spot.path}.`,
      ),
    ),
  // What a place is called says which actors run: none of them may have ended.
  ...spot.leaps.flatMap((leap) =>
    spot.actors
      .filter((actor) => leap.cause === 'outcome' && module.outcomes[actor]?.includes(leap.event) === true)
      .filter((actor) => leap.to.actors.includes(actor) && !leap.starts.includes(actor))
      .map((actor) =>
        found(
          'OUTCOME_IGNORED',
          `The ${side} does not leave the state that runs ${actor} on ${leap.event} in ${spot.path}.`,
          leap,
        ),
      ),
  ),
]

/** Who waits keeps time, and only then. */
const timeIn = ({ side, module }: StateGraph, spot: Location, law: ContractIndex): readonly Found[] => {
  const within = law.waits(spot.state, side) ? (law.state(spot.state)?.within ?? null) : null
  const { heartbeatMs = DEFAULT_HEARTBEAT_MS } = module
  const kept = spot.armed.map(({ ms }) => `${ms} ms`).join(' and ')
  if (within !== null && spot.armed.length === 0)
    return [found('DEADLINE_MISSING', `The ${side} waits in ${spot.path} and keeps no time.`)]
  const askedMs = within === null ? null : 'ms' in within ? within.ms : within.heartbeats * heartbeatMs
  const right =
    spot.armed.length === (askedMs === null ? 0 : 1) && spot.armed.every(({ ms }) => ms === askedMs)
  const asked =
    within === null
      ? 'no deadline'
      : 'ms' in within
        ? `${within.ms} ms`
        : `${within.heartbeats} heartbeats, which are ${askedMs} ms where one is ${heartbeatMs} ms`
  return [
    ...(right
      ? []
      : [
          found('DEADLINE_DIFFERS', `The ${side} keeps ${kept} in ${spot.path}; the contract says ${asked}.`),
        ]),
    ...spot.leaps.flatMap((leap) => timeAfter(side, spot, leap, law)),
  ]
}

/** A deadline begins when its state of the contract is entered, and not again in it. */
const timeAfter = (side: Side, spot: Location, leap: Transition, law: ContractIndex): readonly Found[] => {
  const { cause, event, to, arms } = leap
  const enters = speech(side, spot, leap, law).leaves || to.state !== spot.state
  if (cause === 'deadline' && !enters) {
    const text = `The ${side} does not leave ${spot.state} when time is up in ${spot.path}.`
    return [found('DEADLINE_WITHOUT_EFFECT', text, leap)]
  }
  if (arms === enters || to.armed.length === 0) return []
  const text = enters
    ? `The ${side} does not begin the deadline of ${to.path} on ${event} in ${spot.path}.`
    : `The ${side} begins the deadline of ${to.path} again on ${event} in ${spot.path}.`
  return [found('DEADLINE_DIFFERS', text, leap)]
}

/** Without a connection nothing arrives. */
const stepFrom = (
  role: StateGraph,
  spot: Location,
  leap: Transition,
  law: ContractIndex,
): readonly Found[] =>
  leap.cause !== 'hear' || law.isOver(spot.state)
    ? following(role, spot, leap, law)
    : spot.state === offline
      ? []
      : hearing(role, spot, leap, law)

/** What the contract lets be heard is taken in; anything else is refused with a word, while this side has one. */
const hearing = (
  role: StateGraph,
  spot: Location,
  leap: Transition,
  law: ContractIndex,
): readonly Found[] => {
  const { side } = role
  const message = leap.event.slice('recv.'.length)
  const next = law.next(spot.state, opposite(side), message)
  const [taken] = leap.transitions
  const breaks = leap.says.some((said) => law.isBreaking(said))
  const ends = law.isEnded(leap.to.state)
  if (next === undefined) {
    if (ends && (breaks || law.isMute(spot.state, side))) return following(role, spot, leap, law)
    const does = taken === undefined ? 'drops' : ends ? 'ends without a word on' : 'takes in'
    return [
      found('HEARS_MORE', `The ${side} ${does} ${message} in ${spot.path}; the contract forbids it.`, leap),
    ]
  }
  // What any message does, no message was meant to do.
  const dropped = ends && !law.isOver(next) && taken?.eventType.endsWith('*') === true
  return breaks || dropped || taken === undefined
    ? [
        found(
          'HEARS_LESS',
          `The ${side} refuses ${message} in ${spot.path}; the contract lets it be said.`,
          leap,
        ),
      ]
    : following(role, spot, leap, law)
}

/** What is said leads through the contract, and to where the machine goes. Without a word one only gives up. */
const following = (
  { side }: StateGraph,
  spot: Location,
  leap: Transition,
  law: ContractIndex,
): readonly Found[] => {
  const { words, ends } = speech(side, spot, leap, law)
  const forbidden = words.find(({ next }) => next === undefined)
  if (forbidden !== undefined) {
    const { message, state } = forbidden
    const text = `The ${side} says ${message} in ${state}, on ${leap.event}; the contract forbids it.`
    return [found('SAYS_FORBIDDEN', text, leap)]
  }
  const unknown = leap.words.flatMap((word) =>
    Object.entries(word)
      .filter(([field, value]) => law.enumsOf(word.type).get(field)?.includes(String(value)) === false)
      .map(([field, value]) => `${word.type} with the ${field} ${String(value)}`),
  )
  if (unknown.length > 0) {
    const text = `The ${side} says ${unknown.join(' and ')} on ${leap.event} in ${spot.path}; the contract has no such value.`
    return [found('SAYS_FORBIDDEN', text, leap)]
  }
  const { to } = leap
  const givesUp = leap.cause === 'loss' || (leap.cause !== 'start' && law.isMute(spot.state, side))
  const hangsUp = law.isOver(ends) && to.state === offline
  if (ends === to.state || hangsUp || (givesUp && law.isEnded(to.state))) return []
  const saying = leap.told.length === 0 ? '' : `, saying ${leap.told.join(', ')},`
  return [
    found(
      'WRONG_STATE',
      `The ${side} goes from ${spot.path} on ${leap.event}${saying} to ${to.path}; the contract leads to ${ends}.`,
      leap,
    ),
  ]
}

const found = (rule: Rule, text: string, leap: Transition | null = null): Found => ({ rule, text, leap })
