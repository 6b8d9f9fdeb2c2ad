import { sides } from '../../contract/index.ts'
import type { Edges } from './edges.ts'
import type { PairStep } from './side.ts'
import type { Configuration, PairSystem } from './system.ts'
import type { PairViolation } from './violation.ts'

/** All configurations of a pair, with the steps between them. */
export interface Walked {
  readonly wire: PairSystem
  readonly size: number
  readonly ways: Edges
  at(index: number): Configuration
  indexOf(at: Configuration): number
  /** Whether a configuration is over, or has trouble after which nothing is claimed. */
  isSettled(index: number): boolean
  /** Whether somebody gets on by a step from here that may be relied on. */
  progresses(index: number): boolean
}

/**
 * The configurations from which nobody gets on, whatever may be relied on, and then those from which no end is reached.
 * A step gets on if it leads to another state of the contract. Where all that happens of itself comes to rest, both wait
 * for each other (DEADLOCK), or for room (NO_ROOM); else they go round in a circle (LIVELOCK).
 */
export const findStandstills = (explored: Walked): readonly PairViolation[] => {
  const { size, ways } = explored
  const getsOn = ways.leadingTo(
    (index) => explored.isSettled(index) || explored.progresses(index),
    ({ isReliable }) => isReliable,
  )
  const standing = indicesOf(getsOn, size)
  const resting = standing.filter((index) => spontaneous(explored, index).length === 0)
  const circles = standing.length === 0 ? [] : circling(explored, standing, new Set(resting))
  const standstills = [...resting.map((index) => atRest(explored, index)), ...circles]
  if (standstills.length > 0) return standstills
  const ends = ways.leadingTo(
    (index) => explored.isSettled(index),
    () => true,
  )
  return indicesOf(ends, size)
    .slice(0, 1)
    .map((at) => ({ rule: 'NEVER_LEFT', at, side: null, message: null, pairSteps: [] }))
}

const indicesOf = (met: Uint8Array, size: number): readonly number[] => {
  const found: number[] = []
  for (let index = 0; index < size; index++) if (met[index] === 0) found.push(index)
  return found
}

const atRest = (explored: Walked, at: number): PairViolation => {
  const { toServer, toClient } = explored.at(at)
  const rule = toServer === 0 && toClient === 0 ? 'DEADLOCK' : 'NO_ROOM'
  return { rule, at, side: null, message: null, pairSteps: [] }
}

interface Spontaneous {
  readonly pairStep: PairStep
  readonly next: number
}

/** The steps that come of themselves: no person or program need do anything. */
const spontaneous = (explored: Walked, index: number): readonly Spontaneous[] => {
  const at = explored.at(index)
  return sides.flatMap((side) =>
    explored.wire.hasEnded(at, side)
      ? []
      : explored.wire.stepsOf(at, side).flatMap((pairStep) => {
          if (!pairStep.reliable || pairStep.transition.cause === 'prompt') return []
          const after = explored.wire.pairStep(at, pairStep)
          return after === 'full' || 'unheard' in after ? [] : [{ pairStep, next: explored.indexOf(after) }]
        }),
  )
}

/** A circle for each configuration that never comes to rest, from a configuration on it. */
const circling = (
  explored: Walked,
  standing: readonly number[],
  resting: ReadonlySet<number>,
): readonly PairViolation[] => {
  const steps = new Map(standing.map((index) => [index, spontaneous(explored, index)]))
  const rests = new Set(resting)
  for (let size = -1; size !== rests.size; ) {
    size = rests.size
    for (const [index, nexts] of steps) if (nexts.some(({ next }) => rests.has(next))) rests.add(index)
  }
  const known = new Set<number>()
  return standing.flatMap((index): readonly PairViolation[] => {
    const way: (readonly [number, PairStep])[] = []
    let at = index
    while (!rests.has(at) && !known.has(at)) {
      known.add(at)
      const [first] = steps.get(at) ?? []
      if (first === undefined) return []
      way.push([at, first.pairStep])
      at = first.next
    }
    const from = way.findIndex(([one]) => one === at)
    if (from < 0) return []
    return [
      {
        rule: 'LIVELOCK',
        at,
        side: null,
        message: null,
        pairSteps: way.slice(from).map(([, pairStep]) => pairStep),
      },
    ]
  })
}
