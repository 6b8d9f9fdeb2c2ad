import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { AnyMessage, Contract, Messages } from '../../src/codec/index.ts'
import { loadContract } from '../../src/contract/index.ts'
import type { AnyPeer, Handlers } from '../../src/engine/peer.ts'
import { bases } from '../support/contract.ts'
import { generatedFrom } from '../support/generated.ts'

/** Both sides say, ask and stream all there is. */
const text = `
protocol: mesh
base: colloquy@1
version: 1
about: Each side says, asks and streams as it likes.
types:
  Text: { base: string, maxBytes: 60000, about: Some text. }
messages:
  Say: { number: 64, from: both, about: Says something., fields: { text: { tag: 1, type: Text, about: It. } } }
  Ask:
    number: 65
    from: both
    about: Asks something.
    fields: { text: { tag: 1, type: Text, about: It. } }
    answer: [Answer]
  Feed:
    number: 66
    from: both
    about: Asks for much.
    fields: { items: { tag: 1, type: uint32, about: How much. } }
    answer: { each: [Item], end: [End], window: 32 }
  Answer: { number: 67, from: both, about: Answers., fields: { text: { tag: 1, type: Text, about: It. } } }
  Item: { number: 68, from: both, about: One of many., fields: { text: { tag: 1, type: Text, about: It. } } }
  End: { number: 69, from: both, about: There is no more., fields: { items: { tag: 1, type: uint32, about: How many there were. } } }
`

/** The contract, ready to run. */
export const mesh = async (): Promise<Contract<Messages>> => {
  const loaded = loadContract(text, 'mesh.yaml', { bases })
  if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
  return generatedFrom(loaded.right)
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

/** Goes on at once, in a later turn, or after a while. */
const dawdle = async (random: () => number): Promise<void> => {
  const how = random()
  if (how > 0.95) await pause(5)
  else if (how > 0.5) await turn()
}

/** Handlers that reply once to what is no reply, answer, and stream what they are asked for. */
export const replying = (random: () => number): Handlers => ({
  Say: async (_, peer) => {
    if (peer.re !== 0) return
    await dawdle(random)
    await peer.reply({ type: 'Say', text: sized(random) })
  },
  Ask: async () => {
    await dawdle(random)
    return { type: 'Answer', text: sized(random) }
  },
  async *Feed(message) {
    const { items } = message as AnyMessage & { readonly items: number }
    for (let item = 0; item < items; item++) {
      if (random() < 0.1) await dawdle(random)
      yield { type: 'Item', text: sized(random) }
    }
    return { type: 'End', items }
  },
})

/** Takes a stream to its end, or leaves it; with pauses. Resolves with whether it got all that it asked for. */
const feeding = async (peer: AnyPeer, random: () => number): Promise<boolean> => {
  const items = Math.floor(random() * 200)
  const stream = peer.stream({ type: 'Feed', items })
  let taken = 0
  for await (const _ of stream) {
    taken += 1
    if (random() < 0.05) await pause(random() * 5)
    if (random() < 0.002) return true
  }
  const end = (await stream.end) as AnyMessage & { readonly items: number }
  return taken === items && end.items === items
}

/** Says, asks and streams until it is over, each promise awaited but for streams. Resolves with how many messages it said. */
export const talking = async (
  peer: AnyPeer,
  random: () => number,
  isOver: () => boolean,
): Promise<number> => {
  let count = 0
  const streams = new Set<Promise<void>>()
  let failure: unknown
  while (!isOver() && failure === undefined) {
    const how = random()
    if (how < 0.2) await peer.ask({ type: 'Ask', text: sized(random) })
    else if (how < 0.25 && streams.size < 8) {
      const stream: Promise<void> = feeding(peer, random)
        .then(
          (isWhole) => {
            if (!isWhole) failure = new Error('A stream was not whole.')
          },
          (error: unknown) => {
            failure = error
          },
        )
        .then(() => void streams.delete(stream))
      streams.add(stream)
    } else if (how < 0.3) await peer.ask({ type: 'Say', text: sized(random) })
    else await peer.say({ type: 'Say', text: sized(random) })
    count += 1
    if (random() < 0.01) await pause(random() * 20)
  }
  await Promise.all(streams)
  if (failure !== undefined) throw failure
  return count
}
