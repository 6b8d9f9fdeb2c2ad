import * as E from 'fp-ts/lib/Either.js'
import type { Authenticator, Grant } from '../auth/index.ts'
import type { StoreFault } from '../store/index.ts'
import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'

/** How often is looked whether the conversation was used; only then is the store told. */
const LOOK_EVERY_MS = 60 * 60 * 1000

/** The proof that a conversation stands on, and the parts that watch over it. */
export interface LifetimeOptions {
  readonly grant: Grant
  readonly clock: Clock
  readonly authenticator: Pick<Authenticator, 'use'>
  /** A number that changes with each use. */
  readonly uses: () => number
  /** The session is over. */
  readonly over: () => void
  readonly onFault: (fault: StoreFault) => void
}

/**
 * Ends a conversation with its session. What is said in it, by either side, is a use of the session as a Resume is: it
 * stays good for the sliding time from then on, up to the absolute one. Pings are no use. Measured on the monotonic
 * clock, so that no clock that is set ends a conversation early, or makes it last.
 */
export class Lifetime {
  private readonly options: LifetimeOptions
  private readonly deadline: Deadline
  private readonly endsAtMs: number
  private idleSinceMs: number
  private seen: number
  private isOver = false

  constructor(options: LifetimeOptions) {
    const { clock, grant, uses } = options
    this.options = options
    this.idleSinceMs = clock.now()
    this.endsAtMs = this.idleSinceMs + grant.left.inAllMs
    this.seen = uses()
    this.deadline = new Deadline(clock, this)
    this.arm()
  }

  stop(): void {
    this.isOver = true
    this.deadline.stop()
  }

  private get leftMs(): number {
    const { grant, clock } = this.options
    return Math.min(this.endsAtMs, this.idleSinceMs + grant.left.idleMs) - clock.now()
  }

  /** Looks whether the session was used meanwhile, and ends it where it was not for too long. */
  expire(): void {
    const { uses, clock } = this.options
    const seen = uses()
    if (seen !== this.seen) {
      this.seen = seen
      this.idleSinceMs = clock.now()
      void this.use()
    }
    if (this.leftMs > 0) this.arm()
    else this.end()
  }

  private arm(): void {
    this.deadline.set(Math.max(0, Math.min(this.leftMs, LOOK_EVERY_MS)))
  }

  private async use(): Promise<void> {
    const { authenticator, grant, onFault } = this.options
    const used = await authenticator.use(grant.sessionRow)()
    if (E.isLeft(used)) onFault(used.left)
    else if (!used.right) this.end()
  }

  private end(): void {
    if (this.isOver) return
    this.stop()
    this.options.over()
  }
}
