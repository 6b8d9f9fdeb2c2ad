import { type Side, sayable } from '../../src/contract/index.ts'
import type { SimulatedClock } from '../../src/testing/index.ts'
import { contract, stateNamed } from '../support/contract.ts'
import type { TcpPeer } from '../support/tcp-peer.ts'
import {
  frame,
  type Heard,
  len,
  message,
  type Name,
  number,
  sample,
  sayFrame,
  wordOf,
} from '../support/wire.ts'
import { turnUntil } from './gate.ts'

/** How an event is caused from outside. */
export interface Cause {
  /** The event that the machine takes for it; null: the driver answers without a step. */
  readonly takes: string | null
  readonly act: () => void | Promise<void>
}

/** Why an event cannot be caused over a socket. */
export type Reason = string

/** The means of dealing with an end at hand. */
export interface Means {
  /** The raw peer at its other side. */
  readonly peer: TcpPeer
  readonly clock: SimulatedClock
  /** The bytes that the end has received so far. */
  readonly receivedBytes: number
}

/** Longer than any frame that was begun has to be finished. */
const FRAME_WITHIN_MS = 12_000

/** Has an end hear a message: by its header where it is not legal, and without a step where it leads nowhere. */
export const hearing = (speaker: Side, state: string, name: string, means: () => Means): Cause => {
  const next = sayable(contract, stateNamed(state), speaker).get(name)
  const act = (): void => means().peer.say(frameOf(name, 2))
  if (state === 'close.done' || next === state) return { takes: null, act }
  return { takes: next === undefined ? 'refuse.UNEXPECTED_MESSAGE' : `recv.${name}`, act }
}

/** Has an end hear what is refused with a code where messages may come. */
export const refusing = (takes: string | null, code: string, means: () => Means): Cause => ({
  takes,
  act: async () => {
    const { peer, clock } = means()
    peer.say(badFrame(code))
    if (code !== 'TIMEOUT') return
    // It must have come before its time begins to run.
    await turnUntil(
      () => 'a frame that is not whole',
      () => means().receivedBytes === peer.socket.bytesWritten,
    )
    clock.advance(FRAME_WITHIN_MS)
  },
})

/** Has an end say a message of converse, which the driver does without a step. */
export const conversing = (
  word: string,
  means: () => Means,
  say: () => Promise<unknown> | undefined,
): Cause | Reason => {
  if (word === 'cancel' || word === 'more' || word === 'aborted')
    return 'no message of talk is answered by a stream'
  return {
    takes: null,
    act: async () => {
      const { peer, clock } = means()
      if (word === 'say') await say()
      // A heartbeat of silence, or as long as what was heard may go unacknowledged.
      else clock.advance(word === 'ping' ? 30_000 : 1_000)
      await peer.hear(word === 'say' ? 'Say' : word === 'ping' ? 'Ping' : 'Ack')
    },
  }
}

/** Has an end say a message about sessions, which the driver does without a step. */
export const telling = (name: Name, means: () => Means, act: () => void): Cause => ({
  takes: null,
  act: async () => {
    act()
    await means().peer.hear(name)
  },
})

/** The frame of a message; conversation messages carry the next id. */
const frameOf = (name: string, id: number): Buffer => {
  if (!(name in number)) throw new Error(`${name} has no number`)
  return name === 'Say' ? sayFrame(id, 'said') : message(name as Name)
}

/** A frame that is refused with this code where messages may come. */
const badFrame = (code: string): Buffer => {
  switch (code) {
    case 'UNEXPECTED_MESSAGE':
      return frame(99)
    case 'MALFORMED':
      return message('Bye', sample.Bye, { flags: 1 })
    case 'TOO_LARGE':
      return message('Bye', Buffer.concat([sample.Bye, len(2, 'x'.repeat(80_000))]))
    case 'GAP':
      return sayFrame(100, 'too far')
    case 'TIMEOUT':
      return message('Bye').subarray(0, 10)
    default:
      throw new Error(`No frame is refused with ${code} everywhere.`)
  }
}

/** The driver says these without a step: by its clock, or for a program that asks for its sessions. */
const UNSTEPPED = new Set(['Ack', 'Ping', 'ListSessions', 'SessionInfo', 'RevokeSession', 'SessionsAnswered'])

/** The messages on the wire that machines say of their own accord. */
export const machineWords = (frames: readonly Heard[]): readonly string[] =>
  frames
    .filter(({ name }) => !UNSTEPPED.has(name))
    .map((heard) => (heard.name === 'Denied' || heard.name === 'Say' ? heard.name : wordOf(heard)))

/** The same of what a graph says. */
export const graphWords = (said: readonly string[]): readonly string[] =>
  said.filter((word) => !UNSTEPPED.has(word))
