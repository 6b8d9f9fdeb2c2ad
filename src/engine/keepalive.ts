import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'

/** What the pulse asks of the driver. */
export interface Beating {
  /** Nothing was heard for a heartbeat. */
  ping(): void
  /** Nothing was heard for as many as are waited. */
  silent(): void
}

/** Listens for silence in converse: asks for a Ping at each heartbeat of it, and ends after as many as are waited. */
export class Keepalive {
  private readonly clock: Clock
  private readonly heartbeatMs: number
  private readonly maxHeartbeats: number
  private readonly beating: Beating
  private readonly deadline: Deadline
  private heardAtMs: number
  /** Heartbeats of silence that were answered with a Ping. */
  private asked = 0
  private paused = false

  /** `maxHeartbeats` of silence end it; Infinity: it may last for ever. */
  constructor(clock: Clock, heartbeatMs: number, maxHeartbeats: number, beating: Beating) {
    this.clock = clock
    this.heartbeatMs = heartbeatMs
    this.maxHeartbeats = maxHeartbeats
    this.beating = beating
    this.heardAtMs = clock.now()
    this.deadline = new Deadline(clock, () => this.beat())
    this.deadline.set(heartbeatMs)
  }

  /** A whole frame was heard. The alarm finds out when it goes off: it is not set anew for each. */
  heard(): void {
    this.heardAtMs = this.clock.now()
    this.asked = 0
  }

  /** Reading is paused: what we do not listen to is no silence, and a Ping at each heartbeat says that we are there. */
  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.heard()
  }

  stop(): void {
    this.deadline.stop()
  }

  private beat(): void {
    if (this.paused) {
      // We may well be alive, and the other side cannot know it by our answers.
      this.heard()
      this.deadline.set(this.heartbeatMs)
      return this.beating.ping()
    }
    const silence = this.clock.now() - this.heardAtMs
    const beats = Math.floor(silence / this.heartbeatMs)
    if (beats >= this.maxHeartbeats) return this.beating.silent()
    this.deadline.set((beats + 1) * this.heartbeatMs - silence)
    if (beats > this.asked) {
      this.asked = beats
      this.beating.ping()
    }
  }
}
