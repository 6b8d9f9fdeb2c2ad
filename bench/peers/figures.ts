import { median } from '../median.ts'
import type { Cost, PeerName } from './peer.ts'

/** The costs of each peer, round by round, under one scenario. */
export type Rounds = Readonly<Record<PeerName, Cost[]>>

export const noRounds = (): Rounds => ({
  colloquy: [],
  answers: [],
  bare: [],
  framer: [],
  'text-framer': [],
  ws: [],
  'socket-io': [],
  'json-rpc': [],
  grpc: [],
})

/** A ratio with how far its rounds lie apart: the middle half of them, as a part of the median. */
export interface Figure {
  readonly times: number
  readonly spread: number
}

/** How many times as much as another peer, each round held against the same round of the other. */
export const timesOf = (rounds: Rounds, peer: PeerName, of: PeerName, side: keyof Cost): Figure => {
  const ratios = rounds[peer].map((cost, round) => cost[side] / (rounds[of][round]?.[side] ?? Number.NaN))
  const times = median(ratios)
  return { times, spread: (quartile(ratios, 3) - quartile(ratios, 1)) / times }
}

/** The median, in microseconds. */
export const microsOf = (rounds: Rounds, peer: PeerName, side: keyof Cost): number =>
  median(rounds[peer].map((cost) => cost[side]))

const quartile = (numbers: readonly number[], which: 1 | 3): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.round(((sorted.length - 1) * which) / 4)] ?? Number.NaN
}
