import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'

/** The owner of a keepalive. */
export interface KeepaliveOwner {
  /** When whole frames were heard last. */
  heardAtMs: number
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
  private readonly owner: KeepaliveOwner
  private readonly deadline: Deadline
  /** When frames were heard last, as far as the last beat knows. */
  private knownAtMs: number
  /** Heartbeats of silence that were answered with a Ping. */
  private asked = 0
  private paused = false

  /** `maxHeartbeats` of silence end it; Infinity: it may last for ever. */
  constructor(clock: Clock, heartbeatMs: number, maxHeartbeats: number, owner: KeepaliveOwner) {
    this.clock = clock
    this.heartbeatMs = heartbeatMs
    this.maxHeartbeats = maxHeartbeats
    this.owner = owner
    this.knownAtMs = clock.now()
    this.deadline = new Deadline(clock, this)
    this.deadline.set(heartbeatMs)
  }

  /** Reading is paused: what we do not listen to is no silence, and a Ping at each heartbeat says that we are there. */
  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.owner.heardAtMs = this.clock.now()
  }

  stop(): void {
    this.deadline.stop()
  }

  /** A heartbeat has passed since something was heard, or since the last one. */
  expire(): void {
    if (this.paused) {
      // We may well be alive, and the other side cannot know it by our answers.
      this.owner.heardAtMs = this.clock.now()
      this.deadline.set(this.heartbeatMs)
      return this.owner.ping()
    }
    const { heardAtMs } = this.owner
    if (heardAtMs !== this.knownAtMs) this.asked = 0
    this.knownAtMs = heardAtMs
    const silence = this.clock.now() - heardAtMs
    const beats = Math.floor(silence / this.heartbeatMs)
    if (beats >= this.maxHeartbeats) return this.owner.silent()
    this.deadline.set((beats + 1) * this.heartbeatMs - silence)
    if (beats > this.asked) {
      this.asked = beats
      this.owner.ping()
    }
  }
}
