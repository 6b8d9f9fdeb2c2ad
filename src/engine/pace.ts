import type { Clock, Timer } from '../transport/clock.ts'

/** The reading of a connection, which a pace slows down. */
export interface PaceOwner {
  /** Nothing more is read until `goOn`. */
  hold(): void
  goOn(): void
}

/** Keeps the other side of a conversation to its rate: nothing is read for a while. */
export class Pace {
  private readonly clock: Clock
  private readonly owner: PaceOwner
  private timer: Timer | null = null

  constructor(clock: Clock, owner: PaceOwner) {
    this.clock = clock
    this.owner = owner
  }

  /** Whether nothing is read for now. */
  get isHolding(): boolean {
    return this.timer !== null
  }

  /** Reads nothing for so long; 0: goes on. */
  wait(waitMs: number): void {
    if (waitMs === 0 || this.timer !== null) return
    this.owner.hold()
    this.timer = this.clock.setTimer(waitMs, () => {
      this.timer = null
      this.owner.goOn()
    })
  }

  stop(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer)
  }
}
