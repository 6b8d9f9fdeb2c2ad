import assert from 'node:assert/strict'
import { decodeBody, encodeBody } from '../../protocol/talk/codec.ts'
import { Reader, Writer } from '../../src/codec/index.ts'
import { FrameDecoder } from '../../src/transport/framing/decoder.ts'
import type { RawPeer } from '../support/raw-peer.ts'
import { message, number, sample, sayFrame } from '../support/wire.ts'
import { World } from '../support/world.ts'
import { planted } from './planted.ts'

/** Something that takes any bytes, and throws where it fails at them. */
export interface FuzzTarget {
  readonly run: (input: Buffer) => void | Promise<void>
  /** Inputs to begin with. */
  readonly seeds: readonly Buffer[]
  /** Inputs that are tried before coverage is looked at. */
  readonly batch: number
}

const names = Object.keys(number) as (keyof typeof number)[]
const reader = new Reader()

/** The first byte chooses the message; what is read is written again, and read as the same. */
const decode = (input: Buffer): void => {
  const type = input[0] ?? 0
  const said = decodeBody(type, reader.reset(input, 1, input.length))
  if (said === null) return assert(reader.fault !== null)
  const writer = new Writer()
  assert(encodeBody(writer, said))
  const written = Buffer.from(writer.buffer.subarray(0, writer.pos))
  assert.deepEqual(decodeBody(type, new Reader().reset(written)), said)
}

/** Frames are the same, however they are cut; the first byte says how. */
const frames = (input: Buffer): void => {
  const read = (chunks: readonly Buffer[]): readonly string[] => {
    const decoder = new FrameDecoder(({ length }) => length <= MAX_BODY)
    const found: string[] = []
    for (const chunk of chunks) {
      decoder.push(chunk)
      while (decoder.next())
        found.push(
          `${JSON.stringify(decoder.header)} ${decoder.source.toString('hex', decoder.bodyStart, decoder.bodyEnd)}`,
        )
      decoder.keep()
    }
    return found
  }
  const size = 1 + ((input[0] ?? 0) % 40)
  const stream = input.subarray(1)
  const cut = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
    Buffer.from(stream.subarray(at * size, (at + 1) * size)),
  )
  assert.deepEqual(read(cut), read([Buffer.from(stream)]))
}

const MAX_BODY = 1_024

/** Longer than any state lasts before it ends by itself, the last words included. */
const AT_MOST_MS = 130_000

/** The bytes that an end may say to this many; more would be an amplifier. */
const mayBeSaid = (heardBytes: number): number => 4_096 + 16 * heardBytes

/** An end that has heard everything, and the end of the stream, comes to its end, and has not said more than it may. */
const isOver = async (world: World, raw: RawPeer, input: Buffer): Promise<void> => {
  raw.end()
  await world.pass()
  if (!raw.hasEnded && raw.reason === undefined) await world.pass(AT_MOST_MS)
  assert(raw.hasEnded || raw.reason !== undefined, 'it hangs')
  assert(raw.bytes.length <= mayBeSaid(input.length), `it has said ${raw.bytes.length} bytes`)
  assert.equal(raw.unfinished, 0)
  const failed = [...world.serverLog, ...world.clientLog].find(({ event }) => event === 'failed')
  assert.equal(failed, undefined)
}

const MODES = ['echo', 'identify', 'auth'] as const

/** The first byte chooses the mode, the second one the pieces in which the rest comes. */
const server = async (input: Buffer): Promise<void> => {
  const world = new World()
  const { raw } = world.rawClient({
    mode: MODES[(input[0] ?? 0) % MODES.length] ?? 'echo',
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
  })
  await comesInPieces(world, raw, input)
  await isOver(world, raw, input)
}

const client = async (input: Buffer): Promise<void> => {
  const world = new World()
  const { raws } = world.rawServer({
    name: 'Ada',
    ...((input[0] ?? 0) % 2 === 0
      ? {}
      : { credentials: { name: 'Ada', password: 'eight or more' as never } }),
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
  })
  await world.pass()
  const [raw] = raws as [RawPeer]
  await comesInPieces(world, raw, input)
  await isOver(world, raw, input)
}

/** Each frame by itself, or in pieces of a size; time passes in between, so that what is asked for is answered. */
const comesInPieces = async (world: World, raw: RawPeer, input: Buffer): Promise<void> => {
  const stream = input.subarray(2)
  const size = (input[1] ?? 0) % 64
  for (let at = 0; at < stream.length; ) {
    const whole = at + 16 <= stream.length ? 16 + stream.readUInt32BE(at) : stream.length
    const end = Math.min(stream.length, at + (size === 0 ? Math.max(1, whole) : size))
    raw.say(stream.subarray(at, end))
    await world.pass()
    at = end
  }
}

const toServer = ['Hello', 'MyName', 'Register', 'Login', 'Resume', 'Ping', 'Ack', 'Logout', 'Bye'] as const
const toClient = ['Welcome', 'AskName', 'Greeting', 'Challenge', 'Granted', 'Denied', 'Ready', 'Bye'] as const
const stream = (mode: number, ...some: readonly Buffer[]): Buffer =>
  Buffer.from([mode, 0, ...Buffer.concat(some)])

/** Pieces of the wire that inputs are made of. */
export const words: readonly Buffer[] = [
  ...names.filter((name) => name !== 'Say').map((name) => message(name)),
  sayFrame(1, 'one'),
  sayFrame(2, 'two', 1),
  sayFrame(3, ''),
  ...names.map((name) => sample[name]).filter(({ length }) => length > 0),
]

/** All that is fuzzed. */
export const targets: Readonly<Record<string, FuzzTarget>> = {
  decode: {
    run: decode,
    seeds: names.map((name) => Buffer.from([number[name], ...sample[name]])),
    batch: 500,
  },
  frames: { run: frames, seeds: words.map((word) => Buffer.from([7, ...word, ...word])), batch: 500 },
  server: {
    run: server,
    seeds: [
      stream(0, message('Hello'), sayFrame(1, 'x'), message('Bye')),
      stream(1, message('Hello'), message('MyName'), message('Ping')),
      stream(2, message('Hello'), message('MyName'), message('Register'), message('ListSessions')),
      ...toServer.map((name) => stream(0, message(name))),
    ],
    batch: 20,
  },
  client: {
    run: client,
    seeds: [
      stream(0, message('Welcome'), message('Ready'), sayFrame(1, 'x')),
      stream(1, message('Welcome'), message('Greeting'), message('Challenge'), message('Granted')),
      ...toClient.map((name) => stream(0, message(name))),
    ],
    batch: 20,
  },
  planted: { run: planted, seeds: [Buffer.alloc(4)], batch: 500 },
}
