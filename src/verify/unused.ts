import { hasTurn, isSaidBy, opposite, type Side, sides } from '../contract/index.ts'
import type { ContractIndex } from './contract-index.ts'
import { speech } from './graph/sends.ts'
import type { StateGraph, Transition } from './graph/state-graph.ts'
import { nodesOf, transitionsOf } from './graph/transitions.ts'
import type { Rule } from './rules.ts'
import type { Used } from './used.ts'

interface Idle {
  readonly rule: Rule
  readonly about: string
  readonly text: string
}

/** Finds parts of the machines and of the contract that never happen. */
export const unused = (used: readonly Used[], contractIndex: ContractIndex): readonly Idle[] => [
  ...used.flatMap((one) => [...idleStates(one), ...idleTransitions(one), ...idlePrompts(one)]),
  ...unsaid(used, contractIndex),
  ...unsaidValues(used, contractIndex),
]

const enteredBy = ({ steps }: Used): ReadonlySet<unknown> => new Set(steps.flatMap(([, { nodes }]) => nodes))

const idleStates = (used: Used): readonly Idle[] => {
  const entered = enteredBy(used)
  return nodesOf(used.graph.module.machine.root)
    .filter((node) => !entered.has(node))
    .map(({ path }) => ({
      rule: 'NEVER_ENTERED',
      about: path.join('.'),
      text: `The ${used.graph.side} never enters ${path.join('.')}.`,
    }))
}

const idleTransitions = (used: Used): readonly Idle[] => {
  const { graph, steps } = used
  const entered = enteredBy(used)
  const fired = new Set(
    [...steps.map(([, transition]) => transition), ...hearings(graph)].flatMap(
      ({ definitions }) => definitions,
    ),
  )
  return nodesOf(graph.module.machine.root)
    .filter((node) => entered.has(node))
    .flatMap((node) =>
      transitionsOf(node)
        .filter((transition) => !fired.has(transition))
        .map(({ eventType }) => {
          const where = node.path.length === 0 ? 'any state' : node.path.join('.')
          const what = eventType === '' ? 'the transition without an event' : eventType
          return {
            rule: 'NEVER_FIRES' as const,
            about: `${where} ${what}`,
            text: `For the ${graph.side}, ${what} never fires in ${where}.`,
          }
        }),
    )
}

/** Transitions that hear a message are there for others than this other side: for one that may say more, or breaks the contract. */
const hearings = ({ locations }: StateGraph): readonly Transition[] =>
  locations.flatMap(({ transitions }) => transitions.filter(({ cause }) => cause === 'hear'))

const idlePrompts = ({ graph: { side, module, locations } }: Used): readonly Idle[] => {
  const heeded = new Set(
    locations.flatMap((location) =>
      location.transitions
        .filter(({ to, says }) => to !== location || says.length > 0)
        .map(({ event }) => event),
    ),
  )
  return module.prompts
    .filter((prompt) => !heeded.has(prompt))
    .map((prompt) => ({
      rule: 'PROMPT_IGNORED',
      about: `${side} ${prompt}`,
      text: `The ${side} does nothing on ${prompt}, wherever it is.`,
    }))
}

const unsaid = (used: readonly Used[], contractIndex: ContractIndex): readonly Idle[] => {
  // A message heard in a state was said there, as its hearer sees it, or before.
  const said = new Set(
    used.flatMap(({ graph, steps }) =>
      steps.flatMap(([location, transition]) => [
        ...(transition.cause === 'hear'
          ? [keyOf(opposite(graph.side), location.state, transition.event.slice('recv.'.length))]
          : []),
        ...speech(graph.side, location, transition, contractIndex).words.map(({ state, message }) =>
          keyOf(graph.side, state, message),
        ),
      ]),
    ),
  )
  const { messages, states } = contractIndex.contract
  return states.flatMap((state) =>
    messages
      .filter(({ name }) => state.says.has(name))
      .flatMap((message) =>
        sides
          .filter((side) => hasTurn(state, side) && isSaidBy(message, side))
          .filter((side) => !said.has(keyOf(side, state.name, message.name)))
          .map((side) => ({
            rule: 'NEVER_SAID' as const,
            about: `${state.name} ${message.name}`,
            text: `The contract lets the ${side} say ${message.name} in ${state.name}, and it never does.`,
          })),
      ),
  )
}

/**
 * The values of enums that neither side says, to a side that breaks the contract either. A field that no machine names
 * is written by the driver.
 */
const unsaidValues = (used: readonly Used[], contractIndex: ContractIndex): readonly Idle[] => {
  const words = used.flatMap(({ graph: { before, locations } }) =>
    [before, ...locations].flatMap(({ transitions }) => transitions.flatMap(({ words }) => words)),
  )
  const said = new Set(
    words.flatMap((word) =>
      Object.entries(word).map(([field, value]) => `${word.type} ${field} ${String(value)}`),
    ),
  )
  return contractIndex.contract.messages.flatMap(({ name }) =>
    [...contractIndex.enumsOf(name)]
      .filter(([field]) => words.some((word) => word.type === name && field in word))
      .flatMap(([field, values]) =>
        values
          .filter((value) => !said.has(`${name} ${field} ${value}`))
          .map((value) => ({
            rule: 'NEVER_SAID' as const,
            about: `${name} ${field} ${value}`,
            text: `The contract lets ${name} be said with the ${field} ${value}, and neither side ever does.`,
          })),
      ),
  )
}

const keyOf = (side: Side, state: string, message: string): string => `${side} ${state} ${message}`
