import type { ContractTables, StateRow } from '../codec/types.ts'
import { byeEvents, say } from './shared.ts'

type Side = 'client' | 'server'

interface Transition {
  readonly target?: string
  readonly actions?: unknown
}

type On = Readonly<Record<string, Transition>>

/** The differences between the two ends. */
interface End {
  readonly side: Side
  /** The machine, as targets name it: `#client`. */
  readonly root: string
  /** Follows on the deadline: silence, unless the state has a time of its own. */
  readonly expired: Transition
  /** Other events that leave converse. */
  readonly leaving: Readonly<Record<string, Transition | string>>
}

const other = (side: Side): Side => (side === 'client' ? 'server' : 'client')

/** Whether a state of the contract is converse, or lies within it. */
const isWithinConverse = ({ name }: StateRow): boolean => name === 'converse' || name.startsWith('converse.')

/** Of the messages that a side may say in a state: those that keep it in converse, the conversation's own first. */
const saidWithin = (
  tables: ContractTables,
  state: StateRow,
  side: Side,
): readonly (readonly [string, string])[] => {
  const inside = new Set(tables.states.filter(isWithinConverse).map(({ name }) => name))
  const conversation = conversationOf(tables)
  const said = Object.entries(state.says[side]).filter(([, next]) => inside.has(next))
  return [
    ...said.filter(([message]) => conversation.has(message)),
    ...said.filter(([message]) => !conversation.has(message)),
  ]
}

const conversationOf = ({ messages }: ContractTables): ReadonlySet<string> =>
  new Set(messages.filter(({ conversation }) => conversation).map(({ name }) => name))

const eventsOf = (entries: readonly (readonly [string, Transition])[]): On => Object.fromEntries(entries)

/** The event in which a side says a message of its own accord; null where the driver answers with it. */
const sayingEvent = (message: string, isConversation: boolean): string | null => {
  if (isConversation) return `do.say.${message}`
  return message === 'Pong' ? null : `do.${message.slice(0, 1).toLowerCase()}${message.slice(1)}`
}

const saying = (
  tables: ContractTables,
  state: StateRow,
  side: Side,
): readonly (readonly [string, string, string])[] => {
  const conversation = conversationOf(tables)
  return saidWithin(tables, state, side).flatMap(([message, next]) => {
    const event = sayingEvent(message, conversation.has(message))
    return event === null ? [] : [[event, message, next] as const]
  })
}

/** The prompts of an end: to leave, and to say what may be said in converse. */
export const promptsOf = (tables: ContractTables, side: Side): readonly string[] => [
  ...new Set([
    ...byeEvents,
    ...tables.states
      .filter(isWithinConverse)
      .flatMap((state) => saying(tables, state, side).map(([event]) => event)),
  ]),
]

/** The messages that were in flight when this side said its last word: heard, and leading nowhere. */
export const inFlight = (tables: ContractTables, name: string, side: Side): On => {
  const state = tables.states.find((row) => row.name === name)
  return eventsOf(
    Object.entries(state?.says[other(side)] ?? {})
      .filter(([, next]) => next === name)
      .map(([message]) => [`recv.${message}`, {}]),
  )
}

/**
 * The part of a machine in which both sides converse, as the contract has it: one state, or those within converse.
 * What is heard, and what the program says, leads where the contract says.
 */
export const conversing = (tables: ContractTables, { side, root, expired, leaving }: End): object => {
  const leads = (state: StateRow, next: string): Transition =>
    next === state.name ? {} : { target: `${root}.${next}` }
  const one = (state: StateRow): object => ({
    meta: { contract: state.name },
    after: { [state.name]: expired },
    on: {
      ...eventsOf(
        saidWithin(tables, state, other(side)).map(([message, next]) => [
          `recv.${message}`,
          message === 'Ping' ? { actions: say('Pong') } : leads(state, next),
        ]),
      ),
      ...eventsOf(
        saying(tables, state, side).map(([event, message, next]) => [
          event,
          { ...leads(state, next), actions: say(message) },
        ]),
      ),
      ...leaving,
    },
  })
  const inside = tables.states.filter(isWithinConverse)
  const [first] = inside
  if (first === undefined) throw new Error(`The contract ${tables.protocol} has no state converse.`)
  if (first.name === 'converse') return one(first)
  const short = (name: string): string => name.slice('converse.'.length)
  return {
    initial: short(first.name),
    states: Object.fromEntries(inside.map((state) => [short(state.name), one(state)])),
  }
}
