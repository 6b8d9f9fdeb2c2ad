import { noRounds, type Rounds } from './figures.ts'
import { costOf, type Peer } from './peer.ts'

/** How thorough it is. */
export interface Effort {
  readonly rounds: number
  readonly warmMs: number
  readonly sliceMs: number
  readonly paceSeconds: number
}

export const THOROUGH: Effort = { rounds: 12, warmMs: 600, sliceMs: 150, paceSeconds: 2 }
export const QUICK: Effort = { rounds: 3, warmMs: 200, sliceMs: 100, paceSeconds: 1 }

/** One session, one message after the other or many at once. */
interface Scenario {
  readonly head: string
  readonly deep: number
  readonly bytes: number
}

const SCENARIOS: readonly Scenario[] = [
  { head: 'one at a time, 64 B', deep: 1, bytes: 64 },
  { head: '32 deep, 64 B', deep: 32, bytes: 64 },
  { head: 'one at a time, 16 KiB', deep: 1, bytes: 16_384 },
  { head: '32 deep, 16 KiB', deep: 32, bytes: 16_384 },
]

const PACED_SESSIONS = 200
const PACED_EVERY_MS = 1_000

/** The measurements under one head of the table. */
export interface Column {
  readonly head: string
  readonly rounds: Rounds
}

/** Peers take turns in short slices; the first round warms up. */
export const inTurns = async (
  peers: readonly Peer[],
  { rounds, warmMs, sliceMs }: Effort,
): Promise<readonly Column[]> => {
  for (const peer of peers) await peer.open(1)
  const columns: Column[] = []
  for (const { head, deep, bytes } of SCENARIOS) {
    const found = noRounds()
    for (let round = -1; round < rounds; round++)
      for (const peer of peers) {
        const ms = round < 0 ? warmMs : sliceMs
        const cost = await costOf(peer, () => peer.client({ do: 'talk', ms, deep, bytes }))
        if (round >= 0) found[peer.name].push(cost)
      }
    columns.push({ head, rounds: found })
  }
  return columns
}

/**
 * Many sessions at human pace, all peers at the same time: what is put off, such as acknowledgements, falls into the slices,
 * and noise is the same for all.
 */
export const atHumanPace = async (
  peers: readonly Peer[],
  { rounds, paceSeconds }: Effort,
): Promise<Column> => {
  for (const peer of peers) {
    await peer.open(PACED_SESSIONS - 1)
    await peer.client({ do: 'pace', everyMs: PACED_EVERY_MS, bytes: 64 })
  }
  await seconds(2)
  const found = noRounds()
  for (let round = 0; round < rounds; round++) {
    const costs = peers.map((peer) => costOf(peer, () => seconds(paceSeconds)))
    for (const [i, cost] of (await Promise.all(costs)).entries()) found[(peers[i] as Peer).name].push(cost)
  }
  return { head: `${PACED_SESSIONS} sessions, a message a second each`, rounds: found }
}

const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1_000))
