import type { AnyStateMachine, AnyStateNode } from 'xstate'
import {
  aFunction,
  anObject,
  having,
  is,
  isObject,
  oneOf,
  optional,
  optionsOf,
  wholeFrom,
} from '../arguments.ts'
import { aClock, aConnection } from '../transport/index.ts'
import { isDriverEvent } from './driver-events.ts'
import { aMachineModule, type MachineModule, type MessageRef } from './machine.ts'
import { isThenable } from './message-context.ts'
import { assertSteppable } from './xstate-version.ts'

/** A contract, as far as it is worth looking. */
const aGeneratedContract = is(
  'the value that a generated file exports',
  (value) =>
    isObject(value) &&
    isObject(value.numbers) &&
    isObject(value.tables) &&
    Array.isArray(value.tables.states) &&
    Array.isArray(value.tables.messages) &&
    typeof value.encodeBody === 'function' &&
    typeof value.decodeBody === 'function',
)

const playOptions = optionsOf({
  contract: aGeneratedContract,
  side: oneOf(['client', 'server']),
  module: aMachineModule,
  connection: aConnection,
  actors: anObject,
  buildMessage: aFunction,
  receive: optional(aFunction),
  perform: optional(aFunction),
  observer: optional(anObject),
  clock: optional(aClock),
})

const aMachine = having('a machine, made by setup and createMachine of XState', 'transition')
const aHeartbeat = optional(wholeFrom(1))

/**
 * Checks the options of `play`, with what its machine needs: an actor, and its outcomes, for each that it runs. Throws a
 * TypeError or a RangeError that names the first that is wrong.
 */
export const checkPlay = (options: unknown): void => {
  playOptions('options', options)
  // Its own check has passed.
  const { module, actors } = options as { readonly module: MachineModule; readonly actors: object }
  aMachine('module.machine', module.machine)
  assertSteppable(module.machine)
  checkEvents('module.prompts', module.prompts)
  aHeartbeat('module.heartbeatMs', module.heartbeatMs)
  for (const actor of actorsOf(module.machine)) {
    const outcomes = module.outcomes[actor]
    checkEvents(`module.outcomes.${actor}`, outcomes)
    is(`a function that resolves with ${listOf(outcomes)}`, (given) => typeof given === 'function')(
      `actors.${actor}`,
      propertyOf(actors, actor),
    )
  }
}

const aListOfEvents = is(
  'a list of events',
  (value) => Array.isArray(value) && value.every((event) => typeof event === 'string'),
)

/** Events that a program or an actor causes: none of those that the driver alone tells a machine. */
function checkEvents(name: string, events: readonly string[] | undefined): asserts events {
  aListOfEvents(name, events)
  const forbidden = events?.find(isDriverEvent)
  if (forbidden !== undefined)
    throw new TypeError(`${name} has ${forbidden}, of which the driver alone tells the machine.`)
}

/** The names of the actors that a machine runs. */
const actorsOf = (machine: AnyStateMachine): ReadonlySet<string> => new Set(actorsBelow(machine.root))

const actorsBelow = (node: AnyStateNode): readonly string[] => [
  ...node.invoke.map(({ id }) => id),
  ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(actorsBelow),
]

/** Checks the event of a prompt. Throws a TypeError that says which there are. */
export const checkPrompt = (event: unknown, { prompts }: MachineModule): void => {
  if (typeof event === 'string' && prompts.includes(event)) return
  throw new TypeError(
    prompts.length === 0
      ? 'The machine has no prompts.'
      : `The event is a prompt of the machine, ${listOf(prompts)}; it was ${kindOf(event)}.`,
  )
}

/** The event that an actor has ended with. Throws a TypeError for what is no outcome of it. */
export const outcomeOf = ({ outcomes }: MachineModule, actor: string, ended: unknown): string => {
  const known = outcomes[actor] ?? []
  if (typeof ended === 'string' && known.includes(ended)) return ended
  throw new TypeError(`The actor ${actor} resolves with ${listOf(known)}; it was ${kindOf(ended)}.`)
}

/**
 * Checks a message that was built. Throws a TypeError for any other than the one that the machine says: also for one with
 * another text where the machine says one, such as the code of a Fault.
 */
export const checkBuilt = (built: unknown, said: MessageRef): void => {
  const { type } = said
  const wanted = `buildMessage gives a message of the type ${type}, at once`
  if (isThenable(built)) throw new TypeError(`${wanted}; it was a promise.`)
  if (!isObject(built)) throw new TypeError(`${wanted}; it was ${kindOf(built)}.`)
  if (built.type !== type) throw new TypeError(`${wanted}; it was one of another type.`)
  for (const [field, value] of Object.entries(said)) {
    const other = built[field]
    if (typeof value === 'string' && typeof other === 'string' && other !== value)
      throw new TypeError(`buildMessage gives ${type} with the ${field} ${value}; it was another one.`)
  }
}

const listOf = (events: readonly string[]): string => (events.length === 0 ? 'nothing' : events.join(' or '))

const propertyOf = (object: object, name: string): unknown =>
  (object as Readonly<Record<string, unknown>>)[name]

/** Another value than was wanted, which may be a secret. */
const kindOf = (value: unknown): string => {
  if (typeof value === 'string') return 'another text'
  if (value === undefined || value === null) return String(value)
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
