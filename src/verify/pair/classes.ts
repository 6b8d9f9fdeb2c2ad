import { type Contract, isSaidBy, type Message, opposite, type Side, sides } from '../../contract/index.ts'
import type { PairSide, PairSides, PairStep } from './side.ts'

/**
 * Messages that their hearer cannot tell apart: in every place it may hear all of them or none, and then goes to the same
 * place and says the same, up to the classes of the other direction. Exchanging two of them on their way changes nothing
 * that follows, so that one stands for all. By the side that hears, and by the number of a message: that of the first of
 * its class.
 */
export type Classes = Readonly<Record<Side, readonly number[]>>

/**
 * The coarsest classes that two machines leave: all messages are one until something tells them apart, be it their kinds, as
 * the caller sees them.
 */
export const classesOf = (
  pairSides: PairSides,
  contract: Contract,
  kindOf: (message: Message) => string = () => '',
): Classes => {
  const saidTo = (side: Side): readonly number[] =>
    grouped(contract.messages.map((message) => `${isSaidBy(message, opposite(side))} ${kindOf(message)}`))
  let classes: Classes = { client: saidTo('client'), server: saidTo('server') }
  for (;;) {
    const finer: Classes = {
      client: refined(pairSides.client, classes),
      server: refined(pairSides.server, classes),
    }
    if (sameClasses(finer, classes)) return finer
    classes = finer
  }
}

/** Every message for itself. */
export const unmerged = (_: PairSides, { messages }: Contract): Classes => {
  const numbers = messages.map((_message, number) => number)
  return { client: numbers, server: numbers }
}

/** Both machines with each message as the first of its class. */
export const merged = (pairSides: PairSides, classes: Classes): PairSides => ({
  client: mergedSide(pairSides.client, classes),
  server: mergedSide(pairSides.server, classes),
})

const mergedSide = ({ graph, start, locations }: PairSide, classes: Classes): PairSide => {
  const saidAs = classes[opposite(graph.side)]
  const mergedStep = (pairStep: PairStep): PairStep => ({
    ...pairStep,
    says: pairStep.says.map((message) => saidAs[message] ?? message),
  })
  return {
    graph,
    classes: classes[graph.side],
    start: mergedStep(start),
    locations: locations.map(({ hears, loss, others, ...location }) => ({
      ...location,
      hears: hears.map((pairStep) => (pairStep === null ? null : mergedStep(pairStep))),
      loss: mergedStep(loss),
      others: distinct(others.map(mergedStep)),
    })),
  }
}

/** By the name of a message that a side hears, the names of the others that it stands for. */
export const standsFor = (
  { graph: { side }, classes }: PairSide,
  { messages }: Contract,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    messages.flatMap(({ name }, index) => {
      const others = messages.filter(
        (message, other) => other !== index && classes[other] === index && isSaidBy(message, opposite(side)),
      )
      return others.length === 0 ? [] : [[name, others.map((other) => other.name)]]
    }),
  )

/** One step of those that do the same. */
const distinct = (pairSteps: readonly PairStep[]): readonly PairStep[] => [
  ...new Map(
    [...pairSteps].reverse().map((pairStep) => {
      const { side, transition, ...does } = pairStep
      return [JSON.stringify(does), pairStep]
    }),
  ).values(),
]

/** The classes of what a side hears, told apart by what it does with them. */
const refined = ({ graph: { side }, locations }: PairSide, classes: Classes): readonly number[] => {
  const open = locations.filter(({ ended }) => !ended)
  return grouped(
    classes[side].map((first, message) =>
      JSON.stringify([
        first,
        open.map(({ hears }) => effectOf(hears[message] ?? null, classes[opposite(side)])),
      ]),
    ),
  )
}

/** Everything about a step that the walk over the pair looks at. */
const effectOf = (pairStep: PairStep | null, classes: readonly number[]): unknown => {
  if (pairStep === null) return null
  const { side, transition, says, ...does } = pairStep
  return [says.map((message) => classes[message]), does]
}

/** The index of the first that has the same key. */
const grouped = (keys: readonly string[]): readonly number[] => {
  const first = new Map<string, number>()
  for (const [index, key] of keys.entries()) if (!first.has(key)) first.set(key, index)
  return keys.map((key) => first.get(key) as number)
}

const sameClasses = (one: Classes, other: Classes): boolean =>
  sides.every((side) => one[side].every((first, message) => first === other[side][message]))
