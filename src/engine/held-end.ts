import { type AnyMessage, type CodecFault, Writer } from '../codec/index.ts'
import type { Clock } from '../transport/clock.ts'
import type { Endpoint } from '../transport/connection.ts'
import type { KnownFaultCode } from './codes.ts'
import { encodeFrame } from './encode-frame.ts'
import type { Ending } from './ending.ts'
import type { Limits } from './limits.ts'
import type { MessagingEnd } from './messaging-end.ts'
import type { KeptFrame } from './outbox.ts'
import type { Handlers, MessageCounts } from './peer.ts'
import { ILLEGAL, type Runtime } from './runtime.ts'
import type { SequenceNumbers } from './sequence.ts'
import type { FrameSink, Keeper } from './write-buffer.ts'

/** A conversation that is held. */
export interface Held {
  readonly sequence: SequenceNumbers
  /** It cannot go on over another connection. */
  spoil(): void
}

/** The connection that a held conversation came over, which may still be closing. */
export interface LeftEnd extends MessagingEnd {
  readonly handlers: Handlers
  /** The runtime's table of what the other side says. */
  readonly hears: Int16Array
  /** Something of our own failed, and nobody can be told but the log. */
  failedUnheard(error: unknown): void
}

const writer = new Writer(1024)

/** Takes the frames of a conversation that has no connection: those of messages are kept, to be said over the next one. */
class HeldFrames implements FrameSink {
  readonly replyBytes = 0
  queuedBytes = 0
  isAwaited = false
  private readonly runtime: Runtime
  private readonly keeper: Keeper

  constructor(runtime: Runtime, keeper: Keeper) {
    this.runtime = runtime
    this.keeper = keeper
  }

  frame(message: AnyMessage, number: number, id: number, re: number): CodecFault | null {
    // The engine's own are told anew when the conversation goes on.
    if (id === 0) return null
    if (!writer.isBusy) writer.reset()
    const fault = encodeFrame(this.runtime, writer, message, number, id, re)
    if (fault !== null) return fault
    this.queuedBytes += writer.pos
    this.keeper.keep(writer.buffer, writer.pos, id)
    return null
  }

  again(_frame: KeptFrame): void {}
}

/** The end of a conversation that has no connection for now: its handlers go on, and what is said is kept. */
export class HeldEnd implements MessagingEnd {
  readonly runtime: Runtime
  readonly clock: Clock
  readonly limits: Limits
  readonly sequence: SequenceNumbers
  readonly writeBuffer: FrameSink
  readonly says: Int16Array
  readonly version: number
  readonly isEarlier: boolean
  readonly keepsSaid = true
  readonly isAway = true
  readonly handlers: Handlers
  readonly name: string | null
  readonly remote: Endpoint
  state: number
  private readonly left: LeftEnd
  private readonly held: Held

  /** `state` is that of the conversation when it left the connection. */
  constructor(left: LeftEnd, held: Held, keeper: Keeper, state: number) {
    this.runtime = left.runtime
    this.clock = left.clock
    this.limits = left.limits
    this.sequence = held.sequence
    this.says = left.says
    this.version = left.version
    this.isEarlier = left.isEarlier
    this.handlers = left.handlers
    this.name = left.name
    this.remote = left.remote
    this.writeBuffer = new HeldFrames(left.runtime, keeper)
    this.left = left
    this.held = held
    this.state = state
  }

  get ending(): Ending | null {
    return this.left.ending
  }

  get counts(): MessageCounts {
    return this.sequence.counts
  }

  get oldestKept(): number {
    return this.left.oldestKept
  }

  keep(message: AnyMessage, id: number, re: number, bytes: number): void {
    this.left.keep(message, id, re, bytes)
  }

  saidTurn(index: number): void {
    this.turn(this.says, index)
  }

  /** A message was heard that was on its way when the conversation left the connection. */
  heardTurn(index: number): void {
    this.turn(this.left.hears, index)
  }

  failed(error: unknown): void {
    this.left.failedUnheard(error)
    this.held.spoil()
  }

  answerFailed(type: string, error: unknown): void {
    this.left.answerFailed(type, error)
  }

  /** The other side breaks the contract while the connection closes. */
  refuse(code: KnownFaultCode, offending?: number, detail?: string): void {
    this.left.refuse(code, offending, detail)
    this.held.spoil()
  }

  silent(): void {}

  exhausted(): void {
    this.held.spoil()
  }

  outgrown(unacknowledged: number): void {
    this.left.outgrown(unacknowledged)
  }

  updateBackpressure(): void {
    this.left.updateBackpressure()
  }

  /** It ends without a word: who comes to go on with it is told that nothing does. */
  bye(): void {
    this.held.spoil()
  }

  private turn(table: Int16Array, index: number): void {
    const next = table[this.state * this.runtime.messages.length + index] ?? ILLEGAL
    if (next !== ILLEGAL) this.state = next
  }
}
