import { aFunction, limitFrom, optional, optionsOf } from '../arguments.ts'
import { duration } from '../duration.ts'
import { aClock, type Clock } from '../transport/clock.ts'
import {
  anEndpoint,
  type CloseReason,
  type Connection,
  type ConnectionListener,
  type Endpoint,
} from '../transport/connection.ts'

/** How a connection in memory behaves. */
export interface LinkOptions {
  /** Bytes each way that are taken before the other side reads; 65,536 unless given. */
  readonly bufferBytes?: number
  /** Milliseconds that bytes, ends and resets are on their way; 0 unless given, which is still never at once. */
  readonly delayMs?: number
  /** Cuts what is sent into the chunks that arrive; together they are the same bytes. As written unless given. */
  readonly chop?: (bytes: Buffer) => Iterable<Buffer>
  readonly client?: Endpoint
  readonly server?: Endpoint
}

const linkOptions = optionsOf({
  bufferBytes: optional(limitFrom(1)),
  delayMs: optional(duration),
  chop: optional(aFunction),
  client: optional(anEndpoint),
  server: optional(anEndpoint),
})

/** Two ends that talk to each other, and what can befall the way between them. */
export interface MemoryLink {
  readonly client: Connection
  readonly server: Connection
  /** Breaks it off for both, as a router does that lost its memory. */
  reset(): void
  /** From now on nothing arrives, and nobody is told: a cable pulled. */
  cut(): void
}

/** Connects two ends in memory, with the ways of TCP: nothing is delivered but by the clock. */
export function linkInMemory(clock: Clock, options: LinkOptions = {}): MemoryLink {
  aClock('clock', clock)
  linkOptions('options', options)
  const way: Way = {
    clock,
    bufferBytes: options.bufferBytes ?? 65_536,
    delayMs: options.delayMs ?? 0,
    chop: options.chop ?? ((bytes) => [bytes]),
    cut: false,
  }
  const atClient = options.client ?? { address: '127.0.0.1', port: 49_152 }
  const atServer = options.server ?? { address: '127.0.0.1', port: 7707 }
  const client = new MemoryConnection(way, atClient, atServer)
  const server = new MemoryConnection(way, atServer, atClient)
  client.meet(server)
  server.meet(client)
  return {
    client,
    server,
    reset: () => {
      client.break('reset')
      server.break('reset')
    },
    cut: () => {
      way.cut = true
    },
  }
}

interface Way {
  readonly clock: Clock
  readonly bufferBytes: number
  readonly delayMs: number
  readonly chop: (bytes: Buffer) => Iterable<Buffer>
  cut: boolean
}

/** Bytes on the way or, without bytes, the end of them. */
interface Arrival {
  readonly dueMs: number
  readonly bytes: Buffer | undefined
}

class MemoryConnection implements Connection {
  readonly remote: Endpoint
  readonly local: Endpoint
  private readonly way: Way
  private peer: MemoryConnection | undefined
  private listener: ConnectionListener | undefined
  private readonly queue: Buffer[] = []
  private queued = 0
  private readonly arrivals: Arrival[] = []
  private arrivedBytes = 0
  private reason: CloseReason | undefined
  private ending = false
  private endSent = false
  private endHeard = false
  private paused = false
  private draining = false
  private delivering = false
  private told = false

  constructor(way: Way, local: Endpoint, remote: Endpoint) {
    this.way = way
    this.local = local
    this.remote = remote
  }

  /** The other end: once, before anything else. */
  meet(peer: MemoryConnection): void {
    this.peer = peer
  }

  get queuedBytes(): number {
    return this.queued
  }

  listen(listener: ConnectionListener): void {
    const first = this.listener === undefined
    this.listener = listener
    if (!first) return
    this.deliverLater()
    if (this.reason !== undefined) this.later(() => this.tellClosed())
  }

  write(bytes: Buffer): boolean {
    if (this.reason !== undefined) return true
    if (this.ending) throw new Error('write after end')
    if (bytes.length > 0) this.queue.push(bytes)
    this.queued += bytes.length
    this.flow()
    if (this.queued > 0) this.draining = true
    return this.queued === 0
  }

  end(): void {
    if (this.ending || this.reason !== undefined) return
    this.ending = true
    this.flow()
  }

  destroy(): void {
    if (this.reason !== undefined) return
    const unread = this.arrivedBytes > 0 || (this.peer?.queued ?? 0) > 0
    this.over('destroyed')
    // As TCP does: unread bytes are answered with a reset, else what was sent still arrives, and then the end.
    if (unread) this.later(() => this.peer?.break('reset'), this.way.delayMs)
    else if (!this.endSent) this.sendEnd()
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.deliverLater()
  }

  /** The connection is broken from outside; what had arrived is lost. Nothing comes through a way that is cut. */
  break(reason: CloseReason): void {
    if (this.reason === undefined && !this.way.cut) this.over(reason)
  }

  /** Takes bytes off the way's hands, as far as there is room. Answers how many. */
  private accept(bytes: Buffer): number {
    if (this.reason !== undefined) {
      this.later(() => this.peer?.break('reset'), this.way.delayMs)
      return bytes.length
    }
    const taken = Math.min(bytes.length, this.way.bufferBytes - this.arrivedBytes)
    // A copy, since the writer may use its buffer again.
    if (taken > 0)
      for (const piece of this.way.chop(Buffer.from(bytes.subarray(0, taken))))
        if (piece.length > 0) this.arrive(piece)
    this.arrivedBytes += taken
    return taken
  }

  private arrive(bytes: Buffer | undefined): void {
    this.arrivals.push({ dueMs: this.way.clock.now() + this.way.delayMs, bytes })
    this.deliverLater()
  }

  private flow(): void {
    if (this.reason !== undefined) return
    for (let head = this.queue[0]; head !== undefined; head = this.queue[0]) {
      const taken = this.peer?.accept(head) ?? 0
      this.queued -= taken
      if (taken < head.length) {
        this.queue[0] = head.subarray(taken)
        return
      }
      this.queue.shift()
    }
    if (this.draining) this.later(() => this.tellDrained())
    if (this.ending && !this.endSent) this.sendEnd()
  }

  private sendEnd(): void {
    this.endSent = true
    this.peer?.arrive(undefined)
    this.closeWhenBothEnded()
  }

  private deliverLater(): void {
    const head = this.arrivals[0]
    if (head === undefined || this.delivering || !this.readable()) return
    this.delivering = true
    this.later(() => this.deliver(), Math.max(0, head.dueMs - this.way.clock.now()))
  }

  private deliver(): void {
    this.delivering = false
    if (!this.readable()) return
    const head = this.arrivals.shift()
    if (head?.bytes !== undefined) {
      this.arrivedBytes -= head.bytes.length
      this.listener?.chunk(head.bytes)
      this.peer?.flow()
    } else if (head !== undefined) {
      this.endHeard = true
      this.listener?.ended()
      this.closeWhenBothEnded()
    }
    this.deliverLater()
  }

  private readable(): boolean {
    return !this.paused && !this.way.cut && this.listener !== undefined && this.reason === undefined
  }

  private closeWhenBothEnded(): void {
    if (this.endSent && this.endHeard && this.reason === undefined) this.over('closed')
  }

  private over(reason: CloseReason): void {
    this.reason = reason
    this.queue.length = this.arrivals.length = 0
    this.queued = this.arrivedBytes = 0
    this.later(() => this.tellClosed())
  }

  private tellDrained(): void {
    // An orderly close lies behind the last bytes, so these are told of first.
    const orderly = this.reason === undefined || this.reason === 'closed'
    if (!this.draining || this.queued > 0 || !orderly || this.told) return
    this.draining = false
    this.listener?.drained()
  }

  private tellClosed(): void {
    if (this.told || this.listener === undefined || this.reason === undefined) return
    this.told = true
    this.listener.closed(this.reason)
  }

  private later(callback: () => void, withinMs = 0): void {
    this.way.clock.setTimer(withinMs, callback)
  }
}
