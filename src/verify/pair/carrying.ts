import type { Contract, Side } from '../../contract/index.ts'
import { heardEvent, isWithinConverse, saidEvent } from '../../engine/driver-events.ts'
import type { MessageRef, OutgoingMessage } from '../../engine/machine.ts'
import { type LastWord, mayGoOn } from '../../engine/may-go-on.ts'
import { placeIn } from '../../engine/stepper.ts'
import type { ContractIndex } from '../contract-index.ts'
import type { Transition } from '../graph/state-graph.ts'
import type { Carrying, PairSide, PairSides, PairStep } from './side.ts'

/** How both ends have a conversation go on over another connection. */
export interface ContinuationRules {
  /** Whether a conversation that ended so may go on. */
  readonly mayGoOn: (ending: LastWord) => boolean
  /** The index of the place in which a side goes on that came to `from`, and had left its conversation in a state of the contract. */
  readonly placed: (pairSide: PairSide, from: number, state: string, contract: Contract) => number
  /** The state of a conversation that is kept, once a message was heard that was on its way when it was left. */
  readonly crossed: (state: string, next: string) => string
  /** The messages that are said again, of those that did not arrive. */
  readonly saidAgain: (messages: readonly number[]) => readonly number[]
}

/** As the engine does it. */
export const engineRules: ContinuationRules = {
  mayGoOn,
  placed: ({ graph: { locations } }, from, state, { messages, states }) => {
    const place = locations[from]?.place ?? null
    if (place === null || locations[from]?.state === state) return from
    const events = messages.flatMap(({ name }) => [heardEvent(name), saidEvent(name)])
    const step = placeIn(
      place,
      states.findIndex(({ name }) => name === state),
      events,
    )
    return locations.find((location) => location.place === step?.to)?.index ?? from
  },
  crossed: (_, next) => next,
  saidAgain: (messages) => messages,
}

/** The message in which the server says whether the conversation goes on. */
export const GRANTED = 'Granted'

/** And the one with which a conversation begins that stands on no proof. */
export const READY = 'Ready'

/** Whether conversations of a contract may go on over another connection: those on the base may. */
export const mayContinue = ({ base, messages }: Contract): boolean =>
  base !== null && messages.some(({ name }) => name === GRANTED)

/**
 * Both machines with what each step does to a conversation that may go on: Granted may say that it does, or not. Before one
 * has begun, and once it was left, steps do nothing to it.
 */
export const carrying = (
  { client, server }: PairSides,
  contractIndex: ContractIndex,
  rules: ContinuationRules,
): PairSides => ({
  client: carryingSide(client, contractIndex, rules),
  server: carryingSide(server, contractIndex, rules),
})

const carryingSide = (
  pairSide: PairSide,
  contractIndex: ContractIndex,
  rules: ContinuationRules,
): PairSide => {
  const { locations, graph } = pairSide
  const { side } = graph
  const carried = (pairStep: PairStep, continues: boolean | null): PairStep => ({
    ...pairStep,
    carries: { ...carriedBy(side, pairStep.transition, rules), continues },
  })
  return {
    ...pairSide,
    locations: locations.map((location, index) => {
      const state = graph.locations[index]?.state ?? ''
      // The server may converse where the client is still to hear Granted.
      const awaits = side === 'client' && contractIndex.heard(state, 'server', GRANTED) !== undefined
      const one = (pairStep: PairStep): PairStep =>
        awaits || isWithinConverse(state) ? carried(pairStep, null) : pairStep
      return {
        ...location,
        hears: location.hears.map((pairStep) => (pairStep === null ? null : one(pairStep))),
        loss: one(location.loss),
        others: location.others.flatMap((pairStep) =>
          side === 'server' && pairStep.transition.says.includes(GRANTED)
            ? [carried(pairStep, false), carried(pairStep, true)]
            : [one(pairStep)],
        ),
      }
    }),
  }
}

const carriedBy = (
  side: Side,
  { cause, event, words }: Transition,
  rules: ContinuationRules,
): Omit<Carrying, 'continues'> => {
  const last = words.find(({ type }) => lastWords.has(type))
  if (last === undefined) {
    const isTheirs = event === heardEvent('Bye') || event === heardEvent('Fault')
    return { keeps: isTheirs ? null : cause === 'loss' && rules.mayGoOn(lost), lets: null, ends: false }
  }
  const ending = endingOf(last)
  const lets = ending !== null && rules.mayGoOn(ending)
  // A client whose program leaves does not come back, whatever it says.
  const leaves = side === 'client' && cause === 'prompt'
  return {
    keeps: lets && !leaves,
    lets,
    ends: ending === null || !goesOnAfter.has(`${ending.how} ${ending.code}`),
  }
}

const lastWords: ReadonlySet<string> = new Set(['Bye', 'Fault', 'Logout'])

/** After these a conversation may go on, as protocol/WIRE.md has it: what the engine makes of it is checked by this. */
const goesOnAfter: ReadonlySet<string> = new Set(['bye IDLE', 'bye SHUTTING_DOWN', 'fault TIMEOUT'])

const lost: LastWord = { how: 'lost', code: 'BROKEN' }

/** The ending that a last word makes; null: Logout, after which nothing goes on. */
const endingOf = (word: MessageRef): LastWord | null => {
  // A machine on the base says Bye and Fault so.
  const { reason, code } = word as OutgoingMessage
  if (reason !== undefined) return { how: 'bye', code: reason }
  return code === undefined ? null : { how: 'fault', code }
}
