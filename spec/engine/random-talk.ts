import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import type { ClientHandlers, ServerHandlers } from '../../src/index.ts'

type Say = { readonly type: 'Say'; readonly text: string }

/** What a random program needs of the other side. */
export interface Talker {
  say(message: Say): Promise<number>
  ask(message: Say): Promise<unknown>
}

/** Numbers from 0 to 1 that a seed gives: mulberry32. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Small texts are as likely as large ones: 0 to 60,000 bytes. */
const sized = (random: () => number): string => 'x'.repeat(Math.floor(60_001 ** random()) - 1)

/** Handlers that reply once to what is no reply: at once, in a later turn, or after a while. */
export const replying = (random: () => number): ServerHandlers & ClientHandlers => ({
  Say: async (_, peer) => {
    if (peer.re !== 0) return
    const how = random()
    if (how > 0.95) await pause(5)
    else if (how > 0.5) await turn()
    await peer.reply({ type: 'Say', text: sized(random) })
  },
})

/** Says and asks until it is over, each promise awaited. Resolves with how many messages it said. */
export const talking = async (peer: Talker, random: () => number, isOver: () => boolean): Promise<number> => {
  let count = 0
  while (!isOver()) {
    const message: Say = { type: 'Say', text: sized(random) }
    if (random() < 0.2) await peer.ask(message)
    else await peer.say(message)
    count += 1
    if (random() < 0.01) await pause(random() * 20)
  }
  return count
}
