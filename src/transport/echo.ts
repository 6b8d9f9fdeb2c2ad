import { duration } from '../duration.ts'
import type { Clock, Timer } from './clock.ts'
import type { CloseReason, Connection, ConnectionListener } from './connection.ts'

/** The largest portion in which bytes are taken and given back. */
export const PORTION_BYTES = 1024

/** Hears of an echo. */
export interface EchoListener {
  /** A portion came, of at most 1,024 bytes. */
  received(portion: Buffer): void
  /** It was handed back. */
  sent(bytes: number): void
  /** Nothing came for so long that the connection is ended. */
  idle(): void
  /** The connection is over. Once, and last. */
  closed(reason: CloseReason): void
}

/**
 * Gives the bytes of a connection back, as they are, portion by portion. The next one is given only when the one before
 * was taken; until then reading is paused. Once the other side half-closes and has everything, so do we.
 */
export class Echo implements ConnectionListener {
  private readonly connection: Connection
  private readonly clock: Clock
  private readonly idleMs: number
  private readonly listener: EchoListener
  private timer: Timer
  private heardAtMs: number
  private waiting: Buffer = Buffer.alloc(0)
  private ending = false

  constructor(connection: Connection, clock: Clock, idleMs: number, listener: EchoListener) {
    this.connection = connection
    this.clock = clock
    this.idleMs = idleMs
    this.listener = listener
    this.heardAtMs = clock.now()
    this.timer = clock.setTimer(duration('idleMs', idleMs), this.look)
    connection.listen(this)
  }

  chunk(bytes: Buffer): void {
    this.heardAtMs = this.clock.now()
    this.waiting = this.waiting.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.waiting, bytes])
    this.giveBack()
  }

  drained(): void {
    this.heardAtMs = this.clock.now()
    this.giveBack()
    if (this.waiting.length === 0) this.connection.resume()
  }

  ended(): void {
    this.ending = true
    this.giveBack()
  }

  closed(reason: CloseReason): void {
    this.clock.clearTimer(this.timer)
    this.listener.closed(reason)
  }

  private giveBack(): void {
    while (this.waiting.length > 0) {
      if (this.connection.queuedBytes > 0) return this.connection.pause()
      const portion = this.waiting.subarray(0, PORTION_BYTES)
      this.waiting = this.waiting.subarray(portion.length)
      this.listener.received(portion)
      this.connection.write(portion)
      this.listener.sent(portion.length)
    }
    if (this.ending) this.connection.end()
  }

  /** One timer, set anew only when it fires. */
  private readonly look = (): void => {
    const leftMs = this.heardAtMs + this.idleMs - this.clock.now()
    this.timer = this.clock.setTimer(Math.max(leftMs, 1_000), this.look)
    if (leftMs > 0) return
    this.listener.idle()
    this.connection.destroy()
  }
}
