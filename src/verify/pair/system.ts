import { opposite, type Side } from '../../contract/index.ts'
import type { Rule } from '../rules.ts'
import { QueueContents } from './queue-contents.ts'
import type { PairLocation, PairSides, PairStep } from './side.ts'

/** Both ends and what is between them. */
export interface Configuration {
  /** The index of the client's spot. */
  readonly client: number
  /** The index of the server's spot, or `absent` where no connection was opened. */
  readonly server: number
  /** Words on their way. */
  readonly toServer: number
  readonly toClient: number
  /** The conversation can no longer end in peace: a Fault was said, time was up, or the stream broke. */
  readonly broken: boolean
  /** The stream was cut: nothing arrives any more. */
  readonly cut: boolean
  /** A side was told that the stream has ended, and stays: it is told once. */
  readonly clientLost: boolean
  readonly serverLost: boolean
  /** Everything that outlives the connection, as a number; 0: nothing does. */
  readonly memory: number
}

/** A message that a side no longer hears, though the conversation ended in peace. */
interface LeftOver {
  readonly unheard: number
  readonly by: Side
}

/** The result of a step: another configuration; or no room for what is said; or a message that is left. */
export type After = Configuration | LeftOver | 'full'

const fresh = {
  toServer: 0,
  toClient: 0,
  broken: false,
  cut: false,
  clientLost: false,
  serverLost: false,
}

/** The wire between two players, with a bound on what is on its way in each direction. */
export class PairSystem {
  readonly words: QueueContents
  readonly absent: number
  protected readonly pairSides: PairSides
  protected readonly bound: number
  /** Room beyond the bound, for the answers to one message. */
  protected readonly reserve: number
  /** Limit on the words in each direction: 2^53 less the places, four flags, and what is remembered. */
  private readonly maxWords: number
  private readonly maxMemories: number

  /** `maxMemories` bounds the numbers of what outlives connections. */
  constructor(pairSides: PairSides, messages: number, bound: number, maxMemories = 1) {
    this.pairSides = pairSides
    this.bound = bound
    this.reserve = reserveOf(pairSides)
    this.words = new QueueContents(messages)
    this.absent = pairSides.server.locations.length
    const places = pairSides.client.locations.length * (this.absent + 1) * FLAGS
    this.maxMemories = maxMemories
    this.maxWords = Math.floor(Math.sqrt(2 ** 53 / (places * maxMemories)))
  }

  /** Before anything has happened: the server comes with the connection. Null where there is no room for the start. */
  get start(): Configuration | null {
    const { client } = this.pairSides
    const alone = { ...fresh, client: 0, server: this.absent, memory: 0 }
    if (this.location(alone, 'client')?.offline === true) return alone
    const after = this.pairStep({ ...alone, ...this.opened() }, client.start)
    return after === 'full' || 'unheard' in after ? null : after
  }

  location(at: Configuration, side: Side): PairLocation | undefined {
    return this.pairSides[side].locations[at[side]]
  }

  hasEnded(at: Configuration, side: Side): boolean {
    return this.location(at, side)?.ended ?? true
  }

  incoming(at: Configuration, side: Side): number {
    return side === 'client' ? at.toClient : at.toServer
  }

  /** The move of a side that hears the oldest message on its way: null where it is not to be heard. */
  hearing(at: Configuration, side: Side): PairStep | null | undefined {
    const word = this.incoming(at, side)
    return word === 0 || this.hasEnded(at, side)
      ? undefined
      : this.location(at, side)?.hears[this.words.head(word)]
  }

  /** The move of a side that finds the stream ended: it is told once. */
  losing(at: Configuration, side: Side): PairStep | undefined {
    if (this.hasEnded(at, side) || this.incoming(at, side) !== 0 || lostTo(at, side)) return undefined
    return at.cut || this.hasEnded(at, opposite(side)) ? this.location(at, side)?.loss : undefined
  }

  /** Every step that a side may take. Those with which it hears or finds the stream ended come first. */
  stepsOf(at: Configuration, side: Side): readonly PairStep[] {
    const location = this.location(at, side)
    if (location === undefined) return []
    const hearing = this.hearing(at, side)
    const losing = this.losing(at, side)
    return [
      ...(hearing == null ? [] : [hearing]),
      ...(losing === undefined ? [] : [losing]),
      ...location.others,
    ]
  }

  /** The rule that a step breaks whatever follows, or null. */
  amiss(at: Configuration, { transition }: PairStep): Rule | null {
    return transition.cause === 'loss' && !at.broken && !at.cut ? 'ENDS_DIFFER' : null
  }

  /** The stream breaks, whatever was on its way. */
  cut(at: Configuration): Configuration | null {
    const bothEnded = this.hasEnded(at, 'client') && this.hasEnded(at, 'server')
    return at.cut || bothEnded ? null : { ...at, toServer: 0, toClient: 0, cut: true, broken: true }
  }

  /** Gives the result of a step of one side; where it hears, the oldest message is taken from the wire. */
  pairStep(at: Configuration, pairStep: PairStep): After {
    const { side, to, original } = pairStep
    const { cause } = pairStep.transition
    const other = opposite(side)
    const opens = this.opens(at, pairStep)
    const before = opens ? { ...at, ...this.opened() } : at
    const taken = cause === 'hear' ? this.words.tail(this.incoming(at, side)) : this.incoming(before, side)
    const broken = before.broken || pairStep.breaks
    let sent = this.incoming(before, other)
    if (!before.cut)
      for (const message of pairStep.says) {
        if (this.hasEnded(before, other)) {
          if (!broken) return { unheard: message, by: other }
          break
        }
        sent = this.words.push(sent, message)
      }
    // Nothing that is on its way already is too much.
    const isMore = this.words.length(sent) > this.words.length(this.incoming(before, other))
    const room = original ? this.bound : this.bound + this.reserve
    if ((isMore && this.words.length(sent) > room) || (opens && this.words.length(taken) > this.bound))
      return 'full'
    const ends = this.pairSides[side].locations[to]?.ended ?? true
    if (ends && taken !== 0 && !broken) return { unheard: this.words.head(taken), by: side }
    const kept = ends ? 0 : taken
    const isLost = !ends && (cause === 'loss' || lostTo(before, side))
    return this.forget({
      ...before,
      client: side === 'client' ? to : before.client,
      server: side === 'server' ? to : before.server,
      toServer: side === 'client' ? sent : kept,
      toClient: side === 'client' ? kept : sent,
      broken,
      clientLost: side === 'client' ? isLost : before.clientLost,
      serverLost: side === 'server' ? isLost : before.serverLost,
    })
  }

  /** Whether a step opens a connection. */
  protected opens(at: Configuration, { side, to }: PairStep): boolean {
    return (
      side === 'client' &&
      this.location(at, side)?.offline === true &&
      this.pairSides[side].locations[to]?.offline === false
    )
  }

  /** A new connection, and what the server says at once. */
  private opened(): Partial<Configuration> {
    const { start } = this.pairSides.server
    const toClient = start.says.reduce((word, message) => this.words.push(word, message), 0)
    return { ...fresh, server: start.to, toClient, broken: start.breaks }
  }

  /** A connection that both ends have left is no more. */
  protected forget(at: Configuration): Configuration {
    const client = this.location(at, 'client')
    return client?.offline === true && this.hasEnded(at, 'server')
      ? { ...at, ...fresh, server: this.absent }
      : at
  }

  // A configuration as one whole number, and back.

  encode(at: Configuration): number {
    const flags = (at.broken ? 1 : 0) + (at.cut ? 2 : 0) + (at.clientLost ? 4 : 0) + (at.serverLost ? 8 : 0)
    const places = (at.client * (this.absent + 1) + at.server) * FLAGS + flags
    const remembered = places * this.maxMemories + at.memory
    return (remembered * this.maxWords + at.toServer) * this.maxWords + at.toClient
  }

  decode(key: number): Configuration {
    const rest = Math.floor(key / this.maxWords)
    const remembered = Math.floor(rest / this.maxWords)
    const places = Math.floor(remembered / this.maxMemories)
    const ends = Math.floor(places / FLAGS)
    const flags = places % FLAGS
    return {
      client: Math.floor(ends / (this.absent + 1)),
      server: ends % (this.absent + 1),
      toServer: rest % this.maxWords,
      toClient: key % this.maxWords,
      broken: (flags & 1) !== 0,
      cut: (flags & 2) !== 0,
      clientLost: (flags & 4) !== 0,
      serverLost: (flags & 8) !== 0,
      memory: remembered % this.maxMemories,
    }
  }

  /** Whether configurations still fit a number. */
  get fits(): boolean {
    return this.words.size < this.maxWords && this.memories < this.maxMemories
  }

  /** How many different things outlived connections. */
  protected get memories(): number {
    return 0
  }
}

/** Four flags have as many values. */
const FLAGS = 16

const lostTo = (at: Configuration, side: Side): boolean => (side === 'client' ? at.clientLost : at.serverLost)

/** The most messages that a side says at once where it does not wait for room. */
export const reserveOf = ({ client, server }: PairSides): number =>
  Math.max(
    0,
    ...[client, server].flatMap(({ locations }) =>
      locations.flatMap(({ ended, hears, loss, others }) =>
        ended
          ? []
          : [...hears, loss, ...others].map((pairStep) =>
              pairStep === null || pairStep.original ? 0 : pairStep.says.length,
            ),
      ),
    ),
  )
