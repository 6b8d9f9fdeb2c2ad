import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'
import { MUTUAL_WAIT_MS } from './times.ts'

/** A conversation whose handlers may wait for those of the other side. */
export interface MutualWaitOwner {
  /** Whether all handlers run, and sends of this side wait for the other side's. */
  readonly waitsMutually: boolean
  /** Whether nobody can take anything now. */
  readonly isAway: boolean
  /** When whole frames were heard last. */
  readonly heardAtMs: number
  /** Asks the other side whether it is still there. */
  ping(): void
  /** Nothing would ever move. */
  standsStill(): void
}

/**
 * Ends what would wait for ever. A handler that waits for a send of its own may wait for the other side's handlers, and they
 * for this one: when nothing has moved for 30 s, though the other side is there, it ends with a code.
 */
export class MutualWait {
  private readonly clock: Clock
  private readonly owner: MutualWaitOwner
  private deadline: Deadline | null = null
  private hasMoved = false
  private sinceMs = 0

  constructor(clock: Clock, owner: MutualWaitOwner) {
    this.clock = clock
    this.owner = owner
  }

  /** An acknowledgement was heard, or a handler has ended. */
  moved(): void {
    this.hasMoved = true
  }

  /** It may have begun. */
  watch(): void {
    if (!this.owner.waitsMutually || this.deadline?.isSet === true) return
    this.hasMoved = false
    this.sinceMs = this.clock.now()
    this.deadline ??= new Deadline(this.clock, this)
    this.deadline.set(MUTUAL_WAIT_MS)
    this.owner.ping()
  }

  stop(): void {
    this.deadline?.stop()
  }

  expire(): void {
    const { isAway, heardAtMs, waitsMutually } = this.owner
    // A side that is not there any more is silent; that ends in its own time.
    const isThere = !isAway && heardAtMs >= this.sinceMs
    if (this.hasMoved || !isThere || !waitsMutually) return this.watch()
    this.owner.standsStill()
  }
}
