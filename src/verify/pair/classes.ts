import { isSaidBy, type Side } from '../../contract/index.ts'
import { heardEvent } from '../../engine/driver-events.ts'
import type { ContractIndex } from '../contract-index.ts'
import type { Location, StateGraph, Transition } from '../graph/state-graph.ts'

/**
 * Messages that nobody can tell apart: the same side says them, the contract leads alike with them in every state, and
 * both machines say and hear them alike in every place. Exchanging two of them maps runs of the pair to runs, so that one
 * stands for all. By the index of a message: that of the first of its class.
 */
export type Classes = readonly number[]

const sides = ['client', 'server'] as const

/** The classes of a contract's messages to two machines. */
export const classesOf = (
  graphs: Readonly<Record<Side, StateGraph>>,
  contractIndex: ContractIndex,
): Classes => {
  const { messages } = contractIndex.contract
  let classes = grouped(messages.map(({ name }) => inContract(name, contractIndex)))
  for (;;) {
    const known = new Map(messages.map(({ name }, index) => [name, classes[index] ?? index]))
    const finer = grouped(
      messages.map(({ name }, index) =>
        JSON.stringify([classes[index], ...sides.map((side) => inMachine(name, graphs[side], known))]),
      ),
    )
    if (finer.every((first, index) => first === classes[index])) return finer
    classes = finer
  }
}

/** The index of the first that has the same key. */
const grouped = (keys: readonly string[]): Classes => {
  const first = new Map<string, number>()
  for (const [index, key] of keys.entries()) if (!first.has(key)) first.set(key, index)
  return keys.map((key) => first.get(key) as number)
}

/** The states in which a message may be said, by which side, and where it leads; as one text to compare. */
const inContract = (name: string, contractIndex: ContractIndex): string => {
  const { messages, states } = contractIndex.contract
  const message = messages.find((one) => one.name === name)
  return JSON.stringify([
    contractIndex.isBreaking(name),
    sides.map((side) => message !== undefined && isSaidBy(message, side)),
    states.map((state) => [
      contractIndex.goesOn(state.name, name),
      ...sides.flatMap((side) => [
        contractIndex.said(state.name, side, name) ?? '',
        contractIndex.heard(state.name, side, name) ?? '',
      ]),
    ]),
  ])
}

/** How a machine says and hears a message, in every place; other messages by their class. */
const inMachine = (
  name: string,
  { locations, before }: StateGraph,
  classes: ReadonlyMap<string, number>,
): readonly unknown[] =>
  [before, ...locations].map(({ transitions }: Location) => [
    transitions
      .filter(({ event }) => event === heardEvent(name))
      .map((heard) => shapeOf(heard, name, classes)),
    [
      ...new Set(
        transitions
          .filter(({ says }) => says.includes(name))
          .map((saying) => JSON.stringify([kindOf(saying, name), shapeOf(saying, name, classes)])),
      ),
    ].sort(),
  ])

const shapeOf = (
  { to, says, words, arms, starts }: Transition,
  name: string,
  classes: ReadonlyMap<string, number>,
): unknown => [
  to.index,
  // Beside the message itself, whose class is what is sought.
  says.map((said) => (said === name ? '*' : (classes.get(said) ?? said))),
  // A field that a machine names tells messages apart.
  words.map((word) => (Object.keys(word).length > 1 ? Object.entries(word) : '')),
  arms,
  starts,
]

/** Why something is said: a prompt by that name alone, all else by its event. */
const kindOf = ({ cause, event }: Transition, name: string): string =>
  cause === 'prompt' || cause === 'outcome' ? cause : event === heardEvent(name) ? heardEvent('*') : event
