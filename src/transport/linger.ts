import { aFunction, anObject, limitFrom } from '../arguments.ts'
import { duration } from '../duration.ts'
import type { Clock, Timer } from './clock.ts'
import { aClock } from './clock.ts'
import type { CloseReason, Connection, ConnectionListener } from './connection.ts'
import { aConnection } from './connection.ts'

/** How long and how much is discarded before the connection is destroyed; Infinity: without that limit. */
export interface LingerLimits {
  readonly maxMs: number
  readonly maxBytes: number
}

/** Limits after a Fault: 2 s and 1 MiB. */
export const LINGER_LIMITS: LingerLimits = { maxMs: 2_000, maxBytes: 1_048_576 }

/**
 * Half-closes and discards what still comes, so that the last words reach the other side: destroying with unread
 * bytes would send a reset that overtakes them. Destroys at either limit. Takes the connection over from its
 * listener; `closed` is called once, at the very end. Throws a RangeError for limits that are none.
 */
export function linger(
  connection: Connection,
  clock: Clock,
  closed: (reason: CloseReason) => void,
  limits: LingerLimits = LINGER_LIMITS,
): void {
  aConnection('connection', connection)
  aClock('clock', clock)
  aFunction('closed', closed)
  anObject('limits', limits)
  duration('maxMs', limits.maxMs)
  limitFrom(0)('maxBytes', limits.maxBytes)
  connection.listen(new Discarder(connection, clock, closed, limits))
  connection.end()
  connection.resume()
}

class Discarder implements ConnectionListener {
  private readonly connection: Connection
  private readonly clock: Clock
  private readonly timer: Timer
  private readonly tell: (reason: CloseReason) => void
  private roomBytes: number

  constructor(
    connection: Connection,
    clock: Clock,
    tell: (reason: CloseReason) => void,
    limits: LingerLimits,
  ) {
    this.connection = connection
    this.clock = clock
    this.tell = tell
    this.roomBytes = limits.maxBytes
    this.timer = clock.setTimer(limits.maxMs, () => connection.destroy())
  }

  chunk(bytes: Buffer): void {
    this.roomBytes -= bytes.length
    if (this.roomBytes < 0) this.connection.destroy()
  }

  drained(): void {}

  // Both ways are closed once our last bytes are out; a peer that does not read them is left to the timer.
  ended(): void {}

  closed(reason: CloseReason): void {
    this.clock.clearTimer(this.timer)
    this.tell(reason)
  }
}
