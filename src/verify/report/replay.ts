import { opposite, type Side } from '../../contract/index.ts'
import type { ContractIndex } from '../contract-index.ts'
import type { Transition } from '../graph/state-graph.ts'
import type { PairSides, PairStep } from '../pair/side.ts'
import type { Configuration, PairSystem } from '../pair/system.ts'

/** By the side that hears them: the messages on their way, oldest first. */
type Queues = Readonly<Record<Side, readonly string[]>>

/** A moment of a conversation, with the messages that are really said where the walk knows their classes alone. */
export interface Moment {
  readonly at: Configuration
  /** Null for the network, and before anything has happened. */
  readonly side: Side | null
  readonly transition: Transition | null
  readonly queues: Queues
}

const queuesOf = (side: Side, incoming: readonly string[], outgoing: readonly string[]): Queues =>
  side === 'client' ? { client: incoming, server: outgoing } : { client: outgoing, server: incoming }

/** Goes a way once more, message by message. It begins before the first step. */
export const replay = (
  wire: PairSystem,
  pairSides: PairSides,
  { contract: { messages } }: ContractIndex,
  first: Configuration,
  way: readonly (readonly [Configuration, PairStep | null])[],
): readonly [Moment, ...Moment[]] => {
  const nothing: Queues = { client: [], server: [] }
  const greeted: Queues = { client: pairSides.server.graph.start.says, server: [] }
  /**
   * Cut to what the walk has: nothing arrives where a side has ended, or the stream is cut. Of what is said again over another
   * connection the class is told.
   */
  const fitted = ({ client, server }: Queues, at: Configuration): Queues => ({
    client: wire.words
      .list(at.toClient)
      .map((message, index) => client[index] ?? messages[message]?.name ?? ''),
    server: wire.words
      .list(at.toServer)
      .map((message, index) => server[index] ?? messages[message]?.name ?? ''),
  })
  const stepped = (
    before: Moment,
    at: Configuration,
    { side, transition: { cause, says }, transition }: PairStep,
  ): Moment => {
    const opens = before.at.server === wire.absent && at.server !== wire.absent
    const { [side]: incoming, [opposite(side)]: outgoing } = opens ? greeted : before.queues
    if (cause !== 'hear') {
      return { at, side, transition, queues: fitted(queuesOf(side, incoming, [...outgoing, ...says]), at) }
    }
    const [message, ...rest] = incoming
    const number = messages.findIndex(({ name }) => name === message)
    // Of its class it may be another than the one that the walk took.
    const heard = wire.location(before.at, side)?.hears[number]?.transition ?? transition
    const queues = queuesOf(side, rest, [...outgoing, ...heard.says])
    return { at, side, transition: heard, queues: fitted(queues, at) }
  }

  const start = { ...greeted, server: pairSides.client.graph.start.says }
  const moments: [Moment, ...Moment[]] = [
    {
      at: first,
      side: null,
      transition: null,
      queues: first.server === wire.absent ? nothing : fitted(start, first),
    },
  ]
  let before: Moment = moments[0]
  for (const [at, pairStep] of way) {
    before =
      pairStep === null
        ? { at, side: null, transition: null, queues: nothing }
        : stepped(before, at, pairStep)
    moments.push(before)
  }
  return moments
}
