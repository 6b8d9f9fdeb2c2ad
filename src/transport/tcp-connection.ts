import type { Socket } from 'node:net'
import type { Channel, CloseReason, Connection, ConnectionListener, Endpoint } from './connection.ts'
import type { Ends } from './proxy/header.ts'
import { shareReads } from './shared-reads.ts'
import { closeReason } from './tcp-faults.ts'

/** Facts of a connection beyond its socket, known once its first bytes were looked at. */
export interface Introduction {
  /** The ends as a proxy tells them; those of the socket unless given. */
  readonly ends?: Ends
  readonly channel?: Channel
  /** Bytes that were read already. */
  readonly first?: Buffer
  /** Whether the other side's half-close was heard already. */
  readonly hasEnded?: boolean
}

const CONNECTION = Symbol('connection')

/** A socket that knows its connection, so that all sockets share the same four functions as listeners. */
type OwnedSocket = Socket & { [CONNECTION]?: TcpConnection }

const NOTHING = Buffer.alloc(0)

/**
 * A connection over a TCP socket of Node. The socket must have been made with `allowHalfOpen` and `noDelay`, and
 * belongs to the connection from now on. No error event escapes: it becomes the reason of the close.
 */
export class TcpConnection implements Connection {
  private readonly socket: Socket
  private readonly ends: Ends | undefined
  readonly channel?: Channel
  /** Bytes that were read before anybody listened. */
  private first: Buffer | null = null
  /** Whether the half-close is to be told behind them. */
  private endWaits = false
  private listener: ConnectionListener | undefined
  private reason: CloseReason = 'closed'
  private ending = false
  private draining = false
  private dead = false
  private gone = false

  constructor(socket: Socket, { ends, channel, first, hasEnded = false }: Introduction = {}) {
    this.socket = socket
    this.ends = ends
    if (channel !== undefined) this.channel = channel
    if (first !== undefined && first.length > 0) this.first = first
    this.endWaits = hasEnded
    // Asked for now, Node remembers it: later, after the close, nobody could tell.
    void socket.remoteAddress
    const owned: OwnedSocket = socket
    owned[CONNECTION] = this
    socket.on('error', onError).on('close', onClose)
  }

  get remote(): Endpoint {
    return (
      this.ends?.remote ?? { address: this.socket.remoteAddress ?? '', port: this.socket.remotePort ?? 0 }
    )
  }

  get local(): Endpoint {
    return this.ends?.local ?? { address: this.socket.localAddress ?? '', port: this.socket.localPort ?? 0 }
  }

  get queuedBytes(): number {
    return this.socket.writableLength
  }

  listen(listener: ConnectionListener): void {
    const first = this.listener === undefined
    this.listener = listener
    if (!first) return
    if (this.gone) process.nextTick(() => this.listener?.closed(this.reason))
    else {
      if (!shareReads(this.socket, this)) this.socket.on('data', onData)
      // Over TLS it may have ended before anybody listened.
      if (this.socket.readableEnded) this.endWaits = true
      // Before the socket goes on: what it reads then comes after.
      if (this.isBehind) process.nextTick(replay, this)
      this.socket.on('end', onEnd).resume()
    }
  }

  write(bytes: Buffer): boolean {
    if (this.dead || this.socket.destroyed) return true
    if (this.ending) throw new Error('write after end')
    this.socket.write(bytes)
    // Node writes at once when it can, and counts the bytes as written before it returns.
    if (this.socket.writableLength === 0) return true
    if (!this.draining) this.awaitDrain()
    return false
  }

  end(): void {
    if (this.ending || this.dead) return
    this.ending = true
    if (this.draining) this.socket.end((error?: Error | null) => this.flushed(error))
    else this.socket.end()
  }

  destroy(): void {
    if (this.dead || this.gone) return
    this.dead = true
    if (!this.socket.destroyed) this.reason = 'destroyed'
    this.socket.destroy()
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    if (this.isBehind) process.nextTick(replay, this)
    this.socket.resume()
  }

  /** For the shared listener functions: a chunk. */
  heard(bytes: Buffer): void {
    if (!this.dead) this.listener?.chunk(bytes)
  }

  /** For the shared listener functions: the other side's half-close. */
  heardEnd(): void {
    if (this.first !== null) this.endWaits = true
    else if (!this.dead) this.listener?.ended()
  }

  /** For the shared listener functions: an error; the close follows. */
  broke(error: NodeJS.ErrnoException): void {
    if (this.reason !== 'destroyed') this.reason = closeReason(error)
  }

  /** For the shared listener functions: the close. */
  closed(): void {
    this.dead = this.gone = true
    this.listener?.closed(this.reason)
  }

  private get isBehind(): boolean {
    return this.first !== null || this.endWaits
  }

  /** Tells what was heard before anybody listened, unless reading is paused. */
  replay(): void {
    const { first } = this
    if (this.socket.isPaused()) return
    this.first = null
    if (first !== null) this.heard(first)
    if (!this.endWaits || this.socket.isPaused()) return
    this.endWaits = false
    this.heardEnd()
  }

  // An empty write behind the others tells when they are out: the 'drain' event comes only above Node's own
  // high-water mark, and a callback with every write would cost every write.
  private awaitDrain(): void {
    this.draining = true
    this.socket.write(NOTHING, (error) => this.flushed(error))
  }

  private flushed(error?: Error | null): void {
    if (error || this.dead || !this.draining) return
    if (this.socket.writableLength === 0) {
      this.draining = false
      this.listener?.drained()
    } else if (!this.ending) this.awaitDrain()
  }
}

/** Not a function of each connection: most have nothing to tell again. */
const replay = (connection: TcpConnection): void => connection.replay()

function onData(this: OwnedSocket, bytes: Buffer): void {
  this[CONNECTION]?.heard(bytes)
}

function onEnd(this: OwnedSocket): void {
  this[CONNECTION]?.heardEnd()
}

function onError(this: OwnedSocket, error: NodeJS.ErrnoException): void {
  this[CONNECTION]?.broke(error)
}

function onClose(this: OwnedSocket): void {
  this[CONNECTION]?.closed()
}
