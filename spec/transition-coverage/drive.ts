import { expect } from '@jest/globals'
import type { Taken } from '../support/watch.ts'
import { type Cause, graphWords, type Reason } from './cause.ts'
import { turnUntil } from './gate.ts'
import { type Edge, type Graph, placeName } from './graph.ts'

/** A real end on a real socket, and the raw peer at the other side of it. */
export interface AtHand {
  /** The steps of its machine so far. */
  readonly taken: readonly Taken[]
  /** The frames that it has said so far, a word each. */
  readonly words: readonly string[]
  open(events: readonly string[]): Promise<void>
  /** How the event of an edge is caused, or why it cannot be. Known before `open`. `then` is what follows it. */
  cause(edge: Edge, then?: string): Cause | Reason
  /** Whether it stays in a place until something is caused. */
  rests(place: string): boolean
  /** Prepares for what follows converse. */
  engage(): Promise<void>
  /** Goes from a place to the end, and says what is said on the way. */
  leaveFrom(place: string): readonly string[]
  /** Resolves when the end has closed its side. */
  closed(): Promise<unknown>
  close(): Promise<void>
}

/** Drives an end along the edges of its machine and compares what it says, and where it is, after each. */
export const drive = async (atHand: AtHand, graph: Graph, events: readonly string[]): Promise<void> => {
  const edges = graph.walk(events)
  const takes: string[] = []
  const words: string[] = []
  const way = `${events.join(', ')}: `
  try {
    await atHand.open(events)
    for (const [index, edge] of edges.entries()) {
      const then = events[index + 1]
      const cause = atHand.cause(edge, then)
      if (typeof cause === 'string') throw new Error(cause)
      await cause.act()
      words.push(...graphWords(edge.said))
      if (cause.takes !== null) {
        takes.push(cause.takes)
        const wanted = (): string => `${way}${cause.takes} after ${atHand.taken.map(({ event }) => event)}`
        await turnUntil(wanted, () => atHand.taken.length >= takes.length)
        const { to } = atHand.taken[takes.length - 1] as Taken
        expect([way, placeName(to.snapshot)]).toEqual([way, edge.to])
      }
      if (then === undefined || !atHand.rests(edge.to)) continue
      await turnUntil(
        () => `${way}${words} and not ${atHand.words}`,
        () => atHand.words.length >= words.length,
      )
      expect([way, atHand.words]).toEqual([way, words])
      if (edge.to === 'converse') await atHand.engage()
    }
    const { event, to } = edges.at(-1) as Edge
    if (event !== 'lost') {
      words.push(...atHand.leaveFrom(to))
      await atHand.closed()
    }
    expect([way, atHand.words]).toEqual([way, words])
    expect([way, atHand.taken.slice(0, takes.length).map((one) => one.event)]).toEqual([way, takes])
  } finally {
    await atHand.close()
  }
}

/** The edges that cannot be caused, by the reason: `event event in place place`. */
export const unreachable = (graph: Graph, atHand: AtHand): Readonly<Record<string, readonly string[]>> => {
  const places = new Map<string, Map<string, string[]>>()
  for (const place of graph.places) {
    const events = new Map<string, string[]>()
    for (const edge of graph.edges.filter(({ from }) => from === place)) {
      const cause = atHand.cause(edge)
      if (typeof cause === 'string') events.set(cause, [...(events.get(cause) ?? []), edge.event])
    }
    for (const [reason, some] of events) {
      const byEvents = places.get(reason) ?? new Map<string, string[]>()
      const key = some.sort().join(' ')
      byEvents.set(key, [...(byEvents.get(key) ?? []), place].sort())
      places.set(reason, byEvents)
    }
  }
  return Object.fromEntries(
    [...places].map(([reason, byEvents]) => [
      reason,
      [...byEvents].map(([events, where]) => `${events} in ${where.join(' ')}`),
    ]),
  )
}
