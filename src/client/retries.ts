import type { Ending } from '../engine/ending.ts'
import type { ConnectFault } from '../transport/index.ts'
import { backOffMs } from './backoff.ts'
import type { ClientConfig } from './config.ts'

/** A conversation that lasted as long was none of those that begin only to break off. */
const PROVEN_AFTER_MS = 30_000

/** When a client connects again, by what became of its connections so far. */
export class Retries {
  private readonly config: ClientConfig
  /** Doubles the wait: tries that came to nothing, and conversations that broke off early. */
  private failures = 0
  /** Whether a try came to nothing since the last conversation. */
  private triedInVain = false
  /** Why the last try made no connection. */
  private fault: ConnectFault | null = null
  private beganAtMs = 0
  private timer: object | null = null
  private waited: (() => void) | null = null

  constructor(config: ClientConfig) {
    this.config = config
  }

  /** A try made no connection. */
  failed(fault: ConnectFault): void {
    this.fault = fault
    this.triedInVain = true
  }

  connected(): void {
    this.fault = null
  }

  /**
   * A conversation began: connecting works, and an outage before it is forgotten. Conversations that begin at once and
   * break off early, one after the other, are not.
   */
  began(): void {
    if (this.triedInVain) this.failures = 0
    this.triedInVain = false
    this.beganAtMs = this.config.clock.now()
  }

  /** A connection is gone, after a conversation or without one. */
  gone(afterConversation: boolean): void {
    if (!afterConversation) this.triedInVain = true
    else if (this.config.clock.now() - this.beganAtMs >= PROVEN_AFTER_MS) this.failures = 0
  }

  /** Resolves when it is time for the next connection. */
  wait(ending: Ending | null): Promise<void> {
    const { clock, log, random } = this.config
    const withinMs = backOffMs(this.failures, ending, random)
    this.failures += 1
    log.write({ event: 'reconnecting', withinMs, ...(this.fault === null ? {} : { failed: this.fault }) })
    return new Promise((resolve) => {
      this.waited = resolve
      this.timer = clock.setTimer(withinMs, () => this.endWait())
    })
  }

  /** It is time for the next connection now, if it is waited for. */
  endWait(): void {
    const { waited } = this
    this.stop()
    waited?.()
  }

  /** No connection is wanted any more. */
  stop(): void {
    if (this.timer !== null) this.config.clock.clearTimer(this.timer)
    this.timer = this.waited = null
  }
}
