import { hasTurn, isSaidBy, type Side } from '../contract/index.ts'
import type { ContractIndex } from './contract-index.ts'
import { speech } from './graph/sends.ts'
import type { Location, StateGraph, Transition } from './graph/state-graph.ts'
import { nodesOf, transitionsOf } from './graph/transitions.ts'
import type { Rule } from './rules.ts'

/** The steps of a machine that happen while it speaks with the other. */
export interface Used {
  readonly role: StateGraph
  readonly steps: readonly (readonly [Location, Transition])[]
}

interface Idle {
  readonly rule: Rule
  readonly text: string
}

/** What stands in the machines and in the contract, and never happens. */
export const unused = (used: readonly Used[], law: ContractIndex): readonly Idle[] => [
  ...used.flatMap((one) => [...idleStates(one), ...idleTransitions(one, law), ...idlePrompts(one)]),
  ...unsaid(used, law),
  ...unsaidValues(used, law),
]

const enteredBy = ({ steps }: Used): ReadonlySet<unknown> => new Set(steps.flatMap(([, { nodes }]) => nodes))

const idleStates = (used: Used): readonly Idle[] => {
  const entered = enteredBy(used)
  return nodesOf(used.role.module.machine.root)
    .filter((node) => !entered.has(node))
    .map(({ path }) => ({
      rule: 'NEVER_ENTERED',
      text: `The ${used.role.side} never enters ${path.join('.')}.`,
    }))
}

const idleTransitions = (used: Used, law: ContractIndex): readonly Idle[] => {
  const { role, steps } = used
  const entered = enteredBy(used)
  const fired = new Set(
    [...steps.map(([, leap]) => leap), ...breaches(role, law)].flatMap(({ transitions }) => transitions),
  )
  return nodesOf(role.module.machine.root)
    .filter((node) => entered.has(node))
    .flatMap((node) =>
      transitionsOf(node)
        .filter((transition) => !fired.has(transition))
        .map(({ eventType }) => {
          const where = node.path.length === 0 ? 'any state' : node.path.join('.')
          const what = eventType === '' ? 'the transition without an event' : eventType
          return {
            rule: 'NEVER_FIRES' as const,
            text: `For the ${role.side}, ${what} never fires in ${where}.`,
          }
        }),
    )
}

/** What answers a message that the contract forbids is there for others than this other side. */
const breaches = ({ side, spots }: StateGraph, law: ContractIndex): readonly Transition[] =>
  spots.flatMap(({ state, leaps }) =>
    leaps.filter(
      ({ cause, event }) =>
        cause === 'hear' &&
        law.next(state, side === 'client' ? 'server' : 'client', event.slice('recv.'.length)) === undefined,
    ),
  )

const idlePrompts = ({ role: { side, module, spots } }: Used): readonly Idle[] => {
  const heeded = new Set(
    spots.flatMap((spot) =>
      spot.leaps.filter(({ to, says }) => to !== spot || says.length > 0).map(({ event }) => event),
    ),
  )
  return module.prompts
    .filter((prompt) => !heeded.has(prompt))
    .map((prompt) => ({
      rule: 'PROMPT_IGNORED',
      text: `The ${side} does nothing on ${prompt}, wherever it is.`,
    }))
}

const unsaid = (used: readonly Used[], law: ContractIndex): readonly Idle[] => {
  const said = new Set(
    used.flatMap(({ role, steps }) =>
      steps.flatMap(([spot, leap]) =>
        speech(role.side, spot, leap, law).words.map(({ state, message }) =>
          keyOf(role.side, state, message),
        ),
      ),
    ),
  )
  const { messages, states } = law.contract
  return states.flatMap((state) =>
    messages
      .filter(({ name }) => state.says.has(name))
      .flatMap((message) =>
        (['client', 'server'] as const)
          .filter((side) => hasTurn(state, side) && isSaidBy(message, side))
          .filter((side) => !said.has(keyOf(side, state.name, message.name)))
          .map((side) => ({
            rule: 'NEVER_SAID' as const,
            text: `The contract lets the ${side} say ${message.name} in ${state.name}, and it never does.`,
          })),
      ),
  )
}

/**
 * The values of enums that neither side says, to a side that breaks the contract either. A field that no machine names
 * is written by the driver.
 */
const unsaidValues = (used: readonly Used[], law: ContractIndex): readonly Idle[] => {
  const words = used.flatMap(({ role: { before, spots } }) =>
    [before, ...spots].flatMap(({ leaps }) => leaps.flatMap(({ words }) => words)),
  )
  const said = new Set(
    words.flatMap((word) =>
      Object.entries(word).map(([field, value]) => `${word.type} ${field} ${String(value)}`),
    ),
  )
  return law.contract.messages.flatMap(({ name }) =>
    [...law.enumsOf(name)]
      .filter(([field]) => words.some((word) => word.type === name && field in word))
      .flatMap(([field, values]) =>
        values
          .filter((value) => !said.has(`${name} ${field} ${value}`))
          .map((value) => ({
            rule: 'NEVER_SAID' as const,
            text: `The contract lets ${name} be said with the ${field} ${value}, and neither side ever does.`,
          })),
      ),
  )
}

const keyOf = (side: Side, state: string, message: string): string => `${side} ${state} ${message}`
